"""Journeys in a real browser, on a real server with the demo content, started once for all of them.

Run by ``make test-browser`` alone: files are called ``browser_*.py``. A journey takes ``admin``, ``editor`` or
``reviewer``, which are pages of a browser in which that person has logged in; ``visitor`` has not. It speaks to the
server as a person or a frontend does, and never to the database: the server is another process.
"""

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

from tests.browser.site import PASSWORD, PEOPLE, ROOT, Site, environment, free_port
from tests.cms.delivery.waiting import wait_for

PATIENCE = 20_000
"""Milliseconds to wait for what a page does: the machine may have other things to do."""
expect.set_options(timeout=PATIENCE)

CHROMIUM = os.environ.get("CHROMIUM", "/usr/bin/chromium")
"""The browser of the system. Debian: apt-get install chromium"""


@pytest.fixture(scope="session")
def site(tmp_path_factory) -> Iterator[Site]:
    """A server with the demo content, and an administrator, an editor and a reviewer.

    Who writes a journey need not wait for it each time: SITE_URL and VAR_DIR name a server that runs already.
    """
    if "SITE_URL" in os.environ:
        running = Site(os.environ["SITE_URL"], {**os.environ, "DEBUG": "true"})
        running.make_people()
        yield running
        return
    folder, port = tmp_path_factory.mktemp("site"), free_port()
    own, log = environment(folder, port), folder / "log"
    with log.open("w") as output:
        command = [sys.executable, str(ROOT / "manage.py"), "start", "--port", str(port)]
        server = subprocess.Popen(command, env=own, stdout=output, stderr=subprocess.STDOUT)
        try:
            running = Site(f"http://127.0.0.1:{port}", own)
            wait_for(lambda: running.is_up() or server.poll() is not None, seconds=180)
            assert server.poll() is None, log.read_text()
            running.make_people()
            yield running
        finally:
            server.terminate()
            server.wait(30)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        # no sandbox: containers run as root
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def logins(site, browser, tmp_path_factory) -> Callable[[str], Path]:
    """Return a function that gives the cookies of a person's session: each logs in once."""
    folder = tmp_path_factory.mktemp("logins")

    def login(name: str) -> Path:
        kept = folder / f"{name}.json"
        if not kept.exists():
            context = browser.new_context(locale="pt-BR")
            page = context.new_page()
            page.goto(f"{site.url}/admin/login/")
            page.fill("input[name=username]", name)
            page.fill("input[name=password]", PASSWORD)
            page.press("input[name=password]", "Enter")
            page.wait_for_url(f"{site.url}/admin/")
            context.storage_state(path=kept)
            context.close()
        return kept

    return login


@pytest.fixture
def open_browser(site, browser) -> Iterator[Callable[..., Page]]:
    """Return a function that opens a browser of its own, with the options of Playwright's ``new_context``."""
    contexts = []

    def open_one(**options) -> Page:
        given = {"base_url": site.url, "locale": "pt-BR", "viewport": {"width": 1440, "height": 900}, **options}
        context = browser.new_context(**given)
        context.set_default_timeout(PATIENCE)
        contexts.append(context)
        return context.new_page()

    yield open_one
    for context in contexts:
        context.close()


@pytest.fixture
def visitor(open_browser) -> Page:
    return open_browser()


def _person(name: str):
    @pytest.fixture(name=name)
    def person(open_browser, logins) -> Page:
        return open_browser(storage_state=logins(name))

    return person


admin, editor, reviewer = (_person(name) for name in PEOPLE)
