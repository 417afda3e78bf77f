"""A webhook is made in the admin; what is published is told to it, signed as receivers' libraries expect."""

from secrets import token_hex

import pytest
from playwright.sync_api import expect
from standardwebhooks.webhooks import Webhook as Verifier
from standardwebhooks.webhooks import WebhookVerificationError

from tests.browser.editing import do, expect_said, new_page
from tests.cms.delivery.waiting import wait_for
from tests.cms.webhooks.receivers import receiving


def test_a_receiver_is_told_and_believes_it(admin, reviewer):
    with receiving() as receiver:
        admin.goto("/admin/webhooks/")
        admin.get_by_role("link", name="Adicionar webhook").click()
        admin.fill("[name=name]", f"Site {token_hex(4)}")
        admin.fill("[name=url]", receiver.url)
        admin.get_by_role("button", name="Criar").click()
        secret = admin.locator(".help-warning code").inner_text()
        name = token_hex(4)
        title, path = f"Aviso {name}", f"/aviso-{name}/"
        new_page(reviewer, "Narrativa", "Página inicial")
        reviewer.fill("[name=title]", title)
        reviewer.fill("[name=introduction]", "Para quem ouve.")
        do(reviewer, "Publicar")
        expect_said(reviewer, title)

        headers, body = wait_for(lambda: next((one for one in receiver.heard if name.encode() in one[1]), None))
        told = Verifier(secret).verify(body, headers)
        assert (told["type"], told["data"]["objects"][0]["path"]) == ("page.published", path)
        with pytest.raises(WebhookVerificationError):
            Verifier(secret).verify(body.replace(b"aviso", b"falso"), headers)
        admin.reload()
        expect(admin.locator("main")).not_to_contain_text(secret)
        expect(admin.locator("table.listing")).to_contain_text("204")
        admin.get_by_role("link", name="Editar").first.click()
        admin.uncheck("[name=is_active]")
        admin.get_by_role("button", name="Salvar").click()
        expect(admin.get_by_text("Este webhook está desligado: nada é enviado.")).to_be_visible()
