"""What is scheduled goes out by itself, at its time and not before."""

from datetime import datetime, timedelta
from secrets import token_hex
from zoneinfo import ZoneInfo

from tests.browser.editing import expect_said, new_page, open_panel
from tests.cms.delivery.waiting import wait_for

TITLE = "query($path: String!) { page(path: $path) { title } }"
HERE = ZoneInfo("America/Sao_Paulo")


def test_a_page_goes_out_when_its_time_has_come(reviewer, site):
    name = token_hex(4)
    path = f"/agenda-{name}/"
    new_page(reviewer, "Narrativa", "Página inicial")
    reviewer.fill("[name=title]", f"Agenda {name}")
    reviewer.fill("[name=introduction]", "Sai sozinha.")
    open_panel(reviewer, "status")
    reviewer.get_by_role("button", name="Definir cronograma").click()
    soon = (datetime.now(HERE) + timedelta(seconds=75)).replace(second=0, microsecond=0)
    reviewer.fill("[name=go_live_at]", soon.strftime("%d/%m/%Y %H:%M"))
    reviewer.get_by_role("button", name="Salvar programação").click()
    reviewer.wait_for_url("**/edit/")
    reviewer.get_by_role("button", name="Mais ações").click()
    reviewer.locator("[name=action-publish]").click()
    expect_said(reviewer, f"Agenda {name}")
    assert datetime.now(HERE) >= soon or site.read(TITLE, path=path)["page"] is None
    published = wait_for(lambda: site.read(TITLE, path=path)["page"], seconds=120)
    assert published == {"title": f"Agenda {name}"}
    assert datetime.now(HERE) >= soon
