"""The files of images: which there are, what is in them, where they are and how long that holds."""

import os
import random
import re
import socket
import subprocess
import sys
from base64 import b64decode
from concurrent.futures import ThreadPoolExecutor
from io import BytesIO
from urllib.parse import urlsplit
from urllib.request import urlopen

import pytest
from django.core.files.base import ContentFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from PIL import Image
from wagtail.images.models import Filter, SourceImageIOError

from cms.media import CustomImage, CustomRendition
from cms.renditions import AVIF, JPEG, PNG, PRESETS, all_files_of, fallback_of, files_of, sign
from tests.builders import make_city, make_image
from tests.cms.conftest import ROOT
from tests.cms.delivery.waiting import wait_for
from tests.pictures import KINDS, WITH_ALPHA, encoded

IMAGE = """
  query($slug: String!) { city(slug: $slug) { heroImage { url width height
    rendition(preset: SHARE) { url width height type }
    responsive(preset: CARD) { src srcSet sizes width height type sources { type srcSet } }
    share: responsive(preset: SHARE) { srcSet sources { type } }
    placeholder { colour dataUri } } } }
"""


@pytest.fixture
def visitor(db):
    return Client(headers={"host": "127.0.0.1"})


@pytest.fixture
def upload(db):
    def make(name, data=None):
        return CustomImage.objects.create(title=name, file=ContentFile(data or KINDS[name], name=name))

    return make


def path(url):
    return urlsplit(url).path


def fetched(visitor, url):
    response = visitor.get(path(url))
    assert response.status_code == 200, url
    return response, Image.open(BytesIO(b"".join(response.streaming_content)))


def near(pixel, colour):
    return all(abs(a - b) < 30 for a, b in zip(pixel, colour, strict=True))


def test_the_attributes_of_a_picture(home, graphql):
    image = make_image(width=500, height=400)
    city = make_city(hero_image=image, hero_alt="Vista")
    with CaptureQueriesContext(connection) as captured:
        found = graphql(IMAGE, slug=city.slug)["city"]["heroImage"]
    assert not [query for query in captured.captured_queries if "rendition" in query["sql"]]
    assert image.renditions.count() == 0

    def address(preset, name):
        file = next(file for each in (None, AVIF) for file in files_of(image, preset, each) if file.name == name)
        return f"http://127.0.0.1:8000/images/{sign(image.pk, file.version, name)}/{image.pk}/{file.version}/{name}"

    assert found["responsive"] == {
        "src": address("CARD", "card-640.jpg"),
        "srcSet": f"{address('CARD', 'card-320.jpg')} 320w, {address('CARD', 'card-640.jpg')} 500w",
        "sizes": "(max-width: 500px) 100vw, 500px",
        "width": 500,
        "height": 282,
        "type": "image/jpeg",
        "sources": [
            {
                "type": "image/avif",
                "srcSet": f"{address('CARD', 'card-320.avif')} 320w, {address('CARD', 'card-640.avif')} 500w",
            }
        ],
    }
    share = {"url": address("SHARE", "share-1200.jpg"), "width": 500, "height": 262, "type": "image/jpeg"}
    assert found["rendition"] == share
    assert found["share"] == {"srcSet": f"{share['url']} 500w", "sources": []}
    assert (found["url"], found["width"], found["height"]) == (address("CONTENT", "content-640.jpg"), 500, 400)
    assert found["placeholder"] == {"colour": "#008080", "dataUri": image.placeholder}


@pytest.mark.parametrize("name", KINDS)
def test_every_file_of_every_kind_of_original_is_as_told(upload, name, visitor):
    image = upload(name)
    assert image.has_alpha == (name in WITH_ALPHA)
    assert fallback_of(image) == (PNG if image.has_alpha else JPEG)
    for file in all_files_of(image):
        response, made = fetched(visitor, file.url)
        assert (made.size, made.get_format_mimetype()) == (file.size, file.format.type), file.spec
        assert response["Content-Type"] == file.format.type
        assert "icc_profile" not in made.info
        assert made.mode in {"L", "RGB", "RGBA"}


@pytest.mark.parametrize("name", ["photo.jpg", "profile.jpg", "broken-profile.jpg", "cmyk.jpg", "photo.avif"])
def test_colours_stay(upload, name, visitor):
    for file_format in (AVIF, JPEG):
        _response, made = fetched(visitor, files_of(upload(name), "CONTENT", file_format)[-1].url)
        assert near(made.getpixel((48, 10)), (255, 0, 0))
        assert near(made.getpixel((48, 50)), (0, 0, 255))


@pytest.mark.parametrize("name", sorted(WITH_ALPHA - {"grey-clear.png"}))
def test_transparency_stays(upload, name, visitor):
    for file_format in (AVIF, PNG):
        _response, made = fetched(visitor, files_of(upload(name), "CONTENT", file_format)[-1].url)
        assert made.convert("RGBA").getpixel((5, 5))[3] < 10
        assert near(made.convert("RGBA").getpixel((60, 55)), (0, 0, 255, 255))


