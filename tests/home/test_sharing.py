"""Social profiles of a site, and what a page is shared by."""

from urllib.parse import parse_qs, urlsplit

import pytest
from django.test import Client
from wagtail.models import Site

from home.models import SiteSettings, SocialProfile
from tests.builders import make_narrative


def test_profiles_in_the_editors_order(home, graphql):
    settings = SiteSettings.objects.create(site=Site.objects.get())
    for order, (network, url, handle, label) in enumerate(
        [
            ("instagram", "https://www.instagram.com/juntos", "@juntos", "Juntos no Instagram"),
            ("other", "https://koo.example/juntos", "", ""),
            ("youtube", "https://youtube.com/@juntos", "", ""),
        ]
    ):
        profile = SocialProfile(
            settings=settings, network=network, url=url, handle=handle, own_label=label, sort_order=2 - order
        )
        profile.full_clean()
        profile.save()
    assert graphql("{ site { socialProfiles { network url handle label } } }")["site"]["socialProfiles"] == [
        {"network": "YOUTUBE", "url": "https://youtube.com/@juntos", "handle": None, "label": "YouTube"},
        {"network": "OTHER", "url": "https://koo.example/juntos", "handle": None, "label": "koo.example"},
        {
            "network": "INSTAGRAM",
            "url": "https://www.instagram.com/juntos",
            "handle": "@juntos",
            "label": "Juntos no Instagram",
        },
    ]


@pytest.mark.parametrize("url", ["https://example.org/juntos", "https://notinstagram.com/x"])
def test_an_address_of_another_network(home, admin_user, url):
    client = Client(headers={"host": "127.0.0.1"})
    client.force_login(admin_user)
    sent = {
        "social_profiles-TOTAL_FORMS": 1,
        "social_profiles-INITIAL_FORMS": 0,
        "social_profiles-0-network": "instagram",
        "social_profiles-0-url": url,
        "social_profiles-0-ORDER": 1,
    }
    path = f"/admin/settings/home/sitesettings/{Site.objects.get().pk}/"
    assert "Este endereço não é de Instagram" in client.post(path, sent).content.decode()
    assert not SocialProfile.objects.exists()


def test_a_page_is_shared_by_plain_links(home, graphql):
    make_narrative(slug="praca", title="A praça & nós", introduction="Como ficou.")
    query = '{ page(path: "/praca/") { share { title text url image { url } links { target url } } } }'
    share = graphql(query)["page"]["share"]
    url = "http://localhost:3000/praca/"
    assert (share["title"], share["text"], share["url"], share["image"]) == ("A praça & nós", "Como ficou.", url, None)
    links = {link["target"]: urlsplit(link["url"]) for link in share["links"]}
    assert list(links) == [
        *("WHATSAPP", "FACEBOOK", "TWITTER", "LINKEDIN"),
        *("TELEGRAM", "BLUESKY", "THREADS", "EMAIL"),
    ]
    assert parse_qs(links["WHATSAPP"].query) == {"text": [f"A praça & nós {url}"]}
    assert parse_qs(links["FACEBOOK"].query) == {"u": [url]}
    assert parse_qs(links["EMAIL"].query) == {"subject": ["A praça & nós"], "body": [url]}
    assert "+" not in links["EMAIL"].query  # mail programs take it for itself
