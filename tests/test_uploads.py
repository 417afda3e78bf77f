"""What an upload may be, by its content and its size, in the admin."""

import io
import re
import struct
import zipfile
import zlib

import pytest
from django.test import Client
from PIL import Image

from cms.media import CustomDocument, CustomImage
from tests.pictures import KINDS, encoded

SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
PAGE = b"<!doctype html><script>alert(1)</script>"


@pytest.fixture
def editor(admin_user) -> Client:
    client = Client(headers={"host": "127.0.0.1"})
    client.force_login(admin_user)
    return client


def send(editor: Client, kind: str, name: str, data: bytes) -> list[str]:
    """Send a file as the admin's form does, and return what the form says against it."""
    file = io.BytesIO(data)
    file.name = name
    form = {"title": "Arquivo", "file": file, "collection": "1"}
    response = editor.post(f"/admin/{kind}/add/", form)
    if response.status_code == 302:
        assert response["Location"] == f"/admin/{kind}/"
        return []
    assert response.status_code == 200
    found = re.findall(r'class="error-message"[^>]*>(.*?)</p>', response.content.decode(), re.S)
    return [re.sub(r"<[^>]*>|\s+", " ", text).strip() for text in found]


def bomb(width: int, height: int) -> bytes:
    """A PNG of many pixels in few bytes."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    pixels = zlib.compressobj()
    rows = b"".join(pixels.compress(bytes(1 + width // 8)) for _ in range(height)) + pixels.flush()
    header = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


def frames(image_format: str, count: int, side: int, **options) -> bytes:
    """A moving image: each frame is small in the file, and as large as all others in memory."""
    images = [
        Image.new("P" if image_format == "GIF" else "L", (side, side), number % 2 * 250) for number in range(count)
    ]
    if image_format in {"WEBP", "AVIF"}:
        images = [image.convert("RGB") for image in images]
    return encoded(images[0], image_format, save_all=True, append_images=images[1:], duration=40, **options)


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("desenho.svg", SVG),
        ("desenho.png", SVG),
        ("pagina.jpg", PAGE),
        ("pagina.html", PAGE),
        ("foto.jpg", KINDS["clear.png"]),
        ("foto.tiff", encoded(Image.new("RGB", (3, 3)), "TIFF")),
        ("vazia.png", b""),
        ("cortada.png", KINDS["clear.png"][:60]),
        ("gira.png", frames("PNG", 3, 8)),
        ("gira.avif", frames("AVIF", 3, 64, quality=1, speed=10)),
        ("foto.php.png", b"<?php phpinfo();"),
        ("postscript.png", b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 9 9\n"),
    ],
)
def test_what_is_no_image_of_its_name_is_refused(editor, name, data):
    assert send(editor, "images", name, data)
    assert not CustomImage.objects.exists()


@pytest.mark.parametrize(
    ("name", "make"),
    [
        ("bomba.png", lambda: bomb(8_000, 8_000)),
        ("maior.png", lambda: bomb(20_000, 20_000)),
        ("bomba.gif", lambda: frames("GIF", 26, 1400)),
        ("bomba.webp", lambda: frames("WEBP", 26, 1400, quality=1, method=0)),
    ],
)
def test_images_of_more_pixels_than_memory_bears_are_refused_all_frames_counted(editor, name, make):
    data = make()
    assert len(data) < 1_000_000
    messages = send(editor, "images", name, data)
    assert len(messages) == 1
    assert "pixels" in messages[0]
    assert not CustomImage.objects.exists()


def test_a_moving_image_of_a_usual_size_is_taken(editor):
    assert send(editor, "images", "gira.gif", KINDS["moving.gif"]) == []
    assert CustomImage.objects.get().file.name.endswith(".gif")


def test_a_photo_that_carries_something_behind_its_end_loses_it(editor):
    assert send(editor, "images", "foto.jpg", KINDS["photo.jpg"] + PAGE) == []
    with CustomImage.objects.get().open_file() as file:
        assert PAGE not in file.read()


def archive(**members: bytes) -> bytes:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as file:
        for name, content in members.items():
            file.writestr(name.replace("__bin", ".bin").replace("__", "/"), content)
    return data.getvalue()


WORD = {"[Content_Types].xml": b"x", "word__document.xml": b"x"}


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("pagina.html", PAGE),
        ("desenho.svg", SVG),
        ("programa.exe", b"MZ\x90\x00"),
        ("relatorio.pdf", PAGE),
        ("relatorio.pdf", b"MZ\x90\x00"),
        ("planilha.xlsx", b"PK\x03\x04 no archive"),
        ("planilha.xlsx", archive(**{"readme.txt": b"x"})),
        (
            "texto.docx",
            archive(**{"[Content_Types].xml": b"x", "word__document.xml": b"x", "word__vbaProject.bin": b"x"}),
        ),
        ("dados.csv", b"\x7fELF\x02\x00\x00"),
        ("arquivo.zip", b"Rar!\x1a\x07"),
        ("vazio.pdf", b""),
    ],
)
def test_a_document_is_what_its_name_says(editor, name, data):
    assert len(send(editor, "documents", name, data)) == 1
    assert not CustomDocument.objects.exists()


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("relatorio.pdf", b"%PDF-1.7\n"),
        ("RELATORIO.PDF", b"%PDF-1.7\n"),
        ("notas.txt", "São Paulo".encode("cp1252")),
        ("dados.csv", b"a;b\n1;2\n"),
        ("texto.docx", archive(**WORD)),
        ("slides.pptx", archive(**{"[Content_Types].xml": b"x", "ppt__presentation.xml": b"x"})),
        ("arquivo.zip", archive(**{"a.txt": b"x"})),
        ("texto.rtf", rb"{\rtf1 x}"),
    ],
)
def test_documents_of_the_usual_kinds_are_taken(editor, name, data):
    assert send(editor, "documents", name, data) == []
    assert CustomDocument.objects.count() == 1


def test_a_document_may_be_so_large_and_no_larger(editor, settings):
    settings.WAGTAILDOCS_MAX_UPLOAD_SIZE = 1000
    assert send(editor, "documents", "grande.pdf", b"%PDF-" + bytes(995)) == []
    [message] = send(editor, "documents", "maior.pdf", b"%PDF-" + bytes(996))
    assert "1000 bytes" in message.replace("\xa0", " ")


def test_several_at_once_are_checked_as_one_is(editor):
    for kind, name, data in (
        ("images", "desenho.png", SVG),
        ("images", "bomba.gif", frames("GIF", 26, 1400)),
        ("documents", "relatorio.pdf", PAGE),
    ):
        file = io.BytesIO(data)
        file.name = name
        form = {"files[]": file, "title": "x", "collection": "1"}
        answer = editor.post(f"/admin/{kind}/multiple/add/", form).json()
        assert answer["success"] is False, answer
        assert answer["error_message"], answer
    assert not CustomImage.objects.exists()
    assert not CustomDocument.objects.exists()


def test_a_document_is_downloaded_and_runs_nothing(editor, home):
    send(editor, "documents", "dados.csv", b"a;b\n")
    address = CustomDocument.objects.get().url.removeprefix("http://127.0.0.1:8000")
    answer = Client(headers={"host": "127.0.0.1"}).get(address)
    assert (answer.status_code, answer["Content-Type"]) == (200, "text/csv")
    assert answer["Content-Disposition"].startswith("attachment;")
    assert answer["Content-Security-Policy"] == "default-src 'none'"
    assert answer["X-Content-Type-Options"] == "nosniff"
