"""The searches that editors approved, as suggestions ask for them."""

from search.models.approved import ApprovedQuery


def approved_queries(language_code: str) -> list[str]:
    """Return what may be suggested in a language, as editors wrote it, from A to Z. One statement."""
    rows = ApprovedQuery.objects.filter(locale__language_code=language_code)
    return list(rows.values_list("text", flat=True))
