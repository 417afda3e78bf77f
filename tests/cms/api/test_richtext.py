"""Formatted text: four forms of one text, clean, and linked only to what is public."""

import re
from datetime import timedelta
from html import unescape

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from markdown_it import MarkdownIt
from wagtail.models import Collection, CollectionViewRestriction, PageViewRestriction, Site

from cms.api.ids import global_id
from cms.importing.holding import holding_back
from cms.importing.richtext import TAGS
from home.models import AreaIndexPage, HomePage
from tests.builders import make_area, make_city, make_document

FORMS = "{ html text markdown tree }"
COMMONMARK = MarkdownIt("commonmark")


def body(*texts):
    return [{"type": "rich_text", "value": {"text": text}} for text in texts]


@pytest.fixture
def read(home, graphql):
    """Return a function that puts texts in a body and gives their forms."""

    def forms(*texts):
        city = make_city(body=body(*texts))
        found = graphql(f'{{ city(slug: "{city.slug}") {{ body {{ ... on RichTextBlock {{ text {FORMS} }} }} }} }}')
        return [block["text"] for block in found["city"]["body"]]

    return forms


@pytest.fixture
def tree(read):
    """Return a function that gives the blocks of one text's tree."""

    def children(text):
        [found] = read(text)
        assert found["tree"]["type"] == "root"
        return found["tree"]["children"]

    return children


def node(kind, *children, **fields):
    return {"type": kind, **fields, "children": [words(child) for child in children]}


def words(child):
    return {"type": "text", "value": child} if isinstance(child, str) else child


def paragraph(*children):
    return node("paragraph", *children)


def items(ordered, *members):
    return node("list", *[node("listItem", *member, spread=False) for member in members], ordered=ordered, spread=False)


def link(url, target, *children):
    return {"type": "link", "url": url, "title": None, "target": target, "children": [words(c) for c in children]}


BREAK = {"type": "break"}


# --- Links ----------------------------------------------------------------------------------


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
    assert [text["markdown"] for text in found[::2]] == [
        "Veja [a **área**](/areas/saude/).",
        "[fora](https://example.org/?a=1\\&b=2) [e-mail](mailto:a@example.org)",
    ]
    to_area = {"kind": "page", "id": global_id(area), "type": "AreaPage", "path": "/areas/saude/"}
    to_document = {
        "kind": "document",
        "id": global_id(document),
        "type": "Document",
        "title": "Relatório",
        "filename": document.filename,
        "fileSize": document.file_size,
        "contentType": "application/pdf",
    }
    assert [text["tree"]["children"] for text in found] == [
        [paragraph("Veja ", link("/areas/saude/", to_area, "a ", node("strong", "área")), ".")],
        [paragraph(link(document.url, to_document, "PDF"))],
        [
            paragraph(
                link("https://example.org/?a=1&b=2", {"kind": "external"}, "fora"),
                " ",
                link("mailto:a@example.org", {"kind": "email"}, "e-mail"),
            )
        ],
    ]


@pytest.mark.parametrize(
    ("address", "kind"),
    [
        ("http://example.org/", "external"),
        ("HTTPS://example.org/", "external"),
        ("//example.org/", "external"),
        ("/\\example.org/", "external"),
        ("mailto:a@example.org", "email"),
        ("tel:+551130000000", "phone"),
        ("#contato", "anchor"),
        ("/cidades/", "path"),
        ("https://example.org/d'água", "external"),
    ],
)
def test_an_address_is_of_a_kind(tree, address, kind):
    stored = address.replace("'", "&#x27;")  # as the editor stores it
    assert tree(f'<p><a href="{stored}">x</a></p>') == [paragraph(link(address, {"kind": kind}, "x"))]


def test_a_page_on_another_site_has_a_whole_address_and_no_path(home, read):
    other = home.get_parent().add_child(instance=HomePage(title="Outro", slug="outro", hero_title="Outro"))
    Site.objects.create(hostname="outro.example.org", port=443, root_page=other)
    area = make_area(
        other.add_child(instance=AreaIndexPage(title="Áreas", slug="areas", introduction="O que há aqui."))
    )
    [found] = read(f'<p><a linktype="page" id="{area.pk}">x</a></p>')
    url = f"https://outro.example.org/areas/{area.slug}/"
    target = {"kind": "page", "id": global_id(area), "type": "AreaPage", "path": None}
    assert found["tree"]["children"] == [paragraph(link(url, target, "x"))]
    assert found["html"] == f'<p><a href="{url}">x</a></p>'


