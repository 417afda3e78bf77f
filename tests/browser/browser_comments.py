"""What visitors say about a page: sent as a frontend sends it, read by a reviewer, published, refused or answered."""

import time
from secrets import token_hex

from playwright.sync_api import Page, expect

from tests.browser.editing import do, expect_said, new_page

PAGE = "query($path: String!) { page(path: $path) { id commentsOpen } }"
START = """mutation($page: ID!) { startComment(input: { page: $page }) {
    token consent { version } errors { code }
} }"""
SUBMIT = (
    """mutation($input: SubmitCommentInput!) { submitComment(input: $input) { submitted errors { code message } } }"""
)
READ = """query($path: String!) { page(path: $path) { comments(first: 10, orderBy: [OLDEST]) { totalCount nodes {
    authorName isProgramme pieces { text } replies(first: 5) { nodes { authorName isProgramme pieces { text } } }
} } } }"""
NOBODY_TAKES_LESS = 3.2
"""Seconds that a person needs: what comes sooner is taken for a robot's."""


def open_page(reviewer: Page, site) -> tuple[str, str, str]:
    """Publish a page that takes comments; return its title, its path and its id."""
    name = token_hex(4)
    title, path = f"Praça {name}", f"/praca-{name}/"
    new_page(reviewer, "Narrativa", "Página inicial")
    reviewer.fill("[name=title]", title)
    reviewer.fill("[name=introduction]", "O que acha da praça?")
    reviewer.get_by_role("tab", name="Configurações").click()
    reviewer.check("[name=allows_comments]")
    do(reviewer, "Publicar")
    expect_said(reviewer, title)
    page = site.read(PAGE, path=path)["page"]
    assert page["commentsOpen"] is True
    return title, path, page["id"]


def say(site, page: str, **words: str) -> None:
    """Comment the page of this id as a person does in a frontend."""
    begun = site.read(START, page=page)["startComment"]
    assert begun["errors"] == []
    time.sleep(NOBODY_TAKES_LESS)
    about = {"page": page, "token": begun["token"], "consent": begun["consent"]["version"]}
    answer = site.read(SUBMIT, input={**about, **words})
    assert answer["submitComment"] == {"submitted": True, "errors": []}


def open_queue(reviewer: Page) -> None:
    reviewer.goto("/admin/")
    reviewer.get_by_role("link", name="Comentários", exact=True).click()
    expect(reviewer.get_by_role("heading", level=1)).to_contain_text("Comentários")


def choose(reviewer: Page, *texts: str) -> None:
    for text in texts:
        reviewer.get_by_role("row").filter(has_text=text).get_by_role("checkbox").check()


def plain(comment: dict) -> tuple[str, bool, str]:
    return comment["authorName"], comment["isProgramme"], "".join(piece["text"] for piece in comment["pieces"])


def test_comments_are_read_before_they_are_seen(reviewer, site):
    title, path, page = open_page(reviewer, site)
    mark = token_hex(4)
    good, fair, bad = f"Ficou linda {mark}.", f"Falta um banco {mark}.", f"Compre aqui {mark}."
    for name, text in (("Marina", good), ("João", fair), ("Vendas", bad)):
        say(site, page, name=name, email=f"{name.encode('ascii', 'ignore').decode().lower()}@example.org", text=text)
    assert site.read(READ, path=path)["page"]["comments"]["totalCount"] == 0

    open_queue(reviewer)
    choose(reviewer, good, fair)
    reviewer.get_by_role("button", name="Publicar os escolhidos").click()
    expect_said(reviewer, "2 comentários publicados.")
    choose(reviewer, bad)
    reviewer.get_by_role("button", name="Recusar os escolhidos").click()
    expect_said(reviewer, "Escreva o motivo da recusa.")
    choose(reviewer, bad)
    reviewer.get_by_label("Motivo da recusa").fill("É propaganda.")
    reviewer.get_by_role("button", name="Recusar os escolhidos").click()
    expect_said(reviewer, "1 comentário recusado.")
    reviewer.get_by_role("link", name=bad).click()
    expect(reviewer.locator("main")).to_contain_text("Recusado: É propaganda.")

    reviewer.goto("/admin/comments/?queue=approved")
    reviewer.get_by_role("link", name=fair).click()
    reviewer.get_by_label("Resposta").fill("Chega em março.")
    reviewer.get_by_role("button", name="Responder e publicar").click()
    expect_said(reviewer, "Resposta publicada.")
    seen = site.read(READ, path=path)["page"]["comments"]["nodes"]
    assert [plain(comment) for comment in seen] == [("Marina", False, good), ("João", False, fair)]
    assert [plain(reply) for reply in seen[1]["replies"]["nodes"]] == [("Programa Juntos", True, "Chega em março.")]
    assert seen[0]["replies"]["nodes"] == []
