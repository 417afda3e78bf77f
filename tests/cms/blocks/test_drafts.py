"""A draft may be unfinished; what cannot be right is said even in a draft, and nothing unfinished goes out."""

import pytest
from django.core.exceptions import ValidationError

from cms.blocks.body import BodyBlock
from tests.builders import make_image, make_narrative

UNFINISHED = {
    "call_to_action": {"title": "", "button_label": ""},
    "table": {"title": "", "table": {"columns": [], "rows": [], "caption": ""}},
    "video": {"title": "", "video_url": ""},
    "gallery": {"images": []},
    "map": {"cities": []},
    "statistic": {"label": "", "source": ""},
}


def messages(clean, name, value):
    with pytest.raises(ValidationError) as caught:
        clean(BodyBlock().to_python([{"type": name, "value": value}]))
    return caught.value.as_json_data()["blockErrors"][0]["blockErrors"]


@pytest.mark.parametrize("name", UNFINISHED)
def test_an_unfinished_block_is_kept_in_a_draft_and_not_published(name):
    body = BodyBlock()
    value = body.to_python([{"type": name, "value": UNFINISHED[name]}])
    assert [block.block_type for block in body.clean_deferred(value)] == [name]
    with pytest.raises(ValidationError):
        body.clean(value)


def test_two_destinations_are_refused_on_both_fields(home):
    value = {"title": "a", "button_label": "b", "page": make_narrative().pk, "url": "https://example.org/"}
    problem = {"messages": ["Escolha só um destino: apague a página ou o endereço."]}
    for clean in (BodyBlock().clean, BodyBlock().clean_deferred):
        assert messages(clean, "call_to_action", value) == {"page": problem, "url": problem}


def test_an_image_is_described_or_marked_as_decorative(db):
    image = {"image": make_image().pk, "alt_text": "", "decorative": False}
    found = messages(BodyBlock().clean, "image", {"image": image})["image"]["blockErrors"]["alt_text"]["messages"]
    assert found == ["Adicione algum texto alternativo à sua imagem ou marque-a como decorativa"]
    for change in ({"alt_text": "A orla de Santos"}, {"decorative": True}):
        body = BodyBlock()
        (block,) = body.clean(body.to_python([{"type": "image", "value": {"image": {**image, **change}}}]))
        assert (block.value["image"].contextual_alt_text, block.value["image"].decorative) == (
            change.get("alt_text", ""),
            change.get("decorative", False),
        )


def test_a_video_without_an_address_yet_has_no_provider():
    value = BodyBlock().to_python([{"type": "video", "value": {"title": "x"}}])[0].value
    assert (value.provider, value.video_id) == (None, None)


def test_a_number_is_one_that_the_api_can_send():
    found = messages(BodyBlock().clean, "statistic", {"value": "1e400", "label": "a", "source": "b"})
    assert list(found) == ["value"]
