"""The languages that content may be written in: all that the Unicode consortium names (CLDR), and Django's own.

An administrator chooses among them in the admin. Codes are as Django writes them, ``pt-br``; tags are BCP 47's.
"""

from collections.abc import Iterable
from functools import cache

from babel import Locale, UnknownLocaleError
from django.conf.global_settings import LANGUAGES as DJANGOS

from cms.collation import sort_key

VARIANTS = ("es-419", "pt-pt")
"""Ways to write a language that neither names."""
NO_LANGUAGES = {"mis", "mul", "root", "und", "zxx"}


def content_languages(first: str, more: Iterable[str] = ()) -> list[tuple[str, str]]:
    """Return the code and the Portuguese name of every language, ``first`` before the others, which go from A to Z.

    ``more`` are codes of ways to write a language that are not among them, such as ``fr-ca``.
    """
    names = {code.replace("_", "-").lower(): name for code, name in Locale("pt", "BR").languages.items()}
    known = {code: name for code, name in names.items() if code not in NO_LANGUAGES}
    for code in (*(code for code, _name in DJANGOS), *VARIANTS, *(code.lower() for code in more)):
        known.setdefault(code, _in_portuguese(code) or code)
    rest = sorted(known.items(), key=lambda pair: sort_key(pair[1]))
    return [(first, known[first]), *(pair for pair in rest if pair[0] != first)]


def tag_of(code: str) -> str:
    """Return the BCP 47 tag of a language code: ``pt-br`` gives ``pt-BR``, ``zh-hant`` gives ``zh-Hant``."""
    language, *rest = code.split("-")
    return "-".join([language.lower(), *map(_subtag, rest)])


def _subtag(part: str) -> str:
    if part.isalpha() and len(part) in (2, 4):
        return part.upper() if len(part) == 2 else part.title()
    return part.lower()


@cache
def own_name(code: str) -> str:
    """Return the name of a language in itself, or its tag where nobody has written that down."""
    locale = _parse(code)
    return (locale and locale.get_display_name()) or tag_of(code)


def _in_portuguese(code: str) -> str | None:
    locale = _parse(code)
    return locale and locale.get_display_name("pt_BR")


def _parse(code: str) -> Locale | None:
    try:
        return Locale.parse(tag_of(code), sep="-")
    except (UnknownLocaleError, ValueError):
        return None
