"""Root fields about the programme: its start, its areas, its stories, its site."""

import graphene
from graphql import GraphQLResolveInfo

from cms.api.connections import listing_of
from cms.api.drafts import drafted
from cms.api.errors import NoSite
from cms.api.images import Image
from cms.api.interfaces import Locale, locale_of
from cms.api.loading import load
from cms.api.richtext import RichText, RichTextValue
from cms.api.routes import LOCALE, LOCALE_FALLBACK, PLACE, first, first_with, reachable, scope
from cms.api.selection import selected
from cms.api.words import type_of
from home.forms import mutations as forms
from home.models.areas import AreaPage
from home.models.narrative import HomePage
from home.models.stories import StoryPage
from home.site import SiteView


class Contact(graphene.ObjectType):
    """How to reach the programme."""

    reads = ()

    email = graphene.String(description="The e-mail address.")
    phone = graphene.String(description="The telephone number, as it is to be shown.")
    address = graphene.String(description="The postal address, in one line.")

    def resolve_email(settings, info):
        return settings.email or None

    def resolve_phone(settings, info):
        return settings.phone or None

    def resolve_address(settings, info):
        return settings.address or None


class Site(graphene.ObjectType):
    """What belongs to a site as a whole, in one language."""

    reads = SiteView.reads

    hostname = graphene.String(required=True, description="The frontend's host: what the argument `site` takes.")
    url = graphene.String(required=True, description="The address of the frontend.")
    locale = graphene.Field(Locale, required=True, description="The language of these texts.")
    locales = graphene.List(
        graphene.NonNull(Locale), required=True, description="Every language of the site, its own first."
    )
    is_fallback = graphene.Boolean(
        required=True,
        description="Whether name, description and footer stand in for texts that are missing in this language: only "
        "with `localeFallback`.",
    )
    name = graphene.String(description="The programme's name.")
    description = graphene.String(description="The programme in one sentence.")
    footer = graphene.Field(RichText, description="The text at the end of every page.")
    contact = graphene.Field(Contact, required=True, description="How to reach the programme.")
    share_image = graphene.Field(Image, description="For shared links to pages without an image of their own.")
    social_profiles = graphene.List(
        graphene.NonNull(type_of("home.SocialProfile")),
        required=True,
        description="The programme's pages on social networks, in the editors' order.",
    )
    menus = graphene.List(graphene.NonNull(type_of("home.Menu")), required=True, description="Every menu.")
    menu = graphene.Field(
        type_of("home.Menu"),
        handle=graphene.Argument(graphene.String, required=True, description="What the menu is called: main, footer."),
        description="One menu by its handle.",
    )

    def resolve_hostname(site, info):
        return site.root.hostname

    def resolve_url(site, info):
        return site.root.origin

    def resolve_locale(site, info):
        return locale_of(site.root)

    def resolve_locales(site, info):
        roots = [root for root in info.context.scopes.roots if root.site_id == site.root.site_id]
        return [locale_of(root) for root in sorted(roots, key=lambda root: (not root.is_default_language, root.locale))]

    def resolve_name(site, info):
        return site.name or None

    def resolve_description(site, info):
        return site.texts.description or None

    def resolve_footer(site, info):
        return RichTextValue(site.texts.footer) if site.texts.footer else None

    def resolve_contact(site, info):
        return site.settings

    def resolve_share_image(site, info):
        return site.share_image(info)

    def resolve_social_profiles(site, info):
        return load(site.social_profiles, info, selected(info))

    def resolve_menus(site, info):
        return load(site.menus.order_by("handle"), info, selected(info))

    def resolve_menu(site, info, handle):
        return first(site.menus.filter(handle=handle), info)


class Query:
    """The root fields about the programme."""

    home = graphene.Field(type_of("home.HomePage"), **PLACE, description="The start of the site.")
    area = graphene.Field(
        type_of("home.AreaPage"),
        slug=graphene.Argument(graphene.String, required=True, description="The area's slug, such as `saude`."),
        **PLACE,
        description="An area of work, by its slug.",
    )
    areas = graphene.Field(
        listing_of("home.AreaPage").type(),
        **listing_of("home.AreaPage").arguments(),
        **PLACE,
        description="The areas of work.",
    )
    story = graphene.Field(
        type_of("home.StoryPage"),
        slug=graphene.Argument(graphene.String, required=True, description="The story's slug."),
        **PLACE,
        description="A story, by its slug; the first one where several lists use the same.",
    )
    stories = graphene.Field(
        listing_of("home.StoryPage").type(),
        **listing_of("home.StoryPage").arguments(),
        **PLACE,
        description="News, cases and publications.",
    )
    site = graphene.Field(
        Site,
        required=True,
        hostname=graphene.Argument(graphene.String, description="The site's hostname; by default as for `site`."),
        locale=LOCALE,
        locale_fallback=LOCALE_FALLBACK,
        description="The site: its name, its menus, its social profiles.",
    )

    def resolve_home(root, info, **arguments):
        here = scope(info, arguments)
        if draft := here and drafted(info, here, HomePage, pk=here.root.page_id):
            return draft
        homes = [root.page_id for root in (here.root, here.fallback) if root] if here else []
        return first(reachable(HomePage.objects.filter(pk__in=homes), here), info)

    def resolve_area(root, info, slug, **arguments):
        here = scope(info, arguments)
        return drafted(info, here, AreaPage, slug=slug) or first_with(AreaPage, "slug", slug, here, info)

    def resolve_areas(root, info, **arguments):
        return _list("home.AreaPage", AreaPage, info, arguments)

    def resolve_story(root, info, slug, **arguments):
        here = scope(info, arguments)
        found = reachable(StoryPage.objects.filter(slug=slug).order_by("path"), here)
        return drafted(info, here, StoryPage, slug=slug) or first(found, info)

    def resolve_stories(root, info, **arguments):
        return _list("home.StoryPage", StoryPage, info, arguments)

    def resolve_site(root, info, hostname=None, **arguments):
        here = scope(info, {"site": hostname, **arguments})
        if here is None:
            raise NoSite
        return info.context.site(here)


def _list(target: str, model: type, info: GraphQLResolveInfo, arguments: dict) -> object:
    return listing_of(target).resolve_all(scope(info, arguments), info, arguments)


class Mutation(forms.Mutation):
    """What can be done about the programme."""
