"""Formatted text: clean, and linked only to what is public."""

import pytest

from tests.builders import make_area, make_city, make_document


def body(*texts):
    return [{"type": "rich_text", "value": {"text": text}} for text in texts]


@pytest.fixture
def read(home, graphql):
    """Return a function that puts texts in a body and gives their HTML."""

    def html(*texts):
        city = make_city(body=body(*texts))
        found = graphql('{ city(slug: "%s") { body { ... on RichTextBlock { text { html text } } } } }' % city.slug)
        return [block["text"] for block in found["city"]["body"]]

    return html


def test_links_lead_to_paths_documents_and_addresses(read):
    area, document = make_area(title="Saúde"), make_document()
    found = read(
        f'<p>Veja <a id="{area.pk}" linktype="page">a <b>área</b></a>.</p>',
        f'<p><a id="{document.pk}" linktype="document">PDF</a></p>',
        '<p><a href="https://example.org/?a=1&amp;b=2">fora</a> <a href="mailto:a@example.org">e-mail</a></p>',
    )
    assert [text["html"] for text in found] == [
        '<p>Veja <a href="/areas/saude/">a <b>área</b></a>.</p>',
        f'<p><a href="{document.url}">PDF</a></p>',
        '<p><a href="https://example.org/?a=1&amp;b=2">fora</a> <a href="mailto:a@example.org">e-mail</a></p>',
    ]
    assert [text["text"] for text in found] == ["Veja a área.", "PDF", "fora e-mail"]


def test_links_to_what_is_hidden_or_gone_or_dangerous_become_text(read):
    draft = make_area(live=False)
    found = read(
        f'<p><a id="{draft.pk}" linktype="page">rascunho</a></p>',
        '<p><a id="999999" linktype="page">sumiu</a></p>',
        '<p><a href="javascript:alert(1)">clique</a></p>',
        '<p>vídeo <embed embedtype="media" url="https://youtu.be/x"/></p>',
    )
    assert [text["html"] for text in found] == ["<p>rascunho</p>", "<p>sumiu</p>", "<p>clique</p>", "<p>vídeo </p>"]


def test_what_only_the_editor_needs_is_left_out(read):
    assert read('<p data-block-key="a1b2c">Assim.</p>') == [{"html": "<p>Assim.</p>", "text": "Assim."}]
