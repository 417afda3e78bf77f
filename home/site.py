"""A site in one language: its settings, its texts, its menus, read once."""

from dataclasses import dataclass
from functools import cached_property

from django.db.models import QuerySet
from graphql import GraphQLResolveInfo
from wagtail.images import get_image_model

from cms.api.images import ImageUse
from cms.api.scope import Root
from cms.visibility import public
from home.models.site import Menu, SiteSettings, SiteText, SocialProfile


@dataclass
class SiteView:
    """What the type ``Site`` is resolved from."""

    reads = ("home.SiteSettings", "home.SiteText")

    root: Root

    @cached_property
    def settings(self) -> SiteSettings:
        return SiteSettings.objects.filter(site=self.root.site_id).first() or SiteSettings()

    @cached_property
    def texts(self) -> SiteText:
        found = SiteText.objects.filter(site=self.root.site_id, locale__language_code=self.root.language)
        return found.first() or SiteText()

    @property
    def name(self) -> str:
        return self.texts.programme_name

    @property
    def social_profiles(self) -> QuerySet:
        return public(SocialProfile.objects.filter(settings__site=self.root.site_id)).order_by("sort_order")

    @property
    def menus(self) -> QuerySet:
        return public(Menu.objects.filter(site=self.root.site_id, locale__language_code=self.root.language))

    def share_image(self, info: GraphQLResolveInfo) -> ImageUse | None:
        image = info.context.references.get(get_image_model(), self.settings.share_image_id)
        return image and ImageUse(image, alt=self.settings.share_image_alt)