def test_sixteen_bits_become_eight(upload, visitor):
    _response, made = fetched(visitor, files_of(upload("deep.png"), "CONTENT")[-1].url)
    assert made.getpixel((5, 5)) == 156


def test_the_size_told_is_the_size_made_whatever_the_image():
    chance = random.Random(7)
    for _ in range(400):
        width, height = chance.choice([(60, 60), (3000, 3000), (9000, 40), (40, 9000)])
        image = CustomImage(collection_id=1, width=chance.randint(1, width), height=chance.randint(1, height))
        image.file.name = "a.png"
        if chance.random() < 0.5:
            image.focal_point_x, image.focal_point_y = chance.randint(0, width), chance.randint(0, height)
            image.focal_point_width, image.focal_point_height = chance.randint(1, width), chance.randint(1, height)
        for preset in PRESETS:
            for file in files_of(image, preset):
                fill = Filter(file.spec.partition("|")[0])
                assert tuple(fill.get_transform(image).size) == tuple(file.size)


def test_the_table_is_short():
    files = all_files_of(CustomImage(collection_id=1, pk=1, width=2400, height=1600))
    specs = {"fill-320x320", "fill-1200x630", *(f"fill-{w}x{w * 9 // 16}" for w in (320, 640, 960, 1280, 1600))}
    specs |= {"fill-320x213", "fill-640x426", "fill-960x640", "fill-1280x853"}
    assert {file.spec for file in files} == {
        *(f"{spec}|web-jpeg-78" for spec in specs),
        *(f"{spec}|web-avif-55" for spec in specs - {"fill-1200x630"}),
    }
    assert len(files) == 21


class TestPlaceholder:
    @pytest.mark.parametrize("name", KINDS)
    def test_it_is_small_and_has_the_proportions(self, upload, name):
        image = upload(name)
        assert re.fullmatch(r"data:image/webp;base64,[A-Za-z0-9+/=]+", image.placeholder)
        assert len(image.placeholder) < 600
        tiny = Image.open(BytesIO(b64decode(image.placeholder.partition(",")[2])))
        scale = min(1, 24 / max(image.width, image.height))
        assert tiny.size == (max(1, round(image.width * scale)), max(1, round(image.height * scale)))

    def test_noise_takes_fewer_pixels(self, upload):
        noise = Image.merge("RGBA", [Image.effect_noise((200, 200), 200) for _ in "RGBA"])
        image = upload("ruido.png", encoded(noise, "PNG"))
        assert len(image.placeholder) < 600
        assert Image.open(BytesIO(b64decode(image.placeholder.partition(",")[2]))).size in {(16, 16), (8, 8)}

    @pytest.mark.parametrize(
        ("name", "colour"),
        [("palette.png", "#0000ff"), ("pixel.png", "#ff0000"), ("wide.png", "#008080"), ("deep.png", "#9c9c9c")],
    )
    def test_the_colour_is_the_one_that_most_of_it_has(self, upload, name, colour):
        assert upload(name).placeholder_colour == colour

    def test_it_changes_with_the_file_and_not_with_the_title(self, upload):
        image = upload("palette.png")
        CustomImage.objects.update(placeholder_colour="#123456")
        image = CustomImage.objects.get()
        image.title = "Outro"
        image.save()
        assert CustomImage.objects.get().placeholder_colour == "#123456"
        image.file = ContentFile(KINDS["clear.png"], "outra.png")
        image.save()
        image.refresh_from_db()
        assert (image.placeholder_colour, image.has_alpha) == ("#0000ff", True)


