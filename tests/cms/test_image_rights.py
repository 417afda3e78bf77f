"""Rights to images: a licence that is shown, and an end that takes the image off the site by the clock."""

import json
from datetime import timedelta

import pytest
from django.contrib.auth.models import Group
from django.test import Client
from django.utils import timezone
from django.utils.formats import date_format
from wagtail.models import Collection

from cms.image_rights.telling import tell_of_ended_rights
from cms.media import CustomImage
from cms.rules.gate import refuse_to_publish
from cms.versions.moments import next_moment
from tests.builders import make_city, make_image, make_narrative
from tests.cms.versions.reading import versions

HOUR = timedelta(hours=1)
ORIGIN = "http://127.0.0.1:8000"
REPORT = "/admin/reports/image-rights/"


@pytest.fixture
def visitor(db):
    return Client(headers={"host": "127.0.0.1"})


@pytest.fixture
def admin(admin_user):
    client = Client(headers={"host": "127.0.0.1"})
    client.force_login(admin_user)
    return client


def when(moment):
    return date_format(timezone.localtime(moment), "SHORT_DATETIME_FORMAT")


def ends(image, after):
    moment = timezone.now() + after
    CustomImage.objects.filter(pk=image.pk).update(rights_end_at=moment)
    return moment


def in_block(image, **value):
    image = {"image": image.pk, "alt_text": "Vista da orla", "decorative": False}
    return {"type": "image", "value": {"image": image, "caption": "", **value}, "id": "b1"}


@pytest.mark.parametrize(
    ("licence", "name", "url"),
    [
        ("by-sa", "CC_BY_SA", "https://creativecommons.org/licenses/by-sa/4.0/"),
        ("cc0", "CC0", "https://creativecommons.org/publicdomain/zero/1.0/"),
        ("public-domain", "PUBLIC_DOMAIN", "https://creativecommons.org/publicdomain/mark/1.0/"),
        ("all-rights-reserved", "ALL_RIGHTS_RESERVED", None),
        ("other", "OTHER", None),
        ("", None, None),
    ],
)
def test_the_licence_comes_with_the_image(home, graphql, licence, name, url):
    city = make_city(hero_image=make_image(licence=licence, credit="Ana Silva"), hero_alt="Vista")
    found = graphql('{ city(slug: "%s") { heroImage { credit licence licenceUrl } } }' % city.slug)
    assert found["city"]["heroImage"] == {"credit": "Ana Silva", "licence": name, "licenceUrl": url}


def test_an_image_goes_when_its_rights_end_wherever_it_is_asked_for(home, visitor, graphql):
    image = make_image()
    city = make_city(hero_image=image, hero_alt="Vista", body=json.dumps([in_block(image)]))
    query = '{ city(slug: "%s") { heroImage { url } body { ... on ImageBlock { image { url } } } } }' % city.slug
    url = graphql(query)["city"]["heroImage"]["url"]
    thumbnail = f"/media/{image.get_rendition('max-100x100').file.name}"
    ends(image, HOUR)
    assert graphql(query)["city"] == {"heroImage": {"url": url}, "body": [{"image": {"url": url}}]}
    assert [visitor.get(path).status_code for path in (url.removeprefix(ORIGIN), thumbnail)] == [200, 200]
    ends(image, -HOUR)
    hidden = graphql(query)["city"]
    assert [visitor.get(path).status_code for path in (url.removeprefix(ORIGIN), thumbnail)] == [404, 404]
    CustomImage.objects.update(rights_end_at=None)
    secret = Collection.get_first_root_node().add_child(name="Reservada")
    secret.view_restrictions.create(restriction_type="login")
    CustomImage.objects.update(collection=secret)
    assert hidden == graphql(query)["city"]  # as images of private collections are
    assert hidden["heroImage"] is None


def test_nothing_keeps_a_file_longer_than_the_rights(home, visitor, graphql):
    image = make_image()
    city = make_city(hero_image=image, hero_alt="Vista")
    query = '{ city(slug: "%s") { heroImage { url } } }' % city.slug
    path = graphql(query)["city"]["heroImage"]["url"].removeprefix(ORIGIN)
    assert visitor.get(path)["Cache-Control"] == "public, max-age=31536000, immutable"
    moment = ends(image, HOUR)
    kept = visitor.get(path)["Cache-Control"]
    assert kept.startswith("public, max-age=")
    assert 3590 <= int(kept.removeprefix("public, max-age=")) <= 3600
    assert next_moment() == pytest.approx(moment.timestamp(), abs=0.001)
    ends(image, timedelta(days=900))
    assert visitor.get(path)["Cache-Control"] == "public, max-age=31536000"


