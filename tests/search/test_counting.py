"""What visitors search for: counted without a trace of them, in memory, then in the cache, then by the worker."""

import threading
from datetime import date, timedelta

import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from cms.delivery.periodic import enqueue_what_comes_back
from search import counting, keeping
from search.counting import note_search, take_counts
from search.keeping import forget_searches, write_counts
from search.models import SearchCount

BACKENDS = ["locmem.LocMemCache", "filebased.FileBasedCache"]


@pytest.fixture(params=BACKENDS)
def shared_cache(request, settings, tmp_path):
    backend = f"django.core.cache.backends.{request.param}"
    settings.CACHES = {"default": {"BACKEND": backend, "LOCATION": str(tmp_path / "cache")}}


def rows():
    return {row.query: (row.searches, row.without_result) for row in SearchCount.objects.all()}


def days_ago(days):
    return timezone.localdate() - timedelta(days=days)


def count(query, searches, days=0, without_result=0):
    SearchCount.objects.create(query=query, day=days_ago(days), searches=searches, without_result=without_result)


def test_searches_become_rows_of_a_day(db, shared_cache):
    for query, total in [("Saúde", 4), ("saude ", 0), ("SAÚDE!", 9), ("dengue", 0)]:
        note_search(query, total)
    write_counts.func()
    assert rows() == {"saude": (3, 1), "dengue": (1, 1)}
    note_search("saúde", 0)
    write_counts.func()
    write_counts.func()
    assert rows() == {"saude": (4, 2), "dengue": (1, 1)}
    assert {row.day for row in SearchCount.objects.all()} == {timezone.localdate()}


def test_noting_asks_nothing_of_the_database(db, shared_cache):
    with CaptureQueriesContext(connection) as captured:
        note_search("saúde", 1)
    assert len(captured) == 0


def test_a_process_hands_over_at_once_and_then_in_batches(db, monkeypatch):
    monkeypatch.setattr(counting, "PAUSE", 3600.0)
    for _ in range(5):
        note_search("saúde", 1)
    write_counts.func()
    assert rows() == {"saude": (1, 0)}
    counting.pending.hand_over()
    write_counts.func()
    assert rows() == {"saude": (5, 0)}


def test_processes_that_count_the_same_do_not_overwrite_each_other(db, shared_cache, monkeypatch):
    processes = [counting.Pending() for _ in range(8)]
    for process in processes:
        monkeypatch.setattr(counting, "pending", process)
        note_search("saúde", 1)
    write_counts.func()
    assert rows() == {"saude": (8, 0)}


