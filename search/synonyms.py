"""The editors' synonyms, as a search asks for them."""

from search.models.synonyms import Synonyms, terms_in


def synonym_groups(language_code: str) -> list[list[str]]:
    """Return the groups of terms that mean the same in a language, as they were written. One statement."""
    rows = Synonyms.objects.filter(locale__language_code=language_code)
    return [terms_in(text) for text in rows.values_list("terms", flat=True)]
