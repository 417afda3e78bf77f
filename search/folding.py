"""Words as search compares them: without accents and case, singular, and by their root.

Light rules for Portuguese, on words that have lost their accents already: people type them without, and the
stemmers that libraries have need them.
"""

import re
from functools import lru_cache

from cms.collation import sort_key

ROOT_MARK = "0"
"""Ends a root, so that it is no stem: ``educ`` may be both."""

STOP_WORDS = frozenset(
    [
        *("a", "ao", "aos", "as", "com", "como", "da", "das", "de", "do", "dos", "e", "em", "entre"),
        *("essa", "esse", "esta", "este", "foi", "ha", "isso", "isto", "ja", "la", "lhe", "mais", "mas"),
        *("me", "meu", "minha", "na", "nas", "nem", "no", "nos", "num", "numa", "o", "os", "ou", "para"),
        *("pela", "pelas", "pelo", "pelos", "por", "qual", "quais", "quando", "que", "quem", "se", "sem"),
        *("ser", "seu", "seus", "sua", "suas", "tambem", "te", "tem", "um", "uma", "umas", "uns", "onde"),
        *("sobre",),
    ]
)

PLURALS = (
    (re.compile(r"(?:oes|aes|aos)$"), "ao", 4),
    (re.compile(r"ais$"), "al", 5),
    (re.compile(r"eis$"), "el", 5),
    (re.compile(r"ois$"), "ol", 5),
    (re.compile(r"uis$"), "ul", 5),
    (re.compile(r"ens$"), "em", 4),
    (re.compile(r"ins$"), "im", 4),
    (re.compile(r"ons$"), "om", 4),
    (re.compile(r"uns$"), "um", 4),
    (re.compile(r"res$"), "r", 5),
    (re.compile(r"zes$"), "z", 4),
    (re.compile(r"ses$"), "s", 5),
    (re.compile(r"is$"), "il", 5),
    (re.compile(r"(?<!s)s$"), "", 4),
)
"""The ending of a plural, that of its singular, and how long a word must be to have it."""

FIXED = {"leis": "lei", "reis": "rei", "mes": "mes", "meses": "mes", "pais": "pai", "paises": "pai", "gas": "gas"}

SUFFIXES = tuple(
    sorted(
        [
            *("izacional", "acional", "icional", "izacao", "izador", "amento", "imento", "acao", "icao"),
            *("ucao", "ecao", "cao", "ador", "edor", "idor", "ancia", "encia", "anci", "enci", "anc", "enc"),
            *("ante", "ente", "ant", "ent", "ativ", "itiv", "iv", "ist", "ism", "idad", "avel", "ivel", "el"),
            *("ari", "eir", "agem", "ag", "ment", "ad", "id", "and", "end", "ind", "al", "ar", "er", "ic"),
            *("ir", "or", "iz", "ao", "os"),
        ],
        key=len,
        reverse=True,
    )
)
SHORTEST_ROOT = 4


def words(text: str) -> list[str]:
    """Return the words of ``text``, plain, in order."""
    return sort_key(text).split()


@lru_cache(maxsize=50_000)
def stem(word: str) -> str:
    """Return what a plain ``word`` has in common with its plural and with its other gender."""
    if len(word) <= 3 or not word.isalpha():
        return word
    found = FIXED.get(word) or _singular(word)
    if found.endswith("il") and len(found) >= 4:
        found = found[:-2] + "el"  # fácil and fácil's plural, fáceis
    if len(found) > 4 and found[-1] in "aeo" and not found.endswith("ao"):
        found = found[:-1]
    return found


def _singular(word: str) -> str:
    for ending, singular, length in PLURALS:
        if len(word) >= length and ending.search(word):
            return ending.sub(singular, word)
    return word


@lru_cache(maxsize=50_000)
def root(word: str) -> str:
    """Return what a plain ``word`` has in common with its family: planejar and planejamento."""
    found = stem(word)
    if not found.isalpha():
        return found
    shorter = _without_suffix(found)
    while shorter != found:
        found, shorter = shorter, _without_suffix(shorter)
    return found


def _without_suffix(word: str) -> str:
    if word.endswith("ism"):
        return word[:-1] + "t"  # turismo and turista
    for suffix in SUFFIXES:
        if word.endswith(suffix) and len(word) - len(suffix) >= SHORTEST_ROOT:
            return word[: -len(suffix)]
    return word[:-1] if word[-1:] in "aeiou" and len(word) > SHORTEST_ROOT else word


def tokens(text: str) -> str:
    """Return the stems of ``text`` in order, and after them the roots of its words, marked."""
    found = words(text)
    roots = dict.fromkeys(root(word) + ROOT_MARK for word in found if word not in STOP_WORDS)
    return " ".join([*map(stem, found), *roots])