class TestAddress:
    def test_it_may_be_kept_for_ever(self, upload, visitor):
        file = files_of(upload("photo.jpg"), "THUMBNAIL", AVIF)[0]
        response, _made = fetched(visitor, file.url)
        assert response["Cache-Control"] == "public, max-age=31536000, immutable"
        assert response["X-Content-Type-Options"] == "nosniff"
        assert response["Content-Security-Policy"] == "default-src 'none'"
        assert response["ETag"] == f'"{file.version}"'
        assert not response.has_header("Vary")
        assert not response.cookies
        for known in ({"if-none-match": response["ETag"]}, {"if-modified-since": response["Last-Modified"]}):
            again = visitor.get(path(file.url), headers=known)
            assert (again.status_code, again.content) == (304, b"")
            assert (again["ETag"], again["Cache-Control"]) == (response["ETag"], response["Cache-Control"])
        assert visitor.get(path(file.url), headers={"if-none-match": '"other"'}).status_code == 200
        assert visitor.head(path(file.url)).status_code == 200
        assert visitor.post(path(file.url)).status_code == 405

    def test_it_changes_with_the_file_and_leads_on(self, upload, visitor):
        image = upload("photo.jpg")
        old = files_of(image, "CONTENT")[-1]
        fetched(visitor, old.url)
        image.file = ContentFile(KINDS["clear.png"], "outra.png")
        image.save()
        new = files_of(image, "CONTENT")[-1]
        assert image.renditions.count() == 0
        answer = visitor.get(path(old.url))
        assert (answer.status_code, answer["Location"]) == (302, new.url)
        assert answer["Cache-Control"] == "public, max-age=60"
        assert fetched(visitor, new.url)[1].format == "PNG"

    def test_it_changes_with_the_focal_point(self, visitor):
        image = make_image(width=100, height=40)
        old = files_of(image, "THUMBNAIL")[0].url
        image.focal_point_x, image.focal_point_y = 10, 10
        image.focal_point_width = image.focal_point_height = 5
        image.save()
        new = files_of(image, "THUMBNAIL")[0].url
        assert visitor.get(path(old))["Location"] == new != old
        image.title = "Outro"
        image.save()
        assert files_of(image, "THUMBNAIL")[0].url == new

    def test_of_a_larger_file_it_leads_to_the_nearest_of_a_smaller_one(self, visitor):
        image = make_image(width=1000, height=500)
        old = files_of(image, "CONTENT")[-1]
        assert old.name == "content-1280.jpg"
        image.file = ContentFile(KINDS["photo.jpg"], "outra.jpg")
        image.save()
        assert visitor.get(path(old.url))["Location"] == files_of(image, "CONTENT")[0].url

    @pytest.mark.parametrize(
        "name", ["hero-10.jpg", "hero-320.jpg", "share-1200.avif", "none-320.jpg", "original.jpg", "hero-320.exe"]
    )
    def test_a_file_that_we_did_not_name_cannot_be_had(self, visitor, name):
        image = make_image()
        assert visitor.get(f"/images/forged/{image.pk}/0123456789ab/{name}").status_code == 403
        answer = visitor.get(f"/images/{sign(image.pk, '0123456789ab', name)}/{image.pk}/0123456789ab/{name}")
        assert answer.status_code == (404 if name in {"none-320.jpg", "original.jpg"} else 302)
        assert image.renditions.count() == 0

    def test_a_signature_is_of_one_file_of_one_image(self, visitor):
        image, other = make_image(), make_image()
        file = files_of(image, "HERO")[0]
        assert visitor.get(path(file.url).replace(f"/{image.pk}/", f"/{other.pk}/")).status_code == 403
        assert visitor.get(path(file.url).replace("hero", "card")).status_code == 403

    def test_a_file_that_the_storage_lost_is_made_again(self, upload, visitor):
        image = upload("photo.jpg")
        url = files_of(image, "CARD")[-1].url
        fetched(visitor, url)
        rendition = image.renditions.get()
        rendition.file.storage.delete(rendition.file.name)
        assert fetched(visitor, url)[1].format == "JPEG"
        assert image.renditions.count() == 1

    def test_without_its_original_it_is_not_there(self, upload, visitor):
        image = upload("photo.jpg")
        image.file.storage.delete(image.file.name)
        assert visitor.get(path(files_of(image, "CARD")[-1].url)).status_code == 404


def test_a_file_of_an_image_that_was_replaced_meanwhile_is_not_kept(upload, settings, tmp_path):
    image = upload("photo.jpg")
    CustomImage.objects.update(file_hash="another")
    with pytest.raises(SourceImageIOError):
        image.get_rendition("fill-32x32|web-png")
    assert not CustomRendition.objects.exists()
    assert not list(tmp_path.glob("images/*"))


@pytest.fixture
def server(own_database, settings, tmp_path):
    """A server process on a copy of the database: a connection for each request, as in production."""
    settings.MEDIA_ROOT = str(tmp_path / "media")
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        host = "{}:{}".format(*probe.getsockname())
    command = [sys.executable, str(ROOT / "manage.py"), "runserver", host, "--noreload", "--skip-checks"]
    log = tmp_path / "server.log"
    with log.open("w") as output:
        process = subprocess.Popen(command, env={**os.environ, **own_database}, stdout=output, stderr=output)
    settings.PUBLIC_URL = f"http://{host}"
    wait_for(lambda: "Quit the server" in log.read_text())
    yield
    process.kill()
    process.wait()


def test_first_fetches_at_once_make_one_file(server, tmp_path):
    noise = Image.merge("RGB", [Image.effect_noise((400, 300), 90) for _ in "RGB"])
    image = CustomImage.objects.create(title="Ruído", file=ContentFile(encoded(noise, "PNG"), "ruido.png"))
    url = files_of(image, "CONTENT", AVIF)[-1].url

    def fetch(_number):
        with urlopen(url) as response:
            return response.status, response.read()

    with ThreadPoolExecutor(8) as threads:
        answers = set(threads.map(fetch, range(8)))
    assert [status for status, _data in answers] == [200]
    assert image.renditions.count() == 1
    assert len(list((tmp_path / "media" / "images").iterdir())) == 1