def private_page():
    page = make_area()
    PageViewRestriction.objects.create(page=page, restriction_type="login")
    return page


def deleted_page():
    page = make_area()
    pk = page.pk
    page.delete()
    page.pk = pk
    return page


def private_document():
    secret = Collection.get_first_root_node().add_child(name="Reservada")
    CollectionViewRestriction.objects.create(collection=secret, restriction_type="login")
    return make_document(collection=secret.add_child(name="Dentro"))


def deleted_document():
    document = make_document()
    pk = document.pk
    document.delete()
    document.pk = pk
    return document


HIDDEN = {
    "draft": ("page", lambda: make_area(live=False)),
    "private": ("page", private_page),
    "expired": ("page", lambda: make_area(expire_at=timezone.now() - timedelta(minutes=1))),
    "to come": ("page", lambda: make_area(go_live_at=timezone.now() + timedelta(days=1))),
    "deleted": ("page", deleted_page),
    "private document": ("document", private_document),
    "deleted document": ("document", deleted_document),
}
PLAIN = {
    "html": "<p>a <b>b</b> c</p>",
    "text": "a b c",
    "markdown": "a **b** c",
    "tree": node("root", paragraph("a ", node("strong", "b"), " c")),
}


@pytest.mark.parametrize(("kind", "make"), HIDDEN.values(), ids=HIDDEN)
def test_a_link_to_what_is_not_public_leaves_its_words(read, kind, make):
    assert read(f'<p>a <a linktype="{kind}" id="{make().pk}"><b>b</b></a> c</p>') == [PLAIN]


@pytest.mark.parametrize(
    "attributes",
    [
        'href="javascript:alert(1)"',
        'href="JavaScript&#58;alert(1)"',
        'href=" javascript:alert(1)"',
        'href="data:text/html,x"',
        'href="vbscript:x"',
        'href="file:///etc/passwd"',
        'href="ftp://example.org"',
        'href="example.org"',
        'href=""',
        'name="x"',
        'linktype="page"',
        'linktype="page" id=""',
        'linktype="page" id="abc"',
        'linktype="page" id="-1"',
        'linktype="page" id="999999999999999999"',
        'linktype="page" id="99999999999999999999999"',
        'linktype="image" id="1"',
        'linktype="page" href="https://example.org/"',
    ],
)
def test_a_link_to_what_is_unsafe_or_broken_leaves_its_words(read, attributes):
    assert read(f"<p>a <a {attributes}><b>b</b></a> c</p>") == [PLAIN]


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ('<p><A HREF="javascript:x">a</A></p>', "<p>a</p>"),
        ("<p><a href='javascript:x'>a</a></p>", "<p>a</p>"),
        ('<p><a href="javascript:x">a</p>', "<p>a</p>"),
        (
            '<p><a href="https://a.org">a<a href="javascript:x">b</a>c</a></p>',
            '<p><a href="https://a.org">a</a>bc</p>',
        ),
        ('<p><a href="https://a.org" onclick="x()">a</a></p>', '<p><a href="https://a.org">a</a></p>'),
        ('<p onclick="x()" style="color:red">a</p>', "<p>a</p>"),
        ("<p>a<script>b</script><img src=x onerror=y></p>", "<p>ab</p>"),
        ("<p>a < b & c</p>", "<p>a &lt; b &amp; c</p>"),
        ('<p><a href="https://a.org">a</a></p><p><a href="https://b.org">b', None),
    ],
)
def test_all_forms_show_the_same_links_of_what_no_editor_wrote(read, text, html):
    [found] = read(text)
    links = set(re.findall(r'"url": ?"([^"]*)"', str(found["tree"]).replace("'", '"')))
    assert set(re.findall(r'<a href="([^"]*)">', found["html"])) == links
    assert set(re.findall(r'<a href="([^"]*)">', COMMONMARK.render(found["markdown"]))) == links
    assert html in (None, found["html"])


