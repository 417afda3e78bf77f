"""What search engines and social networks want to know of a page."""

import graphene
from wagtail.models import Page

from cms.api.images import Image
from cms.api.json_ld import json_ld
from cms.api.peers import value
from cms.api.reads import EVERYTHING, site_texts
from cms.api.scope import root_of, url_of
from cms.api.words import Word, words_of

SEO_COLUMNS = ("title", "seo_title", "search_description", "url_path")


class Seo(graphene.ObjectType):
    """What search engines and social networks want to know of a page."""

    reads = ()
    fields_read = {"image": (site_texts,), "jsonLd": EVERYTHING}

    title = graphene.String(required=True, description="For the title element.")
    description = graphene.String(description="For the description, if the editors wrote one.")
    canonical_url = graphene.String(required=True, description="The one address of this page.")
    robots = graphene.String(required=True, description="For the robots element.")
    image = graphene.Field(
        Image,
        description="For shared links: the page's own, or the site's. Use its SHARE preset; null where neither is.",
    )
    json_ld = graphene.String(
        required=True,
        description="JSON-LD (schema.org) for a `script` element of type `application/ld+json`, as it is: "
        "it holds no `<`, so that nothing in it can end the element.",
    )
    alternates = graphene.List(
        graphene.NonNull("cms.api.interfaces.Alternate"),
        required=True,
        description="The same page in other languages, for `link rel=alternate hreflang`.",
    )

    def resolve_title(page, info):
        return value(page, "seo_title") or value(page, "title")

    def resolve_description(page, info):
        return value(page, "search_description") or (page.summary_field and value(page, page.summary_field)) or None

    def resolve_canonical_url(page, info):
        return url_of(page, info)

    def resolve_robots(page, info):
        return "noindex" if info.context.is_private else "index, follow, max-image-preview:large"

    def resolve_image(page, info):
        own = _words(page).get("heroImage")
        return (own and own.resolve(page, info)) or info.context.site_of(root_of(page, info)).share_image(info)

    def resolve_json_ld(page, info):
        return json_ld(page, info)

    def resolve_alternates(page, info):
        return _words(page)["alternates"].resolve(page, info)


def _words(page: Page) -> dict[str, Word]:
    return words_of(page.__class__)
