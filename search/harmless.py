"""What may be kept of a search: words, and nothing that names, reaches or follows a person (LGPD)."""

import re
import unicodedata

from cms.collation import sort_key
from search.models.words import LONGEST

SHORTEST = 2
PERSONAL = re.compile(
    r"""
    @                       # e-mail addresses and profiles
    | :// | \bwww\.         # addresses of the web
    | \w\.[^\W\d]{2,}       # and their names alone: example.org
    | (?:\d[\W_]*){6}       # CPF, telephone, CEP, plates of processes, however they are spaced
    """,
    re.VERBOSE | re.IGNORECASE,
)


def harmless_words(query: str) -> str:
    """Return ``query`` without accents, case and punctuation, or "" when nothing of it may be kept.

    That is when it holds ``@``, a web address or six digits in a row, or is longer than 100 characters.
    """
    text = unicodedata.normalize("NFKC", query[: LONGEST + 1])
    words = "" if len(text) > LONGEST or PERSONAL.search(text) else sort_key(text)
    return words if SHORTEST <= len(words) <= LONGEST else ""
