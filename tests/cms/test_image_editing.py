"""What editors do with images: several at once, a new file for an old image, where each is used."""

import json

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image
from wagtail.models import Collection

from cms.media import CustomDocument, CustomImage
from tests.builders import make_city, make_document, make_image, make_narrative
from tests.pictures import encoded

ORIGIN = "http://127.0.0.1:8000"


@pytest.fixture
def editor(admin_user):
    client = Client(headers={"host": "127.0.0.1"})
    client.force_login(admin_user)
    return client


@pytest.fixture
def visitor(db):
    return Client(headers={"host": "127.0.0.1"})


def picture(colour, size=(60, 40)):
    return SimpleUploadedFile("nova.png", encoded(Image.new("RGB", size, colour), "PNG"), "image/png")


def form(image, **fields):
    focal = {f"focal_point_{name}": "" for name in ("x", "y", "width", "height")}
    return {"title": image.title, "collection": image.collection_id, "tags": "", "description": "", **focal, **fields}


def test_each_of_several_gets_its_credit_licence_and_end_of_rights(editor):
    own = Collection.get_first_root_node().add_child(name="Imprensa")
    for colour in ("teal", "navy"):
        sent = {"files[]": picture(colour), "title": colour, "collection": own.pk}
        answer = editor.post("/admin/images/multiple/add/", sent).json()
        assert answer["success"] is True
        name = f"image-{answer['image_id']}"
        for field in ("credit", "licence", "rights_end_at"):
            assert f'name="{name}-{field}"' in answer["form"]
        image = CustomImage.objects.get(pk=answer["image_id"])
        values = {"credit": f"Foto {colour}", "licence": "by", "rights_end_at": "31/12/2099 18:00"}
        given = {f"{name}-{field}": value for field, value in form(image, **values).items()}
        assert editor.post(f"/admin/images/multiple/{image.pk}/", given).json()["success"] is True
        image.refresh_from_db()
        assert (image.credit, image.licence, image.collection) == (f"Foto {colour}", "by", own)
        assert image.rights_end_at.isoformat() == "2099-12-31T21:00:00+00:00"


def test_several_documents_at_once(editor):
    for name in ("a.csv", "b.csv"):
        file = SimpleUploadedFile(name, b"a;b\n", "text/csv")
        answer = editor.post("/admin/documents/multiple/add/", {"files[]": file, "title": name, "collection": "1"})
        assert answer.json()["success"] is True
    assert sorted(CustomDocument.objects.values_list("title", flat=True)) == ["a.csv", "b.csv"]


def test_a_new_file_for_an_image_keeps_its_uses_and_leaves_nothing_of_the_old(
    home, editor, visitor, graphql, django_capture_on_commit_callbacks
):
    image = make_image(title="Orla")
    city = make_city(hero_image=image, hero_alt="Vista")
    query = '{ city(slug: "%s") { heroImage { url width } } }' % city.slug
    before = graphql(query)["city"]["heroImage"]
    assert visitor.get(before["url"].removeprefix(ORIGIN)).status_code == 200
    rendition = image.renditions.get(filter_spec__contains="|web-").file.name
    with django_capture_on_commit_callbacks(execute=True):
        answer = editor.post(f"/admin/images/{image.pk}/", form(image, file=picture("navy")))
    assert answer.status_code == 302
    new = CustomImage.objects.get(pk=image.pk)
    assert (new.width, new.height, new.title) == (60, 40, "Orla")
    assert [default_storage.exists(name) for name in (image.file.name, rendition, new.file.name)] == [
        False,
        False,
        True,
    ]
    after = graphql(query)["city"]["heroImage"]
    assert (before["width"], after["width"]) == (40, 60)
    moved = visitor.get(before["url"].removeprefix(ORIGIN))
    assert (moved.status_code, moved["Location"]) == (302, after["url"])
    shown = visitor.get(after["url"].removeprefix(ORIGIN))
    assert shown.status_code == 200


def test_a_focal_point_is_marked_in_the_form_and_told(home, editor, graphql):
    image = make_image(width=100, height=50)
    city = make_city(hero_image=image, hero_alt="Vista")
    point = {"focal_point_x": 25, "focal_point_y": 10, "focal_point_width": 10, "focal_point_height": 10}
    assert editor.post(f"/admin/images/{image.pk}/", form(image, **point)).status_code == 302
    found = graphql('{ city(slug: "%s") { heroImage { focalPoint { x y } } } }' % city.slug)
    assert found["city"]["heroImage"]["focalPoint"] == {"x": 0.25, "y": 0.2}


def test_where_an_image_and_a_document_are_used(home, editor):
    image, document = make_image(), make_document()
    chosen = {"image": image.pk, "alt_text": "Vista", "decorative": False}
    item = {"type": "item", "value": {"image": chosen, "caption": ""}, "id": "i1"}
    gallery = {"type": "gallery", "value": {"heading": "", "images": [item]}, "id": "b1"}
    file = {"type": "document", "value": {"document": document.pk, "heading": "", "summary": ""}, "id": "b2"}
    city = make_city(hero_image=image, hero_alt="Vista")
    page = make_narrative(title="Nossa história", body=json.dumps([gallery, file]))
    usage = editor.get(f"/admin/images/usage/{image.pk}/").content.decode()
    assert f'href="/admin/pages/{city.pk}/edit/' in usage
    assert f'href="/admin/pages/{page.pk}/edit/' in usage
    usage = editor.get(f"/admin/documents/usage/{document.pk}/").content.decode()
    assert f'href="/admin/pages/{page.pk}/edit/' in usage
    assert f'href="/admin/pages/{city.pk}/edit/' not in usage
