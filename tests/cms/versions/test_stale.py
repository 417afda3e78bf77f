"""The very next answer of any process shows what was committed."""

import json
import os
import time

from cms.graphql.request import GraphQLRequest
from cms.graphql.view import run
from tests.builders import make_city
from tests.cms.versions.changes import AREAS, CITIES, changes, lasts, make_world
from tests.cms.versions.readers import read_and_change
from tests.cms.versions.servers import servers


def uncached(query):
    result = run(GraphQLRequest(query))
    assert not result.errors, result.errors
    return result.data


def test_the_next_answer_of_every_process_shows_the_change(own_database, tmp_path, subtests):
    world = make_world(tmp_path)
    with servers(own_database, own_database, folder=tmp_path) as both:
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
        with subtests.test("publishing a city leaves answers without cities alone"):
            for query in (AREAS, CITIES):
                both[0].ask(query)
            make_city()
            both[0].ask(AREAS)
            assert both[0].status == "cms; hit"
            both[0].ask(CITIES)
            assert both[0].status == "cms; fwd=miss; stored"


COMPARISONS = int(os.environ.get("COMPARISONS", "200"))


def test_a_kept_answer_is_the_one_that_would_be_made(own_database, tmp_path):
    world = make_world(tmp_path)
    seed = int(os.environ.get("SEED", "1"))
    uncached = {**own_database, "RESPONSE_CACHE": "false"}
    with servers(own_database, own_database, uncached, folder=tmp_path) as (one, other, plain):
        count = read_and_change(world, [one, other], plain, COMPARISONS, seed)
    print(f"\n{count.compared} comparisons, {count.statuses}, {count.torn} torn, {count.changes} changes, seed {seed}")
    assert count.differences == []
    assert count.compared >= COMPARISONS
    assert count.statuses["cms; hit"] > count.compared // 10
    assert count.changes > 5
