"""What `make bench` asks stays valid, and its checks can fail. It measures nothing here."""

import json

import pytest
from django.db import connection

from cms.graphql.preparing import prepare
from tests.benchmarks.answers import Known, WrongAnswer, check, compare
from tests.benchmarks.content import make_content
from tests.benchmarks.questions import NAMES, document_of, statement_of


@pytest.mark.parametrize("name", NAMES)
def test_every_question_is_valid(name):
    assert prepare(document_of(name)).errors == ()


@pytest.mark.django_db
@pytest.mark.parametrize("name", NAMES)
def test_every_statement_of_the_anchor_fits_the_tables(name):
    if connection.vendor != "postgresql":
        pytest.skip("the benchmark runs on PostgreSQL")
    with connection.cursor() as cursor:
        cursor.execute(statement_of(name))
        assert len(cursor.fetchall()) == (0 if name == "Q3" else 1)  # it asks for a city that is not there


def test_an_answer_that_differs_from_the_content_is_refused():
    content = make_content(2, 10)
    areas = [
        {"title": area["title"], "path": f"/areas/{area['slug']}/", "summary": area["summary"], "order": area["order"]}
        for area in content["areas"]
    ]
    check("Q4", {"areas": {"nodes": areas}}, Known(content))
    with pytest.raises(WrongAnswer, match="Q4"):
        check("Q4", {"areas": {"nodes": areas[:-1]}}, Known(content))


def test_an_anchor_that_says_something_else_is_refused():
    ours = {"cities": {"nodes": [{"title": "Ariquemes", "heroImage": {"url": "https://…/signed.jpg", "alt": "Rua"}}]}}
    theirs = json.loads(json.dumps(ours).replace("signed", "stored"))
    compare("Q1", ours, theirs)
    theirs["cities"]["nodes"][0]["title"] = "Acrelândia"
    with pytest.raises(WrongAnswer, match="Q1"):
        compare("Q1", ours, theirs)
