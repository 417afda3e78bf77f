"""What each kind of answer lets a browser do, over HTTP."""

import re

import pytest
from django.contrib.auth import get_user_model
from django.core.files.base import ContentFile
from django.test import Client

from cms.media import CustomDocument, CustomImage
from cms.renditions import files_of
from tests.pictures import KINDS

INLINE = "'unsafe-inline'"


def policy(response) -> dict[str, str]:
    directives = (part.strip().split(" ", 1) for part in response.headers["Content-Security-Policy"].split(";"))
    return {name: " ".join(rest) for name, *rest in directives}


@pytest.fixture
def visitor(db) -> Client:
    return Client(headers={"host": "127.0.0.1"})


@pytest.fixture
def administrator(visitor) -> Client:
    visitor.force_login(get_user_model().objects.create_superuser("ana", "ana@example.org", "x"))
    return visitor


@pytest.mark.parametrize(
    "address",
    [
        "/graphql/?query={__typename}",
        "/schema.graphql",
        "/sitemap.xml",
        "/stories.atom",
        "/media/none.jpg",
        "/admin/nope",
    ],
)
def test_what_is_no_page_loads_nothing(visitor, home, address):
    found = policy(visitor.get(address))
    assert found == dict.fromkeys(("default-src", "base-uri", "form-action", "frame-ancestors"), "'none'")


def test_files_load_nothing(visitor, home):
    image = CustomImage.objects.create(title="Rua", file=ContentFile(KINDS["photo.jpg"], "rua.jpg"))
    document = CustomDocument.objects.create(title="Edital", file=ContentFile(b"Edital", "edital.txt"))
    for address in (files_of(image, "CARD")[0].url, document.url):
        response = visitor.get(re.sub(r"^https?://[^/]+", "", address))
        assert response.status_code == 200
        assert policy(response)["default-src"] == "'none'"
        assert response.headers["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize("address", ["/admin/login/", "/graphiql/", "/", "/nowhere/"])
def test_pages_allow_no_script_and_no_style_that_stands_in_them(visitor, home, address):
    response = visitor.get(address)
    found = policy(response)
    assert found["default-src"] == "'none'"
    assert INLINE not in response.headers["Content-Security-Policy"]
    for script in re.findall(r"<script([^>]*)>", response.content.decode()):
        assert "src=" in script or "application/json" in script
    assert re.search(r"<[^>]+ (style|on[a-z]+)=", response.content.decode()) is None


@pytest.mark.parametrize(
    "address",
    ["/admin/", "/admin/reports/site-history/", "/admin/reports/aging-pages/", "/admin/pages/", "/admin/images/"],
)
def test_the_admin_is_as_strict_where_nothing_is_edited(administrator, home, address):
    response = administrator.get(address)
    assert response.status_code == 200
    assert (policy(response)["script-src"], policy(response)["style-src"]) == ("'self'", "'self'")
    for script in re.findall(r"<script([^>]*)>", response.content.decode()):
        assert re.search(r'src=|type="application/json"|type="text/', script), script


def test_only_views_that_edit_allow_scripts_that_stand_in_them(administrator, home):
    found = policy(administrator.get(f"/admin/pages/{home.pk}/edit/"))
    assert found["script-src"] == found["style-src"] == f"'self' {INLINE}"
    assert (found["default-src"], found["frame-ancestors"], found["form-action"]) == ("'none'", "'self'", "'self'")


@pytest.mark.parametrize("place", ["/comments/x/", "/following/x/", "/following/confirm/x/", "/following/x/leave/"])
def test_pages_behind_links_of_messages_may_send_their_form(visitor, home, place):
    found = policy(visitor.get(place))
    assert (found["form-action"], found["frame-ancestors"]) == ("'self'", "'none'")
    assert "script-src" not in found


def test_dates_in_lists_begin_without_a_script(administrator, home):
    page = administrator.get("/admin/reports/site-history/").content.decode()
    assert 'data-cms-moment-chooser-value="initDateChooser"' in page
    assert "cms/moments.js" in page


@pytest.mark.parametrize("address", ["/admin/login/", "/graphiql/", "/graphql/?query={__typename}", "/media/none.jpg"])
def test_every_answer_says_the_rest(visitor, home, address):
    headers = visitor.get(address).headers
    assert headers["Referrer-Policy"] == "same-origin"
    assert headers["Cross-Origin-Opener-Policy"] == "same-origin"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["X-Frame-Options"] == "SAMEORIGIN"
    assert "camera=()" in headers["Permissions-Policy"]
    assert "geolocation=()" in headers["Permissions-Policy"]