# --- Nodes ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "blocks"),
    [
        ("<p>a</p><p>b</p>", [paragraph("a"), paragraph("b")]),
        (
            "<h2>a</h2><h3>b</h3><h4>c</h4>",
            [node("heading", word, depth=d) for d, word in [(2, "a"), (3, "b"), (4, "c")]],
        ),
        ("<p><b>a</b> <strong>b</strong></p>", [paragraph(node("strong", "a"), " ", node("strong", "b"))]),
        ("<p><i>a</i> <em>b</em></p>", [paragraph(node("emphasis", "a"), " ", node("emphasis", "b"))]),
        ("<p>m<sup>2</sup></p>", [paragraph("m", node("superscript", "2"))]),
        ("<p>a<br/>b<br>c</p>", [paragraph("a", BREAK, "b", BREAK, "c")]),
        ("<p><b><i>a</i> b</b></p>", [paragraph(node("strong", node("emphasis", "a"), " b"))]),
        ("<ul><li>a</li><li>b</li></ul>", [items(False, [paragraph("a")], [paragraph("b")])]),
        ("<ol><li>a</li></ol><p>b</p>", [items(True, [paragraph("a")]), paragraph("b")]),
        (
            "<ul><li>a<ol><li>b<ul><li>c</li></ul></li><li>d</li></ol></li><li>e</li></ul>",
            [
                items(
                    False,
                    [paragraph("a"), items(True, [paragraph("b"), items(False, [paragraph("c")])], [paragraph("d")])],
                    [paragraph("e")],
                )
            ],
        ),
    ],
)
def test_each_kind_of_node(tree, text, blocks):
    assert tree(text) == blocks


@pytest.mark.parametrize("tag", sorted({tag for tags in TAGS.values() for tag in tags} - {"a", "li", "ol", "ul"}))
def test_every_tag_of_the_editor_is_in_every_form(read, tag):
    stored = f"<{tag}>x</{tag}>" if tag.startswith("h") else f"<p>a <{tag}>x</{tag}></p>"
    [found] = read(stored)
    assert found["html"] == stored
    assert found["tree"]["children"] not in ([paragraph("x")], [paragraph("a x")])
    assert found["markdown"] not in ("x", "a x")


@pytest.mark.parametrize(
    ("text", "blocks"),
    [
        (
            "<p>a &amp; b &lt;i&gt; &quot;c&quot;&nbsp;d é &#233; &amp;amp;</p>",
            [paragraph('a & b <i> "c"\xa0d é é &amp;')],
        ),
        ("\n<p>\n  a\n  b </p>\n\n<p>c</p> ", [paragraph("a b"), paragraph("c")]),
        (
            "<ul>\n <li> a\n  <ul>\n <li>b</li>\n </ul>\n </li>\n</ul>",
            [items(False, [paragraph("a"), items(False, [paragraph("b")])])],
        ),
        ("<p>a<b> b </b>c</p>", [paragraph("a ", node("strong", "b"), " c")]),
        ("<p>a <b> b</b></p>", [paragraph("a ", node("strong", "b"))]),
        ("<p>a<b> </b>b</p>", [paragraph("a b")]),
        ("<p><b>a<br/></b> b<br/></p>", [paragraph(node("strong", "a"), BREAK, "b")]),
        ("<p>a</p><p></p><p> <b></b></p><h2><br/></h2><ul><li></li></ul>", [paragraph("a")]),
    ],
)
def test_spaces_and_entities(tree, text, blocks):
    assert tree(text) == blocks


