"""Every page of the admin, read by each role: what gettext gave back as it was, and is not Portuguese, is not shown.

Each address of the doors is asked for once a role and drawn. A message that is nobody's source of ours and that comes
back from the catalogues unchanged is looked for in what people see of that page: its text, titles, labels, buttons.
"""

import re
from collections import defaultdict
from collections.abc import Iterator
from html.parser import HTMLParser
from typing import Any

import pytest
from django.utils import translation

from tests.cms.accounts.walk_doors import address, doors, keys, more_keys  # noqa: F401
from tests.packages.sources import sources_of_ours

READERS = ("editor", "reviewer", "administrator")
SAME = {"Admin", "Alias", "App", "Sites", "Status", "Status: ", "Status %(status)s", "Tag", "%s MB", "%(size)d bytes"}
"""Words that are the same in both languages, each read and found so."""
PAGES = 500
"""Fewer would mean that the walk has lost its way: the three of them read some 600."""
SHOWN = {"title", "alt", "placeholder", "aria-label", "aria-description", "value", "data-w-tooltip-content-value"}
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|%[sd]|\{\w*\}|%%")
ARGUMENT = {"gettext": 0, "pgettext": 1, "ngettext": 0, "npgettext": 1}


class Seen(HTMLParser):
    """What people see of a page: texts, and attributes that are shown or read aloud."""

    def __init__(self) -> None:
        super().__init__()
        self.texts: list[str] = []
        self.hidden = 0

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        self.hidden += tag in {"script", "style"}
        told = dict(attributes)
        if tag != "input" or told.get("type") in {"submit", "button", "text", "search"}:
            self.texts += [told[name] or "" for name in sorted(SHOWN & set(told)) if tag != "option" or name != "value"]

    def handle_endtag(self, tag: str) -> None:
        self.hidden -= tag in {"script", "style"}

    def handle_data(self, data: str) -> None:
        if not self.hidden:
            self.texts.append(data)


def seen(html: str) -> str:
    """Return what people see of ``html``, with single spaces."""
    parser = Seen()
    parser.feed(html)
    return re.sub(r"\s+", " ", "\n".join(parser.texts))


def is_shown(message: str, text: str) -> bool:
    """Say whether ``text`` has ``message`` as words of its own, whatever stands in its placeholders."""
    words = re.sub(r"\s+", " ", seen(message)).strip()
    pieces = [re.escape(piece) for piece in PLACEHOLDER.split(words)]
    return re.search(r"(?<!\w)" + ".{0,80}?".join(pieces) + r"(?!\w)", text) is not None


@pytest.fixture
def unchanged(monkeypatch) -> set[str]:
    """Return the messages that gettext gives back as they were, in Portuguese, until it is emptied."""
    found: set[str] = set()
    ours = sources_of_ours()

    def watched(name: str) -> Any:
        translate = getattr(translation._trans, name)

        def watching(*arguments: Any) -> str:
            said = translate(*arguments)
            given = {str(text) for text in arguments[ARGUMENT[name] :] if isinstance(text, str)}
            is_alike = said in given and said not in ours and re.search("[a-zA-Z]", said)
            if is_alike and translation.get_language() == "pt-br":
                found.add(str(said))
            return said

        return watching

    for name in ARGUMENT:
        monkeypatch.setattr(translation._trans, name, watched(name))
    return found


def pages(client: Any, places: list[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    for name, place in places:
        answer = client.get(place)
        if answer.status_code in {200, 400} and not answer.streaming and "html" in str(answer.headers):
            yield name, seen(answer.content.decode())


def test_nobody_reads_english(more_keys, person, browser, unchanged):  # noqa: F811
    english: dict[str, set[str]] = defaultdict(set)
    read = 0
    for role in READERS:
        client = browser(person(role))
        places = [(name or route, address(name, route, more_keys)) for name, route in doors()]
        for name, text in pages(client, places):
            read += 1
            for message in unchanged - SAME:
                if is_shown(message, text):
                    english[message].add(name)
            unchanged.clear()
    assert read > PAGES
    assert dict(english) == {}, "Translate these in cms/locale, or read them and add them to SAME"
