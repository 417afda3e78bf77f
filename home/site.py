"""A site in one language: its settings, its texts, its menus, read once."""

from dataclasses import dataclass
from functools import cached_property

from django.db.models import Exists, Model, OuterRef, Q, QuerySet
from graphql import GraphQLResolveInfo
from wagtail.images import get_image_model

from cms.api.here import Here
from cms.api.images import ImageUse
from cms.api.scope import Root
from cms.visibility import public
from home.models.site import Menu, SiteSettings, SiteText, SocialProfile


@dataclass
class SiteView:
    """What the type ``Site`` is resolved from."""

    reads = ("home.SiteSettings", "home.SiteText")

    here: Here

    @property
    def root(self) -> Root:
        return self.here.root

    @cached_property
    def settings(self) -> SiteSettings:
        return SiteSettings.objects.filter(site=self.root.site_id).first() or SiteSettings()

    @cached_property
    def texts(self) -> SiteText:
        return self._in_language(SiteText.objects.filter(site=self.root.site_id)).first() or SiteText()

    @property
    def is_fallback(self) -> bool:
        """Whether the texts stand in for texts in the language of the answer."""
        return bool(self.texts.pk) and self.texts.locale.language_code != self.root.language

    @property
    def name(self) -> str:
        return self.texts.programme_name

    @property
    def social_profiles(self) -> QuerySet:
        return public(SocialProfile.objects.filter(settings__site=self.root.site_id)).order_by("sort_order")

    @property
    def menus(self) -> QuerySet:
        return public(self._in_language(Menu.objects.filter(site=self.root.site_id)))

    def share_image(self, info: GraphQLResolveInfo) -> ImageUse | None:
        image = info.context.references.get(get_image_model(), self.settings.share_image_id)
        return image and ImageUse(image, alt=self.settings.share_image_alt)

    def _in_language(self, rows: QuerySet) -> QuerySet:
        """Return the rows in the language of the answer, and those that stand in for what it lacks, if they may."""
        own, other = self.root.language, self.here.fallback
        if other is None:
            return rows.filter(locale__language_code=own)
        translated = rows.filter(locale__language_code=own)
        is_missing = Q(locale__language_code=other.language) & ~Exists(translated.filter(**self._twins(rows.model)))
        return rows.filter(Q(locale__language_code=own) | is_missing).select_related("locale")

    def _twins(self, model: type[Model]) -> dict[str, OuterRef]:
        return {"handle": OuterRef("handle")} if model is Menu else {}