@pytest.mark.parametrize(
    ("text", "blocks"),
    [
        ("a <b>b</b>", [paragraph("a ", node("strong", "b"))]),
        ("<p><u>a</u> <span class='x'>b</span></p>", [paragraph("a b")]),
        ("<div>a</div><blockquote>b</blockquote>", [paragraph("a"), paragraph("b")]),
        ("<table><tr><td>a</td><td>b</td></tr></table>", [paragraph("a"), paragraph("b")]),
        ("<p><b>a<i>b</b>c</i></p>", [paragraph(node("strong", "a", node("emphasis", "b")), node("emphasis", "c"))]),
        ("<p><b>a</p><p>b</p>", [paragraph(node("strong", "a")), paragraph(node("strong", "b"))]),
        ("<b><p>a</p></b>", [paragraph(node("strong", "a"))]),
        ("<b><b>a</b>b</b>", [paragraph(node("strong", "ab"))]),
        ("<p>a</b></ul></li></h2>b</p>", [paragraph("a"), paragraph("b")]),
        ("<li>a</li>", [paragraph("a")]),
        ("<ul>a<li>b</ul>", [items(False, [paragraph("a")], [paragraph("b")])]),
        ("<ul><li>a</li><ul><li>b</li></ul></ul>", [items(False, [paragraph("a"), items(False, [paragraph("b")])])]),
        ("<ul><li>a", [items(False, [paragraph("a")])]),
        ("<p>a<![CDATA[b]]><![x[ ><!-- c --><!doctype d><?e ?></p>", [paragraph("a")]),
    ],
)
def test_what_no_editor_wrote_is_read_as_well_as_can_be(tree, text, blocks):
    assert tree(text) == blocks


@pytest.mark.parametrize(
    "text",
    ["<ul><li>" * 2000 + "x", "<b><i>" * 2000 + "x", "<", "</", "<a", "<![x", "<!", "&", "&#0;", "&#xD800;", "<" * 999],
)
def test_nothing_is_too_broken(read, text):
    [found] = read(text)
    assert found["tree"]["type"] == "root"


def test_a_text_without_words_has_empty_forms(read):
    assert read('<p data-block-key="a"></p>') == [
        {"html": "<p></p>", "text": "", "markdown": "", "tree": {"type": "root", "children": []}}
    ]


def test_no_text_is_null(home, graphql):
    assert read_home(graphql) is None
    home.opening_text = '<p data-block-key="a">Oi <a href="#x">x</a></p>'
    home.save()
    assert read_home(graphql) == {
        "html": '<p>Oi <a href="#x">x</a></p>',
        "text": "Oi x",
        "markdown": "Oi [x](#x)",
        "tree": node("root", paragraph("Oi ", link("#x", {"kind": "anchor"}, "x"))),
    }


def read_home(graphql):
    return graphql(f"{{ home {{ openingText {FORMS} }} }}")["home"]["openingText"]


def test_what_only_the_editor_needs_is_left_out(read):
    assert read(
        '<p data-block-key="a1b2c">Assim.</p>', '<div data-block-key="d">E <b data-block-key="e">assim</b></div>'
    ) == [
        {"html": "<p>Assim.</p>", "text": "Assim.", "markdown": "Assim.", "tree": node("root", paragraph("Assim."))},
        {
            "html": "<p>E <b>assim</b></p>",
            "text": "E assim",
            "markdown": "E **assim**",
            "tree": node("root", paragraph("E ", node("strong", "assim"))),
        },
    ]


def test_words_of_nested_lists_stay_apart(read):
    nested, strange = "<ul><li>um<ul><li>dois</li></ul></li><li>três</li></ul>", "<div><p>um<br/>dois</p></div>"
    assert [found["text"] for found in read(nested, strange)] == ["um dois três", "um dois"]


# --- Embeds ---------------------------------------------------------------------------------


def embed(url, provider=None, video_id=None):
    return {"type": "embed", "url": url, "provider": provider, "videoId": video_id}


def media(url):
    return f'<embed embedtype="media" url="{url}"/>'


YOUTUBE = "https://www.youtube.com/watch?v=y8Kyi0WNg40"


@pytest.mark.parametrize(
    ("url", "found"),
    [
        (YOUTUBE, embed(YOUTUBE, "YOUTUBE", "y8Kyi0WNg40")),
        ("https://vimeo.com/7654321", embed("https://vimeo.com/7654321", "VIMEO", "7654321")),
        ("https://example.org/?a=1&amp;b=2", embed("https://example.org/?a=1&b=2")),
    ],
)
def test_an_embed_is_data_and_a_link(read, url, found):
    [forms] = read(f"<p>a</p>{media(url)}<p>b</p>")
    address = found["url"].replace("&", "\\&")
    assert forms == {
        "html": f'<p>a</p><p><a href="{url}">{url}</a></p><p>b</p>',
        "text": "a b",
        "markdown": f"a\n\n[{address}]({address})\n\nb",
        "tree": node("root", paragraph("a"), found, paragraph("b")),
    }