def test_the_end_of_rights_is_told_once(home):
    image, other = make_image(), make_image()
    ends(image, -HOUR)
    ends(other, HOUR)
    before = versions()["cms.customimage"]
    tell_of_ended_rights.func()
    told = versions()["cms.customimage"]
    tell_of_ended_rights.func()
    assert before != told == versions()["cms.customimage"]
    assert list(CustomImage.objects.filter(rights_end_told=True)) == [image]
    image.refresh_from_db()
    image.rights_end_at = timezone.now() + HOUR
    image.save()
    assert CustomImage.objects.filter(rights_end_told=True).count() == 0


def test_the_listing_and_the_form_say_that_rights_have_ended(admin):
    image = make_image(title="Orla")
    make_image(title="Praça")
    moment = ends(image, -HOUR)
    for layout in ("grid", "list"):
        page = admin.get(f"/admin/images/?layout={layout}").content.decode()
        assert page.count("Direitos vencidos") == 1
    form = admin.get(f"/admin/images/{image.pk}/").content.decode()
    assert f"Direitos vencidos em {when(moment)}: a imagem não aparece mais no site." in form


def test_the_report_lists_what_ends_within_sixty_days_with_its_uses(home, admin):
    soon, ended, late = make_image(title="Em breve"), make_image(title="Vencida"), make_image(title="Depois")
    make_image(title="Sem prazo")
    for image, days in ((soon, 59), (ended, -1), (late, 61)):
        ends(image, timedelta(days=days))
    city = make_city(title="Santos", hero_image=soon, hero_alt="Vista")
    page = make_narrative(title="Nossa história", body=json.dumps([in_block(soon)]))
    report = admin.get(REPORT)
    assert [image.title for image in report.context["object_list"]] == ["Vencida", "Em breve"]
    html = report.content.decode()
    assert f'<a href="/admin/pages/{city.pk}/edit/">Santos</a>' in html
    assert f'<a href="/admin/pages/{page.pk}/edit/">Nossa história</a>' in html
    assert html.count("Nenhum uso") == 1
    sheet = b"".join(admin.get(f"{REPORT}?export=csv").streaming_content).decode()
    assert [line.split(",")[0] for line in sheet.splitlines()] == ["Imagem", "Vencida", "Em breve"]


def test_the_report_is_for_those_who_keep_images(home, django_user_model):
    user = django_user_model.objects.create_user("ana", "ana@example.org", "uma senha bem comprida")
    client = Client(headers={"host": "127.0.0.1"})
    client.force_login(user)
    assert client.get(REPORT).status_code == 302
    user.groups.add(Group.objects.get(name="Editores"))
    assert client.get(REPORT).status_code == 200


def test_an_image_too_small_for_its_place_is_told_and_stops_nothing(home, admin):
    small, large = make_image(title="Orla", width=1279, height=900), make_image(width=1600, height=900)
    page = make_narrative(
        title="Nossa história", hero_image=small, hero_alt="Vista", body=json.dumps([in_block(small)])
    )
    hero = "“Orla” tem 1279 × 900 pixels; aqui o ideal é 1600 × 900 ou mais."
    block = "“Orla” tem 1279 × 900 pixels; aqui o ideal é 1280 de largura ou mais."
    refuse_to_publish(page)
    editor = f"/admin/pages/{page.pk}/edit/"
    html = admin.get(editor).content.decode()
    assert f'<a href="{editor}#panel-child-content-hero_image-section">{hero}</a>' in html
    assert f'<a href="{editor}#block-b1-section">{block}</a>' in html
    rules = admin.get(f"/admin/pages/{page.pk}/rules/").content.decode()
    assert (hero in rules, block in rules, "Impede a publicação" in rules) == (True, True, False)
    page.hero_image, page.body = large, json.dumps([in_block(large)])
    page.save_revision()
    assert "Sobre as imagens desta página" not in admin.get(editor).content.decode()


def test_images_of_a_gallery_may_be_small(home, admin):
    image = make_image()
    value = {"image": {"image": image.pk, "alt_text": "A chegada de todos", "decorative": False}, "caption": ""}
    items = [{"type": "item", "value": value, "id": f"i{number}"} for number in (1, 2)]
    gallery = {"type": "gallery", "value": {"heading": "", "images": items}, "id": "b1"}
    page = make_narrative(body=json.dumps([gallery]))
    assert "pixels; aqui" not in admin.get(f"/admin/pages/{page.pk}/rules/").content.decode()
    moment = ends(image, HOUR)
    rules = admin.get(f"/admin/pages/{page.pk}/rules/").content.decode()
    assert rules.count(f"Os direitos de “Imagem” vencem em {when(moment)}: então ela sai do site.") == 2
    moment = ends(image, -HOUR)
    rules = admin.get(f"/admin/pages/{page.pk}/rules/").content.decode()
    assert rules.count(f"Os direitos de “Imagem” venceram em {when(moment)}: ela não aparece no site.") == 2
