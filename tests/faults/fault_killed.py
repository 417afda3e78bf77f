"""``kill -9`` in the middle of anything leaves all of it or nothing, and what was promised is done later."""

import os
import random
import re
import signal
import threading
import time

import pytest
import requests
from django.db import connection
from django.utils import timezone
from django_tasks_db.models import DBTaskResult
from wagtail.models import Page, PageLogEntry, Revision

from cities.models import CityPage, Municipality
from cms.importing.runs import ContentImport
from home.models import HomePage
from tests.cms.delivery.waiting import wait_for
from tests.faults.servers import Browser, Editor, Server

KILLS = 6
CITIES = 400


def state_of_home() -> dict[str, object]:
    """What must agree with each other, however a publication ended."""
    home = HomePage.objects.get()
    assert home.live_revision is not None
    return {
        "row": home.title,
        "live revision": home.live_revision.content["title"],
        "draft": home.get_latest_revision_as_object().title,
        "revisions": Revision.objects.for_instance(home).count(),
        "published": PageLogEntry.objects.filter(page=home.pk, action="wagtail.publish").count(),
        "unpublished changes": home.has_unpublished_changes,
    }


def test_the_server_is_killed_while_editors_publish(start_server, editor, tell):
    server, visitor = start_server(workers=2), Browser()
    editor.enter(server)
    editor.open_home(server)
    begun = time.monotonic()
    assert editor.publish_home(server, "Edição 0").status_code == 302
    usual = time.monotonic() - begun
    before, promised, interrupted = state_of_home(), 0, 0
    for number in range(1, KILLS + 1):
        answers: list[int] = []
        thread = threading.Thread(target=publish, args=(editor, server, f"Edição {number}", answers))
        thread.start()
        if number % 2:
            time.sleep(random.uniform(0, usual))
        else:
            thread.join()  # the very moment at which the editor is told
        if number % 3 == 1:  # a server ends, for what watches over it, when a worker dies twice in five seconds
            for pid in server.answering():
                os.kill(pid, signal.SIGKILL)
        else:
            server.kill()
            server = start_server(workers=2)
        thread.join()
        wait_for(server.is_ready, seconds=60)
        after = state_of_home()
        assert after["row"] == after["live revision"] == after["draft"]
        assert after["unpublished changes"] is False
        one_more = {name: before[name] + 1 for name in ("revisions", "published")}
        if after["row"] == before["row"]:
            assert after == before
            assert answers != [302], "an editor was told that it is published"
            interrupted += 1
        else:
            assert after == {
                **before,
                **one_more,
                **dict.fromkeys(("row", "live revision", "draft"), f"Edição {number}"),
            }
            promised += answers == [302]
        answer = visitor.graphql(server, query='{ home { title } search(query: "edição") { totalCount } }')
        assert answer["data"]["home"] == {"title": after["row"]}
        before = after
    assert Page.find_problems() == ([], [], [], [], [])
    assert editor.publish_home(server, "A última").status_code == 302
    assert visitor.graphql(server, query="{ home { title } }")["data"]["home"] == {"title": "A última"}
    tell("killed", KILLS)
    tell("undone whole", interrupted)
    tell("done whole", KILLS - interrupted)
    tell("of these the editor had been told", promised)


def publish(editor: Editor, server: Server, title: str, answers: list[int]) -> None:
    try:
        answers.append(editor.publish_home(server, title).status_code)
    except requests.ConnectionError:
        answers.append(0)


def test_the_server_is_killed_while_it_imports(start_server, editor, tmp_path, tell):
    if connection.vendor != "postgresql":
        pytest.skip("on SQLite the test itself would wait for the import's transaction")
    server = start_server()
    editor.enter(server)
    rows = Municipality.objects.filter(profiles=None)[:CITIES]
    table = "ibge_code;title;summary\n" + "".join(f"{row.pk};{row.name};Cidade.\n" for row in rows)
    file = {"file": ("cidades.csv", table.encode(), "text/csv")}
    assert editor.submit(server, "/admin/import/", {}, files=file).status_code == 302
    run = ContentImport.objects.get()
    wait_for(lambda: editor.get(server, f"/admin/import/{run.pk}/progress/").json()["state"] == "ready", seconds=60)
    page = editor.get(server, f"/admin/import/{run.pk}/").text
    form = {name: re.search(rf'name="{name}" value="(\w+)"', page)[1] for name in ("digest", "csrfmiddlewaretoken")}
    assert editor.ask(server, "POST", f"/admin/import/{run.pk}/confirm/", data=form).status_code == 302
    killed = 0
    for _ in range(3):
        wait_for(lambda: is_at_work(run) or is_done(run), seconds=60)
        time.sleep(random.uniform(0.1, 1.0))
        server.kill()
        wait_for(lambda: not others_on_the_database(), seconds=20)
        assert CityPage.objects.count() == (CITIES if is_done(run) else 0)
        killed += not is_done(run)
        server = start_server()
        if not is_done(run):
            put_forward()
    wait_for(lambda: is_done(run), seconds=90)
    assert CityPage.objects.count() == CITIES
    assert Page.find_problems() == ([], [], [], [], [])
    found = Browser().graphql(server, query="{ cities { totalCount } programme { cities } }")["data"]
    assert found == {"cities": {"totalCount": CITIES}, "programme": {"cities": CITIES}}
    assert PageLogEntry.objects.filter(page__in=CityPage.objects.all(), action="wagtail.create").count() in {0, CITIES}
    tell("killed in the middle", killed)
    tell("cities, each once", CityPage.objects.count())


def is_done(run: ContentImport) -> bool:
    return ContentImport.objects.filter(pk=run.pk, state="done").exists()


def is_at_work(run: ContentImport) -> bool:
    return "apply_import" in running_tasks()


def running_tasks() -> str:
    return " ".join(DBTaskResult.objects.running().values_list("task_path", flat=True))


def put_forward() -> None:
    """Spare the test the pause after which a task of a dead worker is tried again."""
    rows = DBTaskResult.objects.filter(task_path__endswith="apply_import")
    wait_for(lambda: rows.filter(status="READY").exists(), seconds=30)
    rows.filter(status="READY").update(run_after=timezone.now())


def others_on_the_database() -> int:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )
        return cursor.fetchone()[0]
