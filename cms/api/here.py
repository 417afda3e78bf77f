"""Where the answer to one root field stands: a site and a language. Nothing of another site is in it, and its lists
hold the pages of its language, or what stands in for those that are missing."""

from collections.abc import Collection, Hashable, Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.db.models import Exists, Model, OuterRef, Q, QuerySet
from graphql import GraphQLResolveInfo
from wagtail.models import Page, TranslatableMixin

from cms.api.loading import load
from cms.api.peers import value
from cms.api.scope import Root, any_of
from cms.visibility import public, visible


@dataclass(frozen=True, eq=False)
class Here:
    """One site in one language. ``fallback`` is the site's own language, where it may stand in for what is missing.

    A request has one of each (``Visit``), which is itself alone: answers are kept by it, and it is found at once.
    """

    root: Root
    languages: tuple[Root, ...] = ()
    """The site in each of its languages."""
    family: tuple[Root, ...] = ()
    """The same, with the sites that are a language of it by themselves."""
    fallback: Root | None = None
    is_alone: bool = False
    """Whether there is no other site and no other language, so that nothing has to be kept apart."""

    @cached_property
    def mark(self) -> Hashable:
        """What is the same where the same rows belong: what ``holds`` and ``narrow`` go by."""
        return (self.root, self.family, self.fallback, self.is_alone)

    @property
    def follows_translations(self) -> bool:
        """Whether what pages refer to may be of another language than the answer: translations begin as copies."""
        return not self.root.is_original

    @property
    def original(self) -> Root:
        """The site in the language that others are translated from."""
        return next((root for root in self.family if root.is_original), self.root)

    def root_of(self, path: str) -> Root:
        """Return the root of the page at this place of the tree, which ``holds`` returned."""
        return self.fallback if self.fallback and self.fallback.has(path) else self.root

    def has(self, path: str) -> bool:
        """Tell whether the page at this place of the tree is one of the site's, in any language."""
        return any(root.has(path) for root in self.languages)

    def has_related(self, path: str) -> bool:
        """Tell whether the page at this place of the tree is the site's, or that of a site that translates it."""
        return any(root.has(path) for root in self.family)

    def holds(self, pages: QuerySet) -> QuerySet:
        """Return those of ``pages`` that are of the site and its language, or stand in for one that is missing."""
        if self.fallback is None:
            return self.root.holds(pages)
        return pages.filter(self.root.below() | (self.fallback.below() & ~Exists(self.translated())))

    def translated(self) -> QuerySet:
        """Return the public pages in the language of the answer that translate the outer row."""
        return public(Page.objects.filter(translation_key=OuterRef("translation_key"), path__startswith=self.root.path))

    def narrow(self, rows: QuerySet) -> QuerySet:
        """Return those of ``rows`` that belong here: pages as ``holds`` says, others if what they belong to does.

        A model says by ``belongs_to`` which site or page that is; one that does not belongs to all sites.
        """
        if self.is_alone:
            return rows
        if issubclass(rows.model, Page):
            return self.holds(rows)
        return rows.filter(self.owns(rows.model))

    def owns(self, model: type[Model]) -> Q:
        """Return the condition that a row of ``model``, which is no page, belongs to the site."""
        owner = getattr(model, "belongs_to", "")
        if not owner:
            return Q()
        if owner.rpartition("__")[2] == "site":
            return Q(**{owner: self.root.site_id})
        return any_of(self.family, f"{owner}__path")

    def translations(
        self, model: type[Model], keys: Iterable[Any], info: GraphQLResolveInfo, names: Collection[str]
    ) -> dict[Any, Model]:
        """Return the row that stands here for each of the translation ``keys``, in one statement.

        Of pages, the one in the language of the answer. People, partners and indicators are facts, which an answer
        may not lack: those that nobody translated stand in their own language.
        """
        rows = self.narrow(visible(model._default_manager.filter(translation_key__in=set(keys))))
        if issubclass(model, Page):
            return {value(row, "translation_key"): row for row in load(rows, info, names, also=["translation_key"])}
        preferred = {self.root.language: 0, self.original.language: 1}
        kept = rows.select_related("locale").only("pk", "translation_key", "locale")
        best: dict[Any, Any] = {}
        for row in sorted(kept, key=lambda row: preferred.get(row.locale.language_code, 2)):
            best.setdefault(row.translation_key, row.pk)
        found = load(model._default_manager.filter(pk__in=best.values()), info, names)
        by_key = {row.pk: row for row in found}
        return {key: by_key[pk] for key, pk in best.items()}


def stand_at(root: Root, roots: Iterable[Root], *, fallback: bool = False) -> Here:
    """Return what stands at ``root``, one of ``roots``. With ``fallback`` the site's own language may stand in."""
    roots = list(roots)
    languages = tuple(other for other in roots if other.site_id == root.site_id)
    family = tuple(other for other in roots if other.family == root.family)
    own = next((other for other in languages if other.is_default_language), root)
    return Here(root, languages, family, own if fallback and own is not root else None, is_alone=len(roots) == 1)


def is_translatable(model: type[Model]) -> bool:
    """Tell whether rows of ``model`` exist once a language."""
    return issubclass(model, TranslatableMixin)


def here_of(info: GraphQLResolveInfo) -> Here:
    """Return where the answer stands that the field of ``info`` is a part of."""
    path = info.path
    while path.prev is not None:
        path = path.prev
    return info.context.here(path.key)
