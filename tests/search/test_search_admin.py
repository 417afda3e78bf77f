"""Search in the admin: the menu, the report on what visitors searched for, and approving out of it."""

import csv
import json
import re
from datetime import timedelta
from io import BytesIO, StringIO

import pytest
from django.contrib.auth.models import Permission
from django.utils import timezone
from openpyxl import load_workbook
from wagtail.models import Locale

from search.approved import approved_queries
from search.models import ApprovedQuery, SearchCount

REPORT = "/admin/reports/searches/"
ADD = "/admin/snippets/search/approvedquery/add/"


def count(query, searches, days=0, without_result=0):
    day = timezone.localdate() - timedelta(days=days)
    SearchCount.objects.create(query=query, day=day, searches=searches, without_result=without_result)


@pytest.fixture
def searched(db):
    count("saude", 4, days=3, without_result=1)
    count("saude", 2, days=10)
    count("creche", 9, days=8)
    count("dengue", 1, days=1, without_result=1)
    count("dengue", 2, days=20, without_result=2)
    count("rara", 2, days=1)
    count("antiga", 50, days=80)
    count("muito antiga", 60, days=300)


def text(response):
    assert response.status_code == 200
    return response.content.decode()


def cells(response):
    table = text(response).partition("<tbody>")[2].partition("</tbody>")[0]
    rows = re.findall(r"<tr.*?</tr>", table, re.DOTALL)
    plain = [re.findall(r"<td.*?</td>", row, re.DOTALL) for row in rows]
    return [[" ".join(re.sub(r"<[^>]+>", " ", cell).split()) for cell in row] for row in plain]


def names(response):
    return [row[0] for row in cells(response)]


def menu(client):
    page = text(client.get("/admin/"))
    sidebar = re.search(r'<script id="wagtail-sidebar-props"[^>]*>(.*?)</script>', page, re.DOTALL)[1]
    return json.dumps(json.loads(sidebar), ensure_ascii=False)


def test_each_role_finds_its_part_of_the_menu(editor, reviewer):
    for label in ("Busca do site", "Sinônimos", "Resultados promovidos", "Sugestões aprovadas"):
        assert f'"{label}"' in menu(editor)
        assert f'"{label}"' in menu(reviewer)
    assert '"Buscas do site"' in menu(reviewer)
    assert '"Buscas do site"' not in menu(editor)


def test_the_report_is_for_reviewers_and_administrators(searched, editor, reviewer, admin_client):
    for address in (REPORT, f"{REPORT}results/", f"{REPORT}?export=csv"):
        assert editor.get(address).status_code == 302
        assert reviewer.get(address).status_code == 200
        assert admin_client.get(address).status_code == 200


def test_thirty_days_are_shown_most_searched_first(searched, reviewer):
    last = [(timezone.localdate() - timedelta(days=days)).strftime("%d/%m/%Y") for days in (8, 3, 1)]
    assert [row[:4] for row in cells(reviewer.get(REPORT))] == [
        ["creche", "9", "0", last[0]], ["saude", "6", "1", last[1]], ["dengue", "3", "3", last[2]],
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("period=7", ["saude"]),
        ("period=30", ["creche", "saude", "dengue"]),
        ("period=90", ["antiga", "creche", "saude", "dengue"]),
        ("period=365", ["muito antiga", "antiga", "creche", "saude", "dengue"]),
        ("period=nunca", ["creche", "saude", "dengue"]),
        ("found=nothing", ["saude", "dengue"]),
        ("period=7&found=nothing", ["saude"]),
        ("ordering=query", ["creche", "dengue", "saude"]),
        ("ordering=-unanswered", ["dengue", "saude", "creche"]),
        ("ordering=id", ["creche", "saude", "dengue"]),
    ],
)
def test_it_is_filtered_and_ordered(searched, reviewer, asked, found):
    assert names(reviewer.get(f"{REPORT}?{asked}")) == found


def test_a_rare_search_is_shown_to_nobody(searched, reviewer, admin_client):
    for client in (reviewer, admin_client):
        for asked in ("", "?period=365", "?export=csv&period=365", "?found=nothing&period=7"):
            response = client.get(REPORT + asked)
            shown = b"".join(response) if response.streaming else response.content
            assert b"rara" not in shown


def test_it_is_exported(searched, reviewer):
    response = reviewer.get(f"{REPORT}?export=csv&period=7")
    last = (timezone.localdate() - timedelta(days=3)).isoformat()
    assert list(csv.reader(StringIO(response.getvalue().decode()))) == [
        ["Busca", "Vezes", "Sem resultado", "Último dia"],
        ["saude", "4", "1", last],
    ]
    response = reviewer.get(f"{REPORT}?export=xlsx")
    sheet = load_workbook(BytesIO(response.getvalue())).active
    assert [row[:3] for row in sheet.values] == [
        ("Busca", "Vezes", "Sem resultado"), ("creche", 9, 0), ("saude", 6, 1), ("dengue", 3, 3),
    ]  # fmt: skip


def test_nothing_was_searched_for(db, reviewer):
    assert "Nenhuma busca neste período." in text(reviewer.get(REPORT))


@pytest.mark.parametrize("queries", [1, 10, 50])
def test_its_statements_do_not_grow_with_its_rows(db, reviewer, queries, django_assert_max_num_queries):
    for number in range(queries):
        count(f"busca {number}", 3)
    reviewer.get(REPORT)
    # session, user, rights (2), profile, savepoint (2), sidebar (5); ours: how many, which, approved ones
    with django_assert_max_num_queries(16):
        assert len(cells(reviewer.get(REPORT))) == queries


def test_a_query_is_approved_out_of_the_report(searched, reviewer, django_assert_num_queries):
    assert [row[4] for row in cells(reviewer.get(f"{REPORT}?period=7"))] == ["Aprovar “saude”"]
    address = f"{ADD}?text=saude"
    assert f'href="{address}"' in text(reviewer.get(REPORT))
    assert 'value="saude"' in text(reviewer.get(address))
    assert reviewer.post(address, {"text": "Saúde "}).status_code == 302
    assert [row[4] for row in cells(reviewer.get(f"{REPORT}?period=7"))] == ["Aprovada"]
    with django_assert_num_queries(1):
        assert approved_queries("pt-br") == ["Saúde"]


def test_suggestions_are_approved_once_in_each_language(db, reviewer):
    Locale.objects.create(language_code="es")
    for query in ("Saúde", "Água", "saude"):
        reviewer.post(ADD, {"text": query})
    reviewer.post(f"{ADD}?locale=es", {"text": "saude"})
    assert "Esta sugestão já foi aprovada: “Saúde”." in text(reviewer.post(ADD, {"text": "SAÚDE"}))
    assert approved_queries("pt-br") == ["Água", "Saúde"]
    assert approved_queries("es") == ["saude"]
    assert approved_queries("en") == []


def test_who_may_not_approve_is_not_offered_to(searched, editor, reviewer, django_user_model):
    ana = django_user_model.objects.get(username="ana")
    ana.user_permissions.add(Permission.objects.get(codename="view_searchcount"))
    assert [len(row) for row in cells(editor.get(REPORT))] == [4, 4, 4]
    editor.post(ADD, {"text": "Saúde"})
    assert not ApprovedQuery.objects.exists()


def test_the_right_to_the_report_can_be_given_to_others(admin_client):
    right = Permission.objects.get(codename="view_searchcount")
    assert re.search(rf'<input[^>]* value="{right.pk}"', text(admin_client.get("/admin/groups/new/")))
