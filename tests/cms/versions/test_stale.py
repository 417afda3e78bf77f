"""The very next answer of any process shows what was committed, and a kept answer is the one that would be made."""

import json
import os
import time

import pytest
from django.contrib.auth import get_user_model

from cms.engagement.comments.moderation import approve
from cms.engagement.models import Comment
from cms.graphql.planning import run
from cms.graphql.request import GraphQLRequest
from tests.builders import make_city, make_narrative
from tests.cms.versions.changes import AREAS, CITIES, COMMENTS, changes, lasts, make_world
from tests.cms.versions.readers import read_and_change
from tests.cms.versions.servers import servers

pytestmark = pytest.mark.usefixtures("indexed")

COMPARISONS = int(os.environ.get("COMPARISONS", "200"))
SEED = int(os.environ.get("SEED", "1"))


def uncached(query):
    result = run(GraphQLRequest(query))
    assert not result.errors, result.errors
    return result.data


def show_each_change(both, world, subtests):
    for name, query, change in changes(world):
        with subtests.test(name):
            before = [json.loads(server.ask(query))["data"] for server in both for _ in range(2)]
            assert before == [uncached(query)] * 4
            assert [server.status for server in both] == ["cms; hit"] * 2
            change(world)
            time.sleep(lasts(name))
            after = [json.loads(server.ask(query))["data"] for server in both]
            assert after == [uncached(query)] * 2
            assert after[0] != before[0]


def leave_others_alone(server):
    for query in (AREAS, CITIES):
        server.ask(query)
    make_city()
    server.ask(AREAS)
    assert server.status == "cms; hit"
    server.ask(CITIES)
    assert server.status == "cms; fwd=miss; stored"


def leave_other_pages_alone(server):
    commented, _other = (make_narrative(slug=slug) for slug in ("comentada", "vizinha"))
    for query in (COMMENTS % "comentada", COMMENTS % "vizinha", AREAS):
        server.ask(query)
    waiting = Comment.objects.create(page=commented, name="Maria", text="Muito bom.")
    for query in (COMMENTS % "comentada", COMMENTS % "vizinha", AREAS):
        server.ask(query)
        assert server.status == "cms; hit"
    approve([waiting], get_user_model().objects.get())
    assert json.loads(server.ask(COMMENTS % "comentada"))["data"]["page"]["comments"]["totalCount"] == 1
    assert server.status == "cms; fwd=miss; stored"
    for query in (COMMENTS % "vizinha", AREAS):
        server.ask(query)
        assert server.status == "cms; hit"


def test_no_process_gives_an_answer_that_is_not_right_any_more(own_database, tmp_path, subtests, capsys):
    world = make_world(tmp_path)
    plain = {**own_database, "RESPONSE_CACHE": "false"}
    with servers(own_database, own_database, plain, folder=tmp_path) as (one, other, made_anew):
        show_each_change([one, other], world, subtests)
        with subtests.test("publishing a city leaves answers that never mention cities alone"):
            leave_others_alone(one)
        with subtests.test("an approved comment leaves the answers of other pages alone"):
            leave_other_pages_alone(one)
        with subtests.test("readers while content changes"):
            count = read_and_change(world, [one, other], made_anew, COMPARISONS, SEED)
            with capsys.disabled():
                if "COMPARISONS" in os.environ:
                    os.write(1, f"\n{count}, seed {SEED}\n".encode())
            assert count.differences == []
            assert count.compared >= COMPARISONS
            assert count.statuses["cms; hit"] > count.compared // 10
            assert count.changes > 5
