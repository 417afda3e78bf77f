"""Our catalogues: what those of Wagtail and of other packages leave in English. ``make catalogues`` compiles them."""

from collections.abc import Iterator
from pathlib import Path

import polib
from django.apps import apps

ROOT = Path(__file__).parents[2]
FOLDER = ROOT / "cms" / "locale" / "pt_BR" / "LC_MESSAGES"
DOMAINS = ("django", "djangojs")
OURS = {"cms", "home", "cities", "search"}


def compiled(domain: str) -> bytes:
    """Return the binary form of our catalogue of ``domain``."""
    return polib.pofile(str(FOLDER / f"{domain}.po")).to_binary()


def left_in_english(domain: str) -> Iterator[tuple[str | None, str]]:
    """Yield context and text of each message that an installed package has, and its own Portuguese has not."""
    known, all_of_them = set(), set()
    for app in apps.get_app_configs():
        if app.name.partition(".")[0] not in OURS:
            folder = Path(app.path) / "locale"
            source, portuguese = (folder / name / "LC_MESSAGES" / f"{domain}.po" for name in ("en", "pt_BR"))
            all_of_them |= _messages(source, lambda _entry: True)
            known |= _messages(portuguese, lambda entry: entry.translated())
    yield from sorted(all_of_them - known, key=str)


def _messages(path: Path, wanted) -> set[tuple[str | None, str]]:
    if not path.exists():
        return set()
    entries = polib.pofile(str(path))
    return {(entry.msgctxt, entry.msgid) for entry in entries if not entry.obsolete and wanted(entry)}


if __name__ == "__main__":
    for domain in DOMAINS:
        (FOLDER / f"{domain}.mo").write_bytes(compiled(domain))
