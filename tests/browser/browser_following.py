"""Following by e-mail: asked for, confirmed by a letter, read in an issue that an editor approved, and left."""

import re
import time
from email.message import EmailMessage
from secrets import token_hex

from playwright.sync_api import Page, expect

from tests.browser.editing import do, expect_said, open_children, type_title

START = "mutation { startFollowing { token consent { version } errors { code } } }"
FOLLOW = "mutation($input: FollowByEmailInput!) { followByEmail(input: $input) { requested errors { code message } } }"
NOBODY_TAKES_LESS = 3.2
"""Seconds that a person needs: what comes sooner is taken for a robot's."""
A_WEEK_LATER = """
from datetime import timedelta
from home.models import StoryPage
from cms.engagement.following.issues import draft_what_is_due
story = StoryPage.objects.get(title=%r)
story.first_published_at -= timedelta(days=7)
story.save(update_fields=["first_published_at"])
draft_what_is_due()
"""


def links(letter: EmailMessage) -> dict[str, str]:
    """Return the links of a letter to this server, by what they are for."""
    found = re.findall(r"https?://\S+/following/\S+", letter.get_body(("plain",)).get_content())
    kinds = {"confirm": "/confirm/", "leave": "/leave/"}
    return {next((kind for kind, part in kinds.items() if part in link), "preferences"): link for link in found}


def ask_to_follow(site, email: str) -> None:
    begun = site.read(START)["startFollowing"]
    time.sleep(NOBODY_TAKES_LESS)
    about = {"token": begun["token"], "consent": begun["consent"]["version"]}
    asked = site.read(FOLLOW, input={**about, "email": email, "frequency": "WEEKLY", "pages": []})
    assert asked["followByEmail"] == {"requested": True, "errors": []}


def publish_story(reviewer: Page, title: str) -> None:
    open_children(reviewer, "Página inicial", "Histórias")
    reviewer.get_by_role("link", name="Adicionar subpágina").first.click()
    type_title(reviewer, title)
    reviewer.fill("[name=summary]", "Um mutirão, e o que ficou dele.")
    do(reviewer, "Publicar")
    expect_said(reviewer, title)


def test_news_reach_who_asked_for_them_until_they_leave(reviewer, visitor, site):
    name = token_hex(4)
    email, title, subject = f"{name}@example.org", f"Mutirão {name}", f"A semana {name}"
    ask_to_follow(site, email)
    visitor.goto(links(site.letter(email, "Confirme que quer receber novidades"))["confirm"])
    visitor.get_by_role("button", name="Confirmar que quero receber").click()
    expect(visitor.get_by_role("status")).to_contain_text("Pronto: a próxima novidade chega no seu e-mail.")

    publish_story(reviewer, title)
    site.run(A_WEEK_LATER % title)
    reviewer.goto("/admin/")
    reviewer.get_by_role("link", name="Boletins").click()
    reviewer.get_by_role("row").filter(has_text="Espera aprovação").first.get_by_role("link").click()
    reviewer.get_by_label("Assunto").fill(subject)
    reviewer.get_by_label("Abertura").fill("Boa leitura!")
    reviewer.get_by_role("button", name="Enviar só para mim").click()
    expect_said(reviewer, "Enviada para reviewer@example.org.")
    tried = site.letter("reviewer@example.org", subject).get_body(("plain",)).get_content()
    assert title in tried
    assert "Boa leitura!" in tried
    assert [letter["Subject"] for letter in site.letters(email)] == ["Confirme que quer receber novidades"]
    expect(reviewer.locator("main pre")).to_contain_text(title)
    reviewer.get_by_role("button", name="Aprovar e enviar").click()
    expect_said(reviewer, "Aprovada: o envio começa em instantes.")

    news = site.letter(email, subject)
    assert title in news.get_body(("plain",)).get_content()
    assert news["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    visitor.goto(links(news)["preferences"])
    expect(visitor.get_by_label("Tudo o que é novo")).to_be_checked()
    visitor.get_by_label("Uma vez por mês").check()
    visitor.get_by_role("button", name="Salvar").click()
    expect(visitor.get_by_role("status")).to_have_text("Suas escolhas foram salvas.")
    visitor.reload()
    expect(visitor.get_by_label("Uma vez por mês")).to_be_checked()
    visitor.get_by_role("link", name="Não receber mais nada").click()
    visitor.get_by_role("button", name="Cancelar a inscrição").click()
    expect(visitor.get_by_role("status")).to_contain_text("o seu endereço foi apagado.")
    visitor.goto(links(news)["preferences"])
    expect(visitor.locator("form")).to_have_count(0)
    assert len(site.letters(email)) == 2
