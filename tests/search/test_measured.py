"""How well search answers the set of pairs: exact counts, so that a change shows."""

from django.core.management import call_command
from django.db import connection

from tests.search.finders import ours
from tests.search.measure import measure, read_pairs


def test_the_pairs_are_found_as_often_as_they_were(home, subtests):
    call_command("load_demo", verbosity=0)
    report = measure(ours, read_pairs())
    assert [answer.error for answer in report.answers if answer.error] == []
    plain = [kind for kind in report.kinds if kind != "typo"]
    found = {
        (name, part): (tally.found, tally.pairs)
        for part in ("known", "unseen")
        for name, kinds in (("plain", plain), ("typo", ["typo"]))
        for tally in [report.tally(kinds, [part])]
    }
    assert found == {
        ("plain", "known"): (221, 222),
        ("typo", "known"): (47, 47),
        ("plain", "unseen"): (108, 113),
        ("typo", "unseen"): (24, 24),
    }, connection.vendor
