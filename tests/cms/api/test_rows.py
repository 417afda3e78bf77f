"""Rows as the API makes them are those that Django makes."""

import pytest

from cms.api.rows import rows_of
from tests.builders import make_area, make_city, make_document, make_image, make_person, make_story


@pytest.mark.parametrize("make", [make_image, make_document, make_person, make_city, make_area, make_story])
def test_a_row_has_what_django_gives_it(home, make):
    rows = type(make()).objects.all()
    (ours,), theirs = rows_of(rows), rows.get()
    assert ours == theirs
    assert {name: str(value) for name, value in vars(ours).items() if name != "_state"} == {
        name: str(value) for name, value in vars(theirs).items() if name not in {"_state", "_cluster_related_objects"}
    }