def test_threads_lose_nothing(db):
    def search():
        for number in range(200):
            note_search("saúde", number % 2)

    threads = [threading.Thread(target=search) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    write_counts.func()
    counting.pending.hand_over()
    write_counts.func()
    assert rows() == {"saude": (1600, 800)}


def test_when_no_worker_comes_for_it_a_process_keeps_what_it_counts(db):
    for _ in range(200):  # many times as many as there are slots
        note_search("saúde", 1)
    for _ in range(2):
        write_counts.func()
        counting.pending.hand_over()
    write_counts.func()
    assert rows() == {"saude": (200, 0)}


class BrokenCache:
    def __getattr__(self, name):
        raise ConnectionError("o cache caiu")


def test_a_cache_that_fails_fails_no_search(db, monkeypatch, caplog):
    with monkeypatch.context() as broken:
        broken.setattr(counting, "cache", BrokenCache())
        note_search("saúde", 1)
        note_search("saúde", 1)
    assert {record.getMessage() for record in caplog.records} == {"A search was not counted."}
    note_search("saúde", 1)
    write_counts.func()
    assert rows() == {"saude": (3, 0)}


def test_a_flood_stays_bounded_and_does_not_hide_what_many_search_for(db, monkeypatch):
    monkeypatch.setattr(counting, "MOST", 10)
    for query in ["saúde", "saúde", *(f"lixo {letter}" for letter in "abcdefghijklmnopqrst"), "saúde"]:
        note_search(query, 1)
    write_counts.func()
    assert len(rows()) == 10
    assert rows()["saude"] == (3, 0)


def test_a_process_holds_a_bounded_number(db, monkeypatch):
    monkeypatch.setattr(counting, "PAUSE", 3600.0)
    with monkeypatch.context() as small:
        small.setattr(counting, "MOST", 10)
        for letter in "abcdefghijklmnopqrstb":
            note_search(f"lixo {letter}", 1)
    counting.pending.hand_over()
    kept = {query: searches for (query, _), (searches, _) in take_counts().items()}
    assert kept == {"lixo a": 1, "lixo b": 2} | {f"lixo {letter}": 1 for letter in "cdefghijk"}


def test_the_rows_of_a_day_are_bounded(db, monkeypatch):
    monkeypatch.setattr(keeping, "MOST_A_DAY", 3)
    count("saude", 5)
    for query in ["dengue", "lixo", "lixo", "creche", "creche", "saúde"]:
        note_search(query, 1)
    write_counts.func()
    assert rows() == {"saude": (6, 0), "lixo": (2, 0), "creche": (2, 0)}


@pytest.mark.parametrize(
    "query",
    [
        "ana@example.org",
        "ana＠example",
        "@prefeitura",
        "https://example.org/saude",
        "www.example.org",
        "example.org",
        "example.org/saude?x=1",
        "123.456.789-09",
        "12345678909",
        "cpf 123 456 789 09",
        "(11) 98765-4321",
        "11_98765_4321",
        "１２３４５６",
        "rua das flores 1 2 3 4 5 6",
        "a" * 101,
        "saúde " * 1000,
        "x",
        "?!",
        "",
        "  ",
        "日本",
    ],
)
def test_what_could_tell_of_a_person_is_not_counted(db, query):
    note_search(query, 1)
    write_counts.func()
    assert rows() == {}


@pytest.mark.parametrize(
    ("query", "kept"),
    [
        ("Plano 2030", "plano 2030"),
        ("lei 14133", "lei 14133"),
        ("covid-19 em 2021", "covid 19 em 2021"),
        ("  São   José\ndos Campos ", "sao jose dos campos"),
        ("a" * 100, "a" * 100),
        ("5G", "5g"),
    ],
)
def test_words_are_kept(db, query, kept):
    note_search(query, 1)
    write_counts.func()
    assert rows() == {kept: (1, 0)}


@pytest.mark.parametrize("query", [None, 3, b"saude"])
def test_even_what_is_no_text_fails_no_search(db, query):
    note_search(query, 1)
    assert take_counts() == {}


def test_only_words_a_day_and_two_numbers_are_kept():
    assert [field.name for field in SearchCount._meta.get_fields()] == [
        "id", "query", "day", "searches", "without_result",
    ]  # fmt: skip


def test_rare_searches_are_forgotten_after_thirty_days(db):
    count("rara", 2, days=30)
    count("duas vezes", 1, days=30)
    count("duas vezes", 1, days=2)
    count("recente", 1, days=29)
    count("frequente", 2, days=31)
    count("frequente", 1, days=3)
    forget_searches.func()
    assert sorted(SearchCount.objects.values_list("query", flat=True)) == [
        "duas vezes", "frequente", "frequente", "recente",
    ]  # fmt: skip


def test_everything_is_forgotten_after_a_year(db):
    for days in (364, 365, 366):
        count("saude", 10, days=days)
    forget_searches.func()
    assert [row.day for row in SearchCount.objects.all()] == [days_ago(364)]


def test_what_a_year_leaves_of_a_search_may_be_rare(db):
    count("saude", 10, days=365)
    count("saude", 1, days=40)
    forget_searches.func()
    assert rows() == {}


def test_the_day_is_the_one_of_the_search(db, monkeypatch):
    monkeypatch.setattr(counting.timezone, "localdate", lambda: date(2024, 12, 31))
    note_search("saúde", 1)
    monkeypatch.undo()
    write_counts.func()
    assert SearchCount.objects.get().day == date(2024, 12, 31)


def test_the_worker_comes_back_for_it(db):
    enqueue_what_comes_back()
    paths = set(DBTaskResult.objects.values_list("task_path", flat=True))
    assert {"search.keeping.write_counts", "search.keeping.forget_searches"} <= paths


def test_what_waits_is_not_kept_for_ever(db):
    note_search("saúde", 1)
    [slot] = [slot for slot in counting.SLOTS if cache.has_key(slot)]
    assert 86_000 < cache._expire_info[cache.make_key(slot)] - timezone.now().timestamp() <= 86_400
