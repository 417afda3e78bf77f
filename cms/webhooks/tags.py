"""The cache tags of what has changed: those that answers of the API carry in ``Cache-Tag``."""

from collections.abc import Iterable, Iterator

from django.contrib.contenttypes.models import ContentType
from wagtail.models import Page

from cms.api.scope import Scopes
from cms.paths import PathRecord
from cms.versions.kinds import BASE, ROOTS, kind_of
from cms.versions.tags import EVERYTHING
from cms.webhooks.facts import Fact


def tags_of_facts(facts: Iterable[Fact], scopes: Scopes, *, is_whole: bool) -> list[str]:
    """Return the tags: kinds of content, and single things where all are named."""
    facts = list(facts)
    kinds = {kind for fact in facts for kind in _kinds(fact, scopes)}
    things = {f"{fact.model._meta.model_name}-{fact.key}" for fact in facts if fact.key is not None}
    return [EVERYTHING, *sorted(kinds), *(sorted(things) if is_whole else ())]


def _kinds(fact: Fact, scopes: Scopes) -> Iterator[str]:
    yield kind_of(fact.model)
    if fact.is_new_here:
        yield PathRecord._meta.label_lower
        if any(root.url_path in (fact.url_path, fact.was_at) for root in scopes.roots):
            yield ROOTS
    if fact.is_renamed:
        below = Page.objects.filter(url_path__startswith=fact.url_path).order_by()
        for kind in ContentType.objects.filter(pk__in=below.values("content_type")):
            yield f"{kind.app_label}.{kind.model}"
    if fact.event == "site.changed":
        yield from BASE
