"""Many at once: two editors of one page, a crowd of visitors, clients that never end, processes that die."""

import os
import signal
import socket
import threading
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor

from wagtail.models import PageLogEntry, Revision

from home.models import HomePage
from tests.cms.delivery.waiting import wait_for
from tests.faults.servers import HOST, Browser, Editor

CROWD = 200
QUESTION = "query N%d { home { title } cities { totalCount } areas { totalCount } }"


def ask(server, number: int) -> tuple[int, object, float]:
    begun = time.monotonic()
    answer = Browser().ask(server, "POST", "/graphql/", json={"query": QUESTION % number})
    return answer.status_code, answer.json().get("data", {}).get("home"), time.monotonic() - begun


def test_two_editors_publish_the_same_page_at_once(start_server, editor, tell):
    server, other = start_server(workers=2), Editor()
    for one in (editor, other):
        one.enter(server)
        one.open_home(server)
    rounds = 5
    for number in range(rounds):
        with ThreadPoolExecutor(2) as pool:
            sent = [
                pool.submit(one.publish_home, server, f"{name} {number}")
                for name, one in (("Ana", editor), ("Bia", other))
            ]
            assert [answer.result().status_code for answer in sent] == [302, 302]
    home = HomePage.objects.get()
    assert Revision.objects.for_instance(home).count() == 2 * rounds
    assert PageLogEntry.objects.filter(page=home.pk, action="wagtail.publish").count() == 2 * rounds
    last = Revision.objects.for_instance(home).latest("created_at", "pk")
    assert home.title == home.live_revision.content["title"] == last.content["title"]
    assert home.title in {f"Ana {rounds - 1}", f"Bia {rounds - 1}"}
    assert not home.has_unpublished_changes
    assert Browser().graphql(server, query="{ home { title } }")["data"] == {"home": {"title": home.title}}
    tell("publications", 2 * rounds)


def test_a_crowd_clients_that_never_end_and_processes_that_die(start_server, tell):
    server = start_server(workers=2)
    welcome = {"title": "Página inicial"}

    # two hundred at once, each with another question
    with ThreadPoolExecutor(CROWD) as pool:
        found = list(pool.map(lambda number: ask(server, number), range(CROWD)))
    assert Counter(status for status, _home, _seconds in found) == {200: CROWD}
    assert all(home == welcome for _status, home, _seconds in found)
    tell("answers to 200 at once", len(found))
    tell("the slowest after seconds", round(max(seconds for *_, seconds in found), 2))

    # clients that never finish their headers keep nobody waiting
    slow = [begin(server, b"GET / HTTP/1.1\r\nHost: x\r\nX-Slow: ") for _ in range(200)]
    status, home, seconds = ask(server, 1000)
    assert (status, home) == (200, welcome)
    assert seconds < 2
    tell("seconds beside 200 half requests", round(seconds, 2))

    # those that never finish their bodies keep threads, until they are gone: a proxy in front waits for them
    head = f"POST /graphql/ HTTP/1.1\r\nHost: {HOST}\r\nX-Forwarded-Proto: https\r\nContent-Type: application/json\r\n"
    slow += [begin(server, f"{head}Content-Length: 500\r\n\r\n{{".encode()) for _ in range(20)]
    for client in slow:
        client.close()
    assert ask(server, 1001)[:2] == (200, welcome)

    # a process that the system killed, as for its memory, is replaced, and nobody else notices
    before = server.answering()
    assert len(before) == 2
    statuses: list[int] = []
    ending = threading.Event()
    visitors = [threading.Thread(target=keep_asking, args=(server, ending, statuses)) for _ in range(3)]
    for visitor in visitors:
        visitor.start()
    os.kill(before[0], signal.SIGKILL)
    begun = time.monotonic()
    wait_for(lambda: len(set(server.answering()) - {before[0]}) == 2, seconds=30)
    tell("seconds to a new process", round(time.monotonic() - begun, 1))
    time.sleep(1)
    ending.set()
    for visitor in visitors:
        visitor.join()
    lost = [status for status in statuses if status != 200]
    assert set(lost) <= {0}
    assert len(lost) <= 3
    tell("requests meanwhile", len(statuses))
    tell("of these cut off", len(lost))


def begin(server, sent: bytes) -> socket.socket:
    client = socket.create_connection(("127.0.0.1", server.port))
    client.sendall(sent)
    return client


def keep_asking(server, ending: threading.Event, statuses: list[int]) -> None:
    number = 2000
    while not ending.is_set():
        number += 1
        try:
            statuses.append(ask(server, number)[0])
        except OSError:
            statuses.append(0)
