"""Both executors give the same answer to everything that can be asked of our schema."""

import json
import os
import sys
from random import Random

import pytest
from graphql import ExecutionResult, execute_sync, parse, validate
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from wagtail.models import Page

from cms.api.ids import global_id
from cms.api.visit import Visit
from cms.graphql.execution import CompiledExecution
from cms.graphql.schema import schema
from tests.builders import (
    make_area,
    make_city,
    make_image,
    make_indicator,
    make_measurement,
    make_menu,
    make_milestone,
    make_narrative,
    make_partner,
    make_person,
    make_story,
    make_work_front,
)
from tests.cms.graphql.execution.generated import Question, documents, twisted

QUERIES = int(os.environ.get("GENERATED_QUERIES", "100"))
IS_FEW = QUERIES < 1000
"""So few are always the same: by chance they could all be alike."""
TWISTS = 3
"""Each document is asked as it comes, and in so many twists."""


@pytest.fixture
def known(home):
    """Some of everything, and what to ask it by."""
    areas = [make_area(slug=slug) for slug in ("saude", "educacao")]
    cities = [make_city(areas=areas, hero_image=make_image(), hero_alt="Uma praça."), make_city()]
    fronts = [
        make_work_front(cities[0], other_cities=cities[1:]),
        make_work_front(cities[0]),
        make_work_front(cities[1]),
    ]
    stories = [make_story(areas=areas[:1], cities=cities), make_story()]
    others = [make_indicator(), make_partner(), make_person(), make_measurement(city=cities[0])]
    make_milestone(cities[0])
    make_menu()
    pages = [*areas, *cities, *fronts, *stories, make_narrative(), make_narrative(parent=make_narrative())]
    paths = ["/" + page.url_path.split("/", 2)[2] for page in Page.objects.filter(depth__gt=1)]
    return {
        "slug": [page.slug for page in pages],
        "ibgeCode": [city.municipality.ibge_code for city in cities],
        "path": ["/", *paths],
        "id": [global_id(member) for member in [*pages, *others[:3]]],
        "ids": [[global_id(member) for member in [*pages, *others[:3]]]],
        "handle": ["main"],
        "hostname": [home.get_site().hostname],
        "site": [None],
        "locale": ["pt-BR"],
        "first": [1, 2, 100],
        "last": [None],
        "after": [None],
        "before": [None],
        "query": ["história", "cidade", "saude"],
        "prefix": ["ci"],
        "filter": [None],
    }


def execute(question: Question, executor: type | None) -> ExecutionResult:
    return execute_sync(
        schema,
        parse(question.query),
        context_value=Visit(),
        variable_values=question.variables,
        execution_context_class=executor,
    )


def seen_of(result: ExecutionResult) -> tuple:
    """Return all that a client or a log can see of ``result``, the order of its keys included."""
    errors = [(error.formatted, type(error.original_error), str(error.original_error)) for error in result.errors or []]
    return json.dumps(result.data, default=repr), errors


def test_both_executors_give_the_same_answer(known):
    seen = {"questions": 0, "valid": 0, "with data": 0, "with errors": 0}

    @settings(
        max_examples=-(-QUERIES // (TWISTS + 1)),
        deadline=None,
        database=None,
        derandomize=IS_FEW,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(documents(schema), st.integers(0, 2**32))
    def compare(query, seed):
        dice = Random(seed)
        for question in [Question(query), *(twisted(query, schema, known, dice) for _ in range(TWISTS))]:
            theirs, ours = execute(question, None), execute(question, CompiledExecution)
            assert seen_of(ours) == seen_of(theirs), question
            seen["questions"] += 1
            seen["valid"] += not validate(schema, parse(question.query))
            seen["with data"] += bool(ours.data and any(ours.data.values()))
            seen["with errors"] += bool(ours.errors)

    compare()
    assert seen["questions"] >= QUERIES
    assert min(seen["valid"], 4 * seen["with data"], 4 * seen["with errors"]) > QUERIES / 2, seen
    sys.stdout.write(f"{seen}\n")
