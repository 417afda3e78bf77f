"""Redis goes away, and comes back: slower, not wrong, and no error."""

import time
from hashlib import sha256

from tests.cms.delivery.waiting import wait_for
from tests.faults.servers import Browser

QUESTION = 'query Q{} {{ home {{ title }} search(query: "cidade") {{ totalCount }} }}'


def ask(server, number: int) -> float:
    """Ask a new question and one by its hash, as clients do; return the seconds that both took."""
    visitor, text = Browser(), QUESTION.format(number)
    named = {"persistedQuery": {"version": 1, "sha256Hash": sha256(text.encode()).hexdigest()}}
    begun = time.monotonic()
    for body in ({"query": text, "extensions": named}, {"extensions": named}, {"query": text}):
        answer = visitor.ask(server, "POST", "/graphql/", json=body)
        told = answer.json()
        if "query" not in body and "errors" in told:  # what nobody keeps meanwhile is sent again
            assert [error["message"] for error in told["errors"]] == ["PersistedQueryNotFound"]
            continue
        assert (answer.status_code, told["data"]["home"]["title"]) == (200, ask.title)
    return time.monotonic() - begun


ask.title = "Página inicial"


def test_redis_stops_and_comes_back(start_server, editor, redis, tell):
    server = start_server(CACHE_URL=redis.url, workers=1)
    editor.enter(server)
    editor.open_home(server)
    with_redis = [ask(server, number) for number in range(5)]
    redis.stop()
    without = [ask(server, number) for number in range(10, 20)]
    assert max(without) < 2
    assert editor.publish_home(server, "Sem Redis").status_code == 302
    ask.title = "Sem Redis"
    ask(server, 30)
    assert editor.get(server, "/admin/").status_code == 200
    assert editor.get(server, "/admin/import/").status_code == 200
    told = editor.get(server, "/health/ready")
    assert (told.status_code, told.json()["status"], told.json()["checks"]["cache"]) == (200, "degraded", "failed")
    redis.start()
    wait_for(lambda: editor.get(server, "/health/ready").json()["checks"]["cache"] == "ok", seconds=20)
    ask(server, 40)
    assert "Traceback" not in server.log.read_text()
    assert '"level": "ERROR"' not in server.log.read_text()
    ask.title = "Página inicial"
    tell("seconds for three answers with Redis", round(sum(with_redis) / len(with_redis), 3))
    tell("without", round(sum(without) / len(without), 3))
