"""The cache tags of what has changed: those that answers of the API carry in ``Cache-Tag``."""

from collections.abc import Iterable, Iterator
from functools import reduce
from operator import or_

from django.contrib.contenttypes.models import ContentType
from django.db.models import Q
from wagtail.models import Page

from cms.api.scope import Scopes
from cms.paths import PathRecord
from cms.versions.kinds import BASE, ROOTS, kind_of, page_kinds
from cms.versions.tags import EVERYTHING
from cms.webhooks.facts import Fact

MOST_ASKED = 50
"""Renamed pages whose descendants are looked up; of more, all types of page are taken to have changed."""


def tags_of_facts(facts: Iterable[Fact], scopes: Scopes, *, is_whole: bool) -> list[str]:
    """Return the tags: kinds of content, and single things where all are named."""
    facts = list(facts)
    kinds = {kind for fact in facts for kind in _kinds(fact, scopes)} | _kinds_below(facts)
    things = {f"{fact.model._meta.model_name}-{fact.key}" for fact in facts if fact.key is not None}
    return [EVERYTHING, *sorted(kinds), *(sorted(things) if is_whole else ())]


def _kinds(fact: Fact, scopes: Scopes) -> Iterator[str]:
    yield kind_of(fact.model)
    if fact.is_new_here:
        yield PathRecord._meta.label_lower
        if any(root.url_path in (fact.url_path, fact.was_at) for root in scopes.roots):
            yield ROOTS
    if fact.event == "site.changed":
        yield from BASE


def _kinds_below(facts: list[Fact]) -> set[str]:
    """Return the kinds of pages below those whose title, which they show too, is another."""
    renamed = [fact for fact in facts if fact.is_renamed]
    if len(renamed) > MOST_ASKED:
        return set(page_kinds())
    below = [Q(url_path__startswith=fact.url_path) for fact in renamed]
    pages = Page.objects.filter(reduce(or_, below, Q(pk__in=[]))).order_by()
    kinds = ContentType.objects.filter(pk__in=pages.values("content_type")) if below else ()
    return {f"{kind.app_label}.{kind.model}" for kind in kinds}
