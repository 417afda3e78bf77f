"""Images and documents: clean when uploaded, served to those who may see them."""

from io import BytesIO

import pytest
from django.core.files.base import ContentFile
from django.test import Client
from PIL import Image
from wagtail.models import Collection, CollectionViewRestriction

from cms.media import CustomImage
from tests.builders import make_city, make_document, make_image


def photo(image_format="JPEG", orientation=1):
    exif = Image.Exif()
    exif[0x0110] = "Camera X"
    exif[0x0112] = orientation
    exif.get_ifd(0x8825)[2] = (22.0, 54.0, 20.0)
    data = BytesIO()
    Image.new("RGB", (60, 40), "teal").save(data, image_format, exif=exif)
    return ContentFile(data.getvalue(), name=f"foto.{image_format.lower()}")


@pytest.fixture
def visitor():
    return Client(headers={"host": "127.0.0.1"})


@pytest.fixture
def private(db):
    secret = Collection.get_first_root_node().add_child(name="Reservada")
    CollectionViewRestriction.objects.create(collection=secret, restriction_type="login")
    return secret.add_child(name="Dentro")


@pytest.mark.parametrize("image_format", ["JPEG", "PNG", "WEBP", "AVIF"])
def test_position_and_camera_are_removed_on_upload(db, image_format):
    file = photo(image_format)
    assert b"Camera X" in file.read()
    image = CustomImage.objects.create(title="Foto", file=file)
    image.refresh_from_db()
    with image.open_file() as stored:
        data = stored.read()
        assert b"Camera X" not in data
        assert dict(Image.open(BytesIO(data)).getexif()) == {}
        assert len(data) == image.file_size


def test_a_photo_taken_sideways_is_turned_before_its_exif_goes(db):
    image = CustomImage.objects.create(title="Foto", file=photo(orientation=6))
    assert (image.width, image.height) == (40, 60)


def test_a_rendition_is_made_when_first_fetched_not_when_asked_for(home, graphql, visitor):
    city = make_city(hero_image=make_image(width=2000, height=1000), hero_alt="Vista")
    query = "{ city(slug: %s) { heroImage { alt width height rendition(preset: CARD) { url width height type } } } }"
    found = graphql(query % f'"{city.slug}"')["city"]["heroImage"]
    assert (found["alt"], found["width"], found["height"]) == ("Vista", 1280, 640)
    assert city.hero_image.renditions.count() == 0
    rendition = found["rendition"]
    assert (rendition["width"], rendition["height"], rendition["type"]) == (640, 360, "image/webp")
    response = visitor.get(rendition["url"].removeprefix("http://127.0.0.1:8000"))
    made = Image.open(BytesIO(b"".join(response.streaming_content)))
    assert (response.status_code, made.size, made.format) == (200, (640, 360), "WEBP")


def test_every_size_told_is_the_size_made(home, graphql, visitor):
    for width, height in ((500, 333), (1700, 901), (90, 300)):
        city = make_city(hero_image=make_image(width=width, height=height), hero_alt="Vista")
        presets = " ".join(
            f"{p}: rendition(preset: {p}) {{ url width height }}" for p in ("CARD", "CONTENT", "THUMBNAIL")
        )
        found = graphql('{ city(slug: "%s") { heroImage { %s } } }' % (city.slug, presets))["city"]["heroImage"]
        for told in found.values():
            response = visitor.get(told["url"].removeprefix("http://127.0.0.1:8000"))
            made = Image.open(BytesIO(b"".join(response.streaming_content)))
            assert made.size == (told["width"], told["height"])


def test_a_size_that_we_did_not_name_cannot_be_asked_for(db, visitor):
    image = make_image()
    assert visitor.get(f"/images/forged/{image.pk}/width-10/").status_code == 403


def test_private_images_and_documents_answer_as_if_they_were_not_there(home, visitor, private, graphql):
    city = make_city(hero_image=make_image(), hero_alt="Vista")
    query = '{ city(slug: "%s") { heroImage { url } } }' % city.slug
    address = graphql(query)["city"]["heroImage"]["url"].removeprefix("http://127.0.0.1:8000")
    rendition = city.hero_image.get_rendition("max-100x100")
    document = make_document()
    assert visitor.get(address).status_code == 200
    assert visitor.get(f"/media/{rendition.file.name}").status_code == 200
    assert visitor.get(f"/media/{city.hero_image.file.name}").status_code == 404
    assert visitor.get(document.url.removeprefix("http://127.0.0.1:8000")).status_code == 200
    type(city.hero_image).objects.update(collection=private)
    type(document).objects.update(collection=private)
    assert graphql(query) == {"city": {"heroImage": None}}
    assert visitor.get(address).status_code == 404
    assert visitor.get(f"/media/{rendition.file.name}").status_code == 404
    assert visitor.get(document.url.removeprefix("http://127.0.0.1:8000")).status_code == 404
    assert visitor.get("/media/../cms/settings.py").status_code == 404


def test_those_who_work_in_the_admin_see_originals(admin_client):
    image = make_image()
    assert admin_client.get(f"/media/{image.file.name}", headers={"host": "127.0.0.1"}).status_code == 200
