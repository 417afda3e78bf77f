"""What a frontend needs to offer a page for sharing: plain links, without any network's script."""

from collections.abc import Callable
from typing import NamedTuple
from urllib.parse import quote, urlencode

import graphene
from django.db import models
from wagtail.models import Page

from cms.api.enums import described, enum_type
from cms.api.images import Image
from cms.api.reads import site_texts
from cms.api.scope import url_of
from cms.api.seo import SEO_COLUMNS, Seo
from cms.api.words import Word, of_row


@described(
    "Where a page can be shared by a plain link. New ones may be added.",
    BLUESKY="Bluesky.",
    EMAIL="A message in the visitor's own mail program.",
    FACEBOOK="Facebook.",
    LINKEDIN="LinkedIn.",
    TELEGRAM="Telegram.",
    THREADS="Threads.",
    TWITTER="Twitter, now X.",
    WHATSAPP="WhatsApp.",
)
class ShareTarget(models.TextChoices):
    BLUESKY = "bluesky", "Bluesky"
    EMAIL = "email", "E-mail"
    FACEBOOK = "facebook", "Facebook"
    LINKEDIN = "linkedin", "LinkedIn"
    TELEGRAM = "telegram", "Telegram"
    THREADS = "threads", "Threads"
    TWITTER = "twitter", "Twitter (X)"
    WHATSAPP = "whatsapp", "WhatsApp"


def _at(address: str, **parameters: str) -> str:
    return f"{address}?{urlencode(parameters, quote_via=quote)}"


ADDRESSES: dict[ShareTarget, Callable[[str, str], str]] = {
    ShareTarget.WHATSAPP: lambda title, url: _at("https://wa.me/", text=f"{title} {url}"),
    ShareTarget.FACEBOOK: lambda title, url: _at("https://www.facebook.com/sharer/sharer.php", u=url),
    ShareTarget.TWITTER: lambda title, url: _at("https://x.com/intent/post", text=title, url=url),
    ShareTarget.LINKEDIN: lambda title, url: _at("https://www.linkedin.com/sharing/share-offsite/", url=url),
    ShareTarget.TELEGRAM: lambda title, url: _at("https://t.me/share/url", url=url, text=title),
    ShareTarget.BLUESKY: lambda title, url: _at("https://bsky.app/intent/compose", text=f"{title} {url}"),
    ShareTarget.THREADS: lambda title, url: _at("https://www.threads.net/intent/post", text=f"{title} {url}"),
    ShareTarget.EMAIL: lambda title, url: _at("mailto:", subject=title, body=url),
}


class Link(NamedTuple):
    target: ShareTarget
    url: str


class ShareLink(graphene.ObjectType):
    """A link that shares a page."""

    reads = ()

    target = graphene.Field(enum_type(ShareTarget), required=True, description="Where.")
    url = graphene.String(required=True, description="The address of the link.")

    def resolve_target(link, info):
        return link.target.name


class Share(graphene.ObjectType):
    """A page, as it is shared."""

    reads = ()
    fields_read = {"image": (site_texts,)}

    title = graphene.String(required=True, description="Its title.")
    text = graphene.String(description="What it is about in a sentence, if it says so.")
    url = graphene.String(required=True, description="Its address: for `navigator.share` and for copying.")
    image = graphene.Field(Image, description="The page's own image, or the site's: its SHARE preset.")
    links = graphene.List(
        graphene.NonNull(ShareLink), required=True, description="One link for each network: no script is needed."
    )

    resolve_title = Seo.resolve_title
    resolve_text = Seo.resolve_description
    resolve_url = Seo.resolve_canonical_url
    resolve_image = Seo.resolve_image

    def resolve_links(page, info):
        title, url = Seo.resolve_title(page, info), url_of(page, info)
        return [Link(target, address(title, url)) for target, address in ADDRESSES.items()]


def _itself(page: Page) -> Page:
    return page


SHARE_WORD = Word(
    "share",
    "For buttons that share it.",
    lambda: graphene.NonNull(Share),
    of_row(_itself),
    SEO_COLUMNS,
)
