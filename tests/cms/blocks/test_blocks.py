"""The vocabulary of a body: whole, previewable, checked."""

import re

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils.functional import Promise
from wagtail.blocks import StreamBlock, StructBlock
from wagtail.blocks.base import Block

from cms.blocks.body import BodyBlock
from cms.blocks.video import parse_video_url

BLOCKS = BodyBlock().child_blocks


def children(block: Block):
    for child in [*getattr(block, "child_blocks", {}).values(), *filter(None, [getattr(block, "child_block", None)])]:
        yield child
        yield from children(child)


@pytest.mark.parametrize("name", BLOCKS)
def test_each_block_is_whole(name):
    block = BLOCKS[name]
    assert block.graphql_type
    assert block.meta.graphql_description.endswith(".")
    assert block.meta.icon not in {"placeholder", "default"}
    for text in (block.label, block.meta.description, block.meta.group):
        assert isinstance(text, Promise), name
    if isinstance(block, StructBlock):
        assert [field for field in block.graphql_fields if field in block.child_blocks] == list(block.child_blocks)
        for child_name, child in block.child_blocks.items():
            assert isinstance(child.field.help_text if hasattr(child, "field") else child.meta.help_text, Promise), (
                child_name
            )


@pytest.mark.parametrize("name", BLOCKS)
def test_each_block_has_a_preview(name, admin_client):
    address = reverse("wagtailadmin_block_preview") + f"?id={BLOCKS[name].definition_prefix}"
    html = admin_client.get(address, headers={"host": "127.0.0.1"}).content.decode()
    assert '<html lang="pt-br">' in html
    main = re.search(r"<main[^>]*>(.*)</main>", html, re.DOTALL)[1]
    assert "None" not in main
    assert main.strip()


def test_every_icon_exists(admin_client):
    page = admin_client.get("/admin/sprite/", headers={"host": "127.0.0.1"}).content.decode()
    known = set(re.findall(r'id="icon-([\w-]+)"', page))
    used = {block.meta.icon for top in BLOCKS.values() for block in [top, *children(top)]}
    assert used - known == set()


def table(*columns, rows=()):
    grid = {"columns": list(columns), "rows": [{"values": row} for row in rows], "caption": ""}
    return {"title": "Unidades", "table": grid}


@pytest.mark.parametrize(
    ("name", "value", "message"),
    [
        ("heading", {"title": "", "level": "h2"}, "Este campo é obrigatório."),
        ("video", {"title": "x", "video_url": "https://example.org/v"}, "Cole o endereço de um vídeo do YouTube ou do"),
        ("call_to_action", {"title": "x", "button_label": "y"}, "Escolha uma página ou escreva um endereço."),
        ("statistics", {"statistics": []}, "O número mínimo de itens é 2"),
        ("statistic", {"value": "1", "label": "Casas", "source": ""}, "Este campo é obrigatório."),
        ("table", table(), "Crie ao menos uma coluna e uma linha."),
        ("table", table({"type": "text", "heading": " "}, rows=[["a"]]), "Dê um título a cada coluna."),
    ],
)
def test_a_block_says_what_to_do(name, value, message):
    block = BLOCKS[name]
    with pytest.raises(ValidationError) as caught:
        block.clean(block.to_python(value))
    assert message in str(caught.value.as_json_data())


def test_a_valid_body_passes(db):
    body = BodyBlock()
    value = body.to_python(
        [
            {"type": "heading", "value": {"title": "Como", "level": "h3"}},
            {"type": "call_to_action", "value": {"title": "a", "button_label": "b", "url": "https://example.org"}},
            {"type": "divider", "value": None},
        ]
    )
    assert [child.block_type for child in body.clean(value)] == ["heading", "call_to_action", "divider"]
    assert isinstance(body, StreamBlock)


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("https://www.youtube.com/watch?v=dQw4w9WgXcQ", ("youtube", "dQw4w9WgXcQ")),
        ("https://youtu.be/dQw4w9WgXcQ?t=1", ("youtube", "dQw4w9WgXcQ")),
        ("https://www.youtube.com/watch?list=a&v=dQw4w9WgXcQ", ("youtube", "dQw4w9WgXcQ")),
        ("https://vimeo.com/76979871", ("vimeo", "76979871")),
        ("https://player.vimeo.com/video/76979871?h=1", ("vimeo", "76979871")),
        ("https://evil.org/youtube.com/watch?v=dQw4w9WgXcQ", None),
        ("javascript:alert(1)", None),
    ],
)
def test_video_addresses(url, expected):
    assert parse_video_url(url) == expected
