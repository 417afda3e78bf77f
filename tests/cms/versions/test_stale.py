"""The very next answer of any process shows what was committed."""

import json
import time

from cms.graphql.request import GraphQLRequest
from cms.graphql.view import run
from tests.cms.versions.changes import AREAS, CITIES, changes, lasts, make_world
from tests.cms.versions.servers import servers
from tests.builders import make_city


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
