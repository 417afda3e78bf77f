"""Which public pages show a thing: those above, below and beside it, and those that refer to it or it to them."""

from collections.abc import Iterable, Iterator

from django.contrib.contenttypes.models import ContentType
from django.db.models import Model, Q, QuerySet
from wagtail.models import Page, ReferenceIndex

from cms.visibility import public
from cms.webhooks.events import EVERYWHERE
from cms.webhooks.facts import Fact, event_of

Keys = set[str]


def url_paths_showing(facts: Iterable[Fact]) -> set[str]:
    """Return where, in Wagtail's tree, the public pages are that show any of ``facts``, and where they were."""
    facts = list(facts)
    found = {path for fact in facts for path in (fact.url_path, fact.was_at) if path}
    shown = Q(url_path__in={_parent(path) for path in found}) | Q(pk__in=_referring(facts))
    for fact in facts:
        if fact.is_renamed:
            shown |= Q(url_path__startswith=fact.url_path)
    pages = [fact.key for fact in facts if issubclass(fact.model, Page)]
    if pages:
        families = Page.objects.filter(pk__in=pages).values("translation_key")
        shown |= Q(translation_key__in=families)
    return found | set(public(Page.objects.filter(shown)).order_by().values_list("url_path", flat=True))


def is_shown_everywhere(facts: Iterable[Fact]) -> bool:
    """Tell whether what every page shows, such as a menu, refers to any of ``facts`` that are no pages."""
    others = [fact for fact in facts if not issubclass(fact.model, Page)]
    return any(
        event_of(between.model_class() or Page) in EVERYWHERE
        for model in {fact.model for fact in others}
        for between, _keys in _snippets(_to(_base_type(model), {str(f.key) for f in others if f.model is model}))
    )


def _parent(url_path: str) -> str:
    return url_path.rstrip("/").rpartition("/")[0] + "/"


def _referring(facts: list[Fact]) -> set[int]:
    """Return the keys of pages that refer to the things or that they refer to, also by way of a snippet."""
    found = {page for fact in facts for page in fact.pages}
    for model in {fact.model for fact in facts}:
        content_type = _base_type(model)
        keys = {str(fact.key) for fact in facts if fact.model is model}
        found |= _pages(_to(content_type, keys))
        found |= _pages(ReferenceIndex.objects.filter(base_content_type=content_type, object_id__in=keys), "to_")
        if not issubclass(model, Page):
            for between, its_keys in _snippets(_to(content_type, keys)):
                found |= _pages(_to(between, its_keys))
    return found


def _to(content_type: ContentType, keys: Keys) -> QuerySet[ReferenceIndex]:
    return ReferenceIndex.objects.filter(to_content_type=content_type, to_object_id__in=keys)


def _pages(references: QuerySet[ReferenceIndex], end: str = "") -> set[int]:
    kind = {f"{end or 'base_'}content_type": _base_type(Page)}
    return {int(key) for key in references.filter(**kind).values_list(f"{end}object_id", flat=True)}


def _snippets(references: QuerySet[ReferenceIndex]) -> Iterator[tuple[ContentType, Keys]]:
    others = references.exclude(base_content_type=_base_type(Page))
    by_type: dict[int, Keys] = {}
    for kind, key in others.values_list("base_content_type", "object_id"):
        by_type.setdefault(kind, set()).add(key)
    return ((ContentType.objects.get_for_id(kind), keys) for kind, keys in by_type.items())


def _base_type(model: type[Model]) -> ContentType:
    base = Page if issubclass(model, Page) else model
    return ContentType.objects.get_for_model(base)