def test_an_embed_parts_the_paragraph_or_item_it_lies_in(read):
    found = read(f"<p>vídeo {media(YOUTUBE)} <b>fim</b></p>", f"<ul><li>a{media(YOUTUBE)}</li></ul>")
    video = embed(YOUTUBE, "YOUTUBE", "y8Kyi0WNg40")
    assert [text["tree"]["children"] for text in found] == [
        [paragraph("vídeo"), video, paragraph(node("strong", "fim"))],
        [items(False, [paragraph("a"), video])],
    ]
    anchor = f'<p><a href="{YOUTUBE}">{YOUTUBE}</a></p>'
    assert [text["html"] for text in found] == [
        f"<p>vídeo</p>{anchor}<p><b>fim</b></p>",
        f"<ul><li><p>a</p>{anchor}</li></ul>",
    ]


@pytest.mark.parametrize(
    "unknown",
    [
        media("javascript:alert(1)"),
        media("/x"),
        '<embed embedtype="media"/>',
        '<embed embedtype="image" id="1" alt="x"/>',
    ],
)
def test_an_embed_of_anything_else_is_left_out(read, unknown):
    [found] = read(f"<p>a</p>{unknown}")
    assert (found["html"], found["markdown"], found["tree"]) == ("<p>a</p>", "a", node("root", paragraph("a")))


# --- Markdown -------------------------------------------------------------------------------

WORDS = [
    *("2*3*4 _x_ __init__ **a** `c` ```d``` ~~e~~ ~~~", "# a", "###### b #", "C# #", "- a", "-5 graus", "+ a", "* a"),
    *("1. a", "1986) a", "123456789. a", "> a", "=== ", "---", "- - -", "***", "| a | b |", "\\", "\\* \\\\", "a\\"),
    *("[a](b)", "[a]: b", "![a](b)", "[ ] a", "<b>a</b>", "<!-- a -->", "<https://example.org>", "https://x_y_z/*a*"),
    *("&amp;", "&copy; & &#35; &", "a\xa0b \xa0", "\u2003a", "“a” — ‘b’…", "R$ 5 € 10", "a!", "😀", "é", "    a"),
]
BETWEEN = ["a{}b", "a {} b", "({})", "€{}€", "{}", "“{}”.", "<b>a</b>{}<i>b</i>", "a<br/>{}<br/>b"]
MARKED = [
    *("<b>x</b>", "<i>x</i>", "<b>x:</b>", "<i>(x)</i>", "<b><i>x</i></b>", "<i><b>x</b> y</i>", "<i>x <b>y</b></i>"),
    *("<b>x</b><b>y</b>", "<i>x</i><i>y</i>", "<b>x</b><i>y</i>", "<b>&nbsp;x</b>", "<b>*</b>", "<i>_</i>", "<b>€</b>"),
    *("<sup>2</sup>", "<sup><b>a</b></sup>", "<b>a<sup>o</sup></b>", "<b>x<br/>y</b>", "<b>- x</b>", "!", "#", "1."),
    *(
        '<a href="https://x.org/">x</a>',
        '<a href="https://x.org/a_(b">]x[</a>',
        '<a href="https://x.org/a)b"><b>x</b></a>',
    ),
    *('<b><a href="#x">x</a></b>', '!<a href="/a b/">x!</a>', '<a href="https://x.org/?a&amp;lt;b&amp;copy;=1">x</a>'),
    *('<a href="https://x.org/`*_[\\]&quot;">`</a>`', '<a href="tel:+55 11">x</a><a href="mailto:a@x.org">y</a>'),
]
HOSTILE = [
    *(
        f"<{tag}>{escaped}</{tag}>"
        for tag in ("p", "h3")
        for escaped in (w.replace("&", "&amp;").replace("<", "&lt;") for w in WORDS)
    ),
    *(f"<{tag}>{around.format(marked)}</{tag}>" for tag in ("p", "h2") for around in BETWEEN for marked in MARKED),
    *(f"<ul><li>{marked}<ol><li>{marked}</li><li>1. a</li></ol></li><li>- a</li></ul>" for marked in MARKED),
    "<ul><li>a</li></ul><ul><li>b</li></ul><ol><li>c</li></ol><ol><li>d</li></ol>",
    "<ul><li><ul><li>a</li></ul></li></ul>",
    "<ol>" + "<li>a<ul><li>b</li></ul></li>" * 12 + "</ol>",
    "<h2>a</h2><p>b</p><h3>c</h3><ul><li>d</li></ul><p>e</p>",
]


