"""Images and documents: clean when uploaded, served to those who may see them."""

from io import BytesIO

import pytest
from django.contrib.auth.models import Group, Permission
from django.core.files.base import ContentFile
from django.test import Client
from PIL import Image, PngImagePlugin
from wagtail.models import Collection, CollectionViewRestriction, GroupCollectionPermission

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
    assert visitor.get(address, headers={"if-none-match": "*"}).status_code == 404
    assert visitor.get(f"/media/{rendition.file.name}").status_code == 404
    assert visitor.get(document.url.removeprefix("http://127.0.0.1:8000")).status_code == 404
    assert visitor.get("/media/../cms/settings.py").status_code == 404


def test_a_login_without_the_admin_opens_no_private_document(home, private, django_user_model):
    client = Client(headers={"host": "127.0.0.1"})
    client.force_login(django_user_model.objects.create_user("ana", "ana@example.org", "uma senha bem comprida"))
    document = make_document(collection=private)
    assert client.get(document.url.removeprefix("http://127.0.0.1:8000")).status_code == 404


def test_those_who_work_in_the_admin_see_originals(admin_client):
    image = make_image()
    assert admin_client.get(f"/media/{image.file.name}", headers={"host": "127.0.0.1"}).status_code == 200
    document = make_document()
    for name in (document.file.name, f"original_images/../{document.file.name}", "original_images/../imports/x.json"):
        assert admin_client.get(f"/media/{name}", headers={"host": "127.0.0.1"}).status_code == 404


@pytest.mark.parametrize("name", ["%00", "a%00b", "%ff", "../../etc/passwd", "/etc/passwd", ".", "a" * 3000])
def test_a_name_that_no_file_has(home, visitor, admin_client, name):
    assert visitor.get(f"/media/{name}").status_code == 404
    assert admin_client.get(f"/media/{name}", headers={"host": "127.0.0.1"}).status_code == 404


def test_an_original_is_for_those_who_may_choose_it(home, private, django_user_model):
    group = Group.objects.create(name="Uma coleção")
    group.permissions.add(Permission.objects.get(codename="access_admin"))
    choose = Permission.objects.get(codename="choose_image", content_type__app_label="wagtailimages")
    own = Collection.get_first_root_node().add_child(name="Deles")
    GroupCollectionPermission.objects.create(group=group, collection=own, permission=choose)
    user = django_user_model.objects.create_user("ana", "ana@example.org", "uma senha bem comprida")
    user.groups.add(group)
    client = Client(headers={"host": "127.0.0.1"})
    client.force_login(user)
    theirs, others = make_image(collection=own), make_image(collection=private)
    assert client.get(f"/media/{theirs.file.name}").status_code == 200
    assert client.get(f"/media/{others.file.name}").status_code == 404
    assert client.get(f"/media/{others.get_rendition('max-9x9').file.name}").status_code == 404


SECRET = b"-23.9618,-46.3322"
XMP = b'<x:xmpmeta xmlns:x="adobe:ns:meta/"><exif:GPSLatitude>' + SECRET + b"</exif:GPSLatitude></x:xmpmeta>"
IPTC = (
    b"Photoshop 3.0\x008BIM\x04\x04\x00\x00\x00\x00\x00" + bytes([len(SECRET) + 5]) + b"\x1c\x02\x5a\x00\x11" + SECRET
)


def located(image_format):
    """A file that tells where it was made in every way that its format has."""
    exif, chunks = Image.Exif(), PngImagePlugin.PngInfo()
    exif[0x010E] = exif.get_ifd(0x8825)[29] = SECRET.decode()
    chunks.add_text("Comment", SECRET.decode())
    chunks.add_itxt("XML:com.adobe.xmp", XMP.decode())
    told = {
        "JPEG": {"xmp": XMP, "comment": SECRET},
        "PNG": {"pnginfo": chunks},
        "WEBP": {"xmp": XMP},
        "AVIF": {"xmp": XMP},
    }
    data = BytesIO()
    Image.new("RGB", (60, 40), "teal").save(data, image_format, exif=exif, **told[image_format])
    content = data.getvalue()
    if image_format == "JPEG":
        content = content[:2] + b"\xff\xed" + (len(IPTC) + 2).to_bytes(2, "big") + IPTC + content[2:] + SECRET
    return ContentFile(content, name=f"lugar.{image_format.lower()}")


@pytest.mark.parametrize("image_format", ["JPEG", "PNG", "WEBP", "AVIF"])
def test_no_file_tells_where_an_image_was_made(db, image_format):
    file = located(image_format)
    assert file.read().count(SECRET) >= 2
    image = CustomImage.objects.create(title="Lugar", file=file)
    rendition = image.get_rendition("max-30x30")
    for stored in (image.file, rendition.file):
        with stored.open("rb") as opened:
            data = opened.read()
        assert SECRET not in data
        assert dict(Image.open(BytesIO(data)).getexif()) == {}
