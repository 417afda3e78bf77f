"""An editor who publishes once a second while others read, and looks at once whether everyone sees it.

``python -m tests.benchmarks.publishing ADDRESS`` with the environment of a server publishes until its standard input
ends, and prints what was seen as JSON.
"""

import json
import select
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field

from tests.benchmarks.asking import ask, data_of, request_for, request_of
from tests.benchmarks.databases import ROOT, Database
from tests.benchmarks.servers import CLIENT, Server

EVERY = 1.0
READY = "ready\n"


@dataclass
class Seen:
    """What became of what was published."""

    published: int = 0
    asked: int = 0
    stale: int = 0
    publishing_ms: list[float] = field(default_factory=list)
    """How long each took, from the first statement to the commit."""


@contextmanager
def publishing(server: Server, database: Database) -> Iterator[Seen]:
    """Publish meanwhile, in a process beside the load's; what it saw is known in the end. Raises ``SystemExit``."""
    command = ["taskset", "--cpu-list", str(CLIENT), sys.executable, "-m", "tests.benchmarks.publishing"]
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True}
    found = Seen()
    with subprocess.Popen([*command, server.address], cwd=ROOT, env=database.settings(), **pipes) as editor:
        try:
            if editor.stdout.readline() != READY:
                raise SystemExit("The editor's process did not begin.")
            yield found
            printed, _ = editor.communicate()
        except BaseException:
            editor.kill()
            raise
    if editor.returncode:
        raise SystemExit("Publishing failed.")
    vars(found).update(json.loads(printed))
    if not found.published:
        raise SystemExit("Nothing was published.")


def _publish(address: str) -> Seen:
    found, pause, slug = Seen(), 0.0, _first_in_list(address)["path"].strip("/").rpartition("/")[2]
    while not select.select([sys.stdin], [], [], pause)[0]:
        began = time.monotonic()
        summary = f"Publicado pela {found.published + 1}ª vez."
        _publish_summary(slug, summary)
        found.publishing_ms.append(1000 * (time.monotonic() - began))
        found.published += 1
        for said in (_first_in_list(address), _on_page(address, slug)):
            found.asked += 1
            found.stale += said["summary"] != summary
        pause = max(0, began + EVERY - time.monotonic())
    return found


def _publish_summary(slug: str, summary: str) -> None:
    """Publish as the admin does: a revision of the page, published, in one transaction."""
    from django.db import transaction

    from cities.models import CityPage

    with transaction.atomic():
        page = CityPage.objects.get(slug=slug)
        page.summary = summary
        page.save_revision().publish()


def _first_in_list(address: str) -> dict:
    return data_of(ask(address, request_for("Q1")))["cities"]["nodes"][0]


def _on_page(address: str, slug: str) -> dict:
    return data_of(ask(address, request_of('{ city(slug: "%s") { summary } }' % slug)))["city"]


if __name__ == "__main__":
    import os

    import django

    os.environ["DJANGO_SETTINGS_MODULE"] = "cms.settings"
    django.setup()
    print(READY, end="", flush=True)
    print(json.dumps(asdict(_publish(sys.argv[1]))))