def canonical(html):
    """Return ``html`` with one spelling for all that means the same."""
    for ours, theirs in (("b", "strong"), ("i", "em")):
        html = re.sub(rf"<(/?){theirs}>", rf"<\1{ours}>", html)
    html = re.sub(r"<br ?/?>\n?", "<br/>", html)
    html = re.sub(r'href="([^"]*)"', lambda link: f'href="{COMMONMARK.normalizeLink(unescape(link[1]))}"', html)
    html = re.sub(r"(?<=>)\n|\n(?=<)", "", html)
    return re.sub(r"[ \n]+", " ", unescape(html))


def test_markdown_says_what_the_html_says(read):
    different = []
    for stored, found in zip(HOSTILE, read(*HOSTILE), strict=True):
        expected = re.sub(r"(<(?:p|h\d|li|br/)>) +| +(?=</?(?:p|h\d|li|ul|ol|br/)>)", r"\1", found["html"])
        if canonical(COMMONMARK.render(found["markdown"])) != canonical(expected):
            different.append((stored, found["markdown"]))
    assert len(HOSTILE) > 500
    assert different == []


@pytest.mark.parametrize(
    ("text", "markdown"),
    [
        ("<p>a</p><h2>b</h2><p>c<br/>d</p>", "a\n\n## b\n\nc\\\nd"),
        ("<p><b>a</b>, <i>b</i>, <b><i>c</i></b>, x<b>y</b>z</p>", "**a**, _b_, **_c_**, x**y**z"),
        ("<p><b>Prazo:</b>2024, x<i>y</i>z</p>", "<strong>Prazo:</strong>2024, x<em>y</em>z"),
        ("<p>m<sup>2</sup></p>", "m<sup>2</sup>"),
        ("<ol><li>a<ul><li>b</li></ul></li><li>c</li></ol>", "1. a\n   - b\n2. c"),
        ("<p># 1 * 2 _ 3</p><p>1. a</p>", "\\# 1 \\* 2 \\_ 3\n\n1\\. a"),
        ("<p>A - B + C #1 (d) e.g. R$ 5!</p>", "A - B + C #1 (d) e.g. R$ 5!"),
    ],
)
def test_markdown_is_as_plain_as_can_be(read, text, markdown):
    assert [found["markdown"] for found in read(text)] == [markdown]


# --- Statements -----------------------------------------------------------------------------


def test_every_form_costs_the_same_statements_at_1_10_and_100_rows(home, ask):
    area, other, document = make_area(), make_area(), make_document()
    make_area(body=body(f'<p><a linktype="document" id="{document.pk}">x</a></p>'))
    text = (
        f'<p><a linktype="page" id="{area.pk}">a</a> <A id="{other.pk}" linktype="page">b</a>'
        f'<a linktype="page" id="999999">c</a> <a linktype="document" id="{document.pk}">d</a>'
    )
    query = f"{{ cities(first: 100) {{ nodes {{ body {{ ... on RichTextBlock {{ text {FORMS} }} }} }} }} }}"
    counted = []
    for rows in (1, 9, 90):
        with holding_back():
            for _ in range(rows):
                make_city(body=body(text, text))
        ask(query)
        with CaptureQueriesContext(connection) as captured:
            answer = ask(query)
        assert "errors" not in answer
        assert str(answer).count("'kind': 'page'") == str(answer).count("'kind': 'document'") * 2 > 0
        counted.append(len(captured))
    # roots, cities with bodies, pages, documents
    assert counted == [4, 4, 4]
