"""The editors' synonyms, as a search asks for them."""

from django.db.models import QuerySet

from cms.api.kept import kept_values
from search.models.synonyms import Synonyms, terms_in


def synonym_groups(language_code: str) -> list[list[str]]:
    """Return the groups of terms that mean the same in a language, as they were written. One statement."""
    statement = kept_values("synonyms", [language_code], _of)
    return [terms_in(text) for (text,) in (statement.rows() if statement else [])]


def _of(language_codes: list) -> QuerySet:
    return Synonyms.objects.filter(locale__language_code__in=language_codes).values_list("terms")
