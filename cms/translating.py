"""What editors choose among when they write a page in one of a site's languages."""

from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from wagtail.models import Page

from cms.api.scope import Scopes
from cms.pages import PageForm


class InLanguageForm(PageForm):
    """Offers, for the fields named in ``in_language``, the pages of the site that the page is on, in its language.

    A translation begins as a copy: what it refers to appears as its translation, where there is one.
    """

    in_language: tuple[str, ...] = ()

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        for name in self.in_language:
            if name in self.fields:
                self._offer(name)

    def _offer(self, name: str) -> None:
        chosen = [page.pk for page in self.initial.get(name) or []]
        every = self.fields[name].queryset
        wanted = translated(every.filter(pk__in=chosen), self.instance.locale_id)
        where = Scopes().root_at(self.instance.path or self.parent_page.path)
        here = where.below() if where else Q()
        self.fields[name].queryset = every.filter(here | Q(pk__in=wanted))
        self.initial[name] = list(every.filter(pk__in=wanted))


def translated(pages: QuerySet, locale: int) -> list[int]:
    """Return the primary keys of ``pages``, each in the language ``locale`` where it is translated to that."""
    twins = Page.objects.filter(locale=locale, translation_key__in=pages.values("translation_key"))
    rest = pages.exclude(locale=locale).filter(
        ~Exists(Page.objects.filter(locale=locale, translation_key=OuterRef("translation_key")))
    )
    return [*twins.values_list("pk", flat=True), *rest.values_list("pk", flat=True)]
