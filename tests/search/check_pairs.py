"""The form of ``pairs.json``: ``python -m tests.search.check_pairs`` tells what is wrong, or counts.

A third of each kind is unseen: whoever writes the search does not look at those until it is written.
"""

import random
import sys
from collections import Counter, defaultdict

from tests.search.measure import SETS, read_pairs, set_up_django

SEED = 20261123
KINDS = {
    "exact": "words as written",
    "no-accents": "without accents",
    "case": "in capitals, or without the capitals of names",
    "plural": "singular for plural and back",
    "gender": "feminine for masculine and back",
    "derivation": "verb for noun, noun for adjective",
    "part": "the beginning of a word, as typed",
    "several": "two to five words, with stop words",
    "phrase": "in double quotes",
    "place": "municipalities, states, regions",
    "synonym": "another word for the same, which a short list kept by editors can bring",
    "typo": "one letter wrong, missing, doubled or swapped in a word of five or more",
}


def unseen_queries(pairs: list[dict]) -> set[str]:
    """Return the third of each kind's queries that ``SEED`` draws, whatever sets the pairs name."""
    queries = defaultdict(list)
    for pair in pairs:
        queries[pair["kind"]].append(pair["query"])
    return {
        query
        for kind, members in queries.items()
        for query in random.Random(f"{SEED} {kind}").sample(sorted(members), round(len(members) / 3))
    }


def faults(pairs: list[dict], paths: set[str]) -> list[str]:
    """Return what is wrong with the pairs, where ``paths`` are the public pages."""
    unseen = unseen_queries(pairs)
    twice = [query for query, count in Counter(pair["query"] for pair in pairs).items() if count > 1]
    found = [f"{query}: more than once" for query in twice]
    for pair in pairs:
        query, expects = pair["query"], pair["expects"]
        found += [f"{query}: no page at {path}" for path in expects if path not in paths]
        rules = {
            "unknown kind": pair["kind"] in KINDS,
            "expects one to five different pages": 1 <= len(set(expects)) == len(expects) <= 5,
            "not in the set that the seed draws": pair["set"] == ("unseen" if query in unseen else "known"),
            "a part of fewer than four letters": pair["kind"] != "part" or len(query) >= 4,
            "not of two to five words": pair["kind"] != "several" or 2 <= len(query.split()) <= 5,
            "a phrase without quotes": (pair["kind"] == "phrase") == (query.startswith('"') and query.endswith('"')),
        }
        found += [f"{query}: {fault}" for fault, holds in rules.items() if not holds]
    return found


def main() -> None:
    set_up_django()
    from wagtail.models import Page

    from cms.visibility import public

    pairs = read_pairs()
    wrong = faults(pairs, {page.get_url_parts()[2] for page in public(Page.objects.all())})
    counts = Counter((pair["kind"], pair["set"]) for pair in pairs)
    for kind in KINDS:
        sys.stdout.write(f"{kind:<12} {sum(counts[kind, each] for each in SETS):>4}")
        sys.stdout.write("".join(f"  {each} {counts[kind, each]:>3}" for each in SETS) + "\n")
    sys.stdout.write(f"total        {len(pairs):>4}, seed {SEED}\n" + "".join(f"{fault}\n" for fault in wrong))
    sys.exit(bool(wrong))


if __name__ == "__main__":
    main()
