"""The pictures of the guide for editors, taken anew by ``make screenshots`` from a server with the demo content.

Each test takes one or two, called as ``docs/editores.md`` calls them. What visitors did is written beside the server,
with fixed dates; the rest is done as an editor does it.
"""

from io import BytesIO

import pytest
from PIL import Image
from playwright.sync_api import Page, expect

from tests.browser.editing import add_block, do, new_page, open_panel, save_draft
from tests.browser.site import ROOT
from tests.cms.delivery.waiting import wait_for
from tests.cms.webhooks.receivers import receiving

PICTURES = ROOT / "docs" / "imagens"
COLOURS = 128
VISITORS = """
from datetime import date, datetime, timedelta
from wagtail.models import Page, Site
from cities.models import CityPage
from cms.engagement.models import Comment, Follower, Issue
from home.models import FormPage
from home.models.submissions import FormSubmission
from search.models import SearchCount

moment = datetime.fromisoformat("2026-03-02T12:00+00:00")
site, form = Site.objects.get(is_default_site=True), FormPage.objects.get()
city = CityPage.objects.get(title="Campinas")
for number, (name, text) in enumerate([
    ("Marina Alves", "A praça ficou melhor, e as crianças voltaram a brincar nela. Haverá outra reunião aberta?"),
    ("João Pereira", "O posto de saúde do meu bairro também entra no plano?"),
    ("Lia Duarte", "Faltou contar quem plantou as árvores da avenida."),
]):
    comment = Comment.objects.create(page=city, name=name, email=f"pessoa{number}@example.org", text=text)
    Comment.objects.filter(pk=comment.pk).update(created_at=moment + timedelta(hours=number))
for number, (name, text) in enumerate([
    ("Ana Souza", "Como a nossa cidade entra no programa?"),
    ("Bruno Lima", "Posso ajudar com a horta da escola."),
    ("Carla Dias", "Gostaria de receber o caderno de mobilidade."),
]):
    told = {"nome": name, "email": f"pessoa{number}@example.org", "cidade": "Campinas", "papel": "Prefeitura",
            "areas": "Saúde, Educação", "mensagem": text, "anexo": ""}
    labels = {field.clean_name: field.label for field in form.form_fields.all()}
    sent = FormSubmission.objects.create(page=form, form_data=told, labels=labels, key=f"shot{number}", digest="x",
        consent_text=form.consent_text, consent_version="2026", expires_at=moment + timedelta(days=365 * 9))
    FormSubmission.objects.filter(pk=sent.pk).update(submit_time=moment + timedelta(hours=number))
for query, searches, without in [
    ("saúde da família", 41, 0), ("creche", 28, 0), ("iptu", 17, 17), ("mobilidade", 12, 0), ("vacinação", 9, 0),
    ("concurso", 6, 6), ("ciclovia", 4, 0),
]:
    SearchCount.objects.create(query=query, day=date.today(), searches=searches, without_result=without)
follower = {"language": "pt-br", "consent_text": "Sim", "consent_version": "1", "consented_at": moment}
Follower.objects.create(site=site, email="pessoa@example.org", frequency="weekly", follows_everything=True, **follower)
pages = list(Page.objects.live().type(CityPage).order_by("title")[:3])
issue = Issue.objects.create(site=site, frequency="weekly", since=moment - timedelta(days=7), until=moment,
    subject="Três cidades contam o que mudou", opening="Nesta semana, três perfis novos no site.")
issue.pages.set(pages)
print("@", city.pk)
"""
IN_ENGLISH = """
from cities.models import CityPage
print("@", CityPage.objects.get(locale__language_code="en", title="Campinas").pk)
"""
CITIES = """ibge_code;title;status;population;population_year;population_source
2927408;Salvador;active;2564204;2025;Estimativa 2025, IBGE
2611101;Petrolina;active;416478;2025;Estimativa 2025, IBGE
"""
REDIRECTS = """from,to,permanent,site
/campanha,/historias/,true,
/roda,/roda,true,
campanha antiga,/cidades/,true,
/antigo/relatorio.html,ftp://exemplo.org/relatorio/,false,
"""


def shoot(page: Page, name: str, *, height: int = 900) -> None:
    """Write what ``page`` shows, 1440 wide, as the picture ``name`` of the guide."""
    page.set_viewport_size({"width": 1440, "height": height})
    page.wait_for_load_state("networkidle")
    taken = page.screenshot(animations="disabled", caret="hide")
    with Image.open(BytesIO(taken)) as picture:
        few = picture.convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE)
        few.save(PICTURES / f"{name}.png", optimize=True)


@pytest.fixture(scope="module", autouse=True)
def city(site) -> int:
    """The key of Campinas, on a site that visitors have been on."""
    return int(site.run(VISITORS).partition("@ ")[2])


def edit(page: Page, city: int) -> None:
    page.goto(f"/admin/pages/{city}/edit/")
    page.wait_for_load_state("networkidle")


def test_second_step(editor):
    editor.goto("/admin/account/second-step/on/")
    shoot(editor, "segunda-etapa")


def test_first_page_and_review(editor, reviewer):
    for title in ("Oficina de mobilidade", "Encontro de secretarias"):
        new_page(editor, "Narrativa", "Página inicial")
        editor.fill("[name=title]", title)
        editor.fill("[name=introduction]", "O que se combinou, e com quem.")
        do(editor, "Enviar para Aprovação")
        expect(editor.locator(".messages")).to_contain_text(title)
    reviewer.goto("/admin/")
    shoot(reviewer, "inicio", height=1000)
    reviewer.get_by_role("link", name="Oficina de mobilidade").first.click()
    reviewer.wait_for_load_state("networkidle")
    reviewer.get_by_role("button", name="Mais ações").click()
    expect(reviewer.get_by_role("button", name="Solicitar mudanças")).to_be_visible()
    shoot(reviewer, "revisao")


def test_the_editor_of_a_city(editor, city):
    edit(editor, city)
    shoot(editor, "cidade", height=1000)
    body = editor.locator("#panel-child-content-body-content, [data-contentpath=body]").first
    body.get_by_title("Inserir um bloco").last.click()
    expect(editor.get_by_role("combobox").last).to_be_visible()
    shoot(editor, "blocos", height=1000)


def test_the_preview_beside_the_form(editor, city):
    edit(editor, city)
    open_panel(editor, "preview")
    expect(editor.frame_locator("#w-preview-iframe").get_by_role("heading", level=1)).to_be_visible()
    shoot(editor, "previa-no-editor")


def test_links_to_a_draft(editor, city):
    editor.goto(f"/admin/previews/{city}/")
    editor.fill("[name=note]", "Gabinete da prefeitura de Campinas")
    editor.get_by_role("button", name="Criar link").click()
    expect(editor.locator("#new-link")).to_be_visible()
    shoot(editor, "links-de-rascunho")


def test_faults_that_stop_a_publication(admin):
    new_page(admin, "Narrativa", "Página inicial")
    admin.fill("[name=title]", "Resultados da oficina")
    admin.fill("[name=introduction]", "O que se combinou.")
    heading = add_block(admin, "Título")
    heading.get_by_role("textbox", name="Título").fill("Resultados")
    heading.get_by_role("combobox").select_option(label="Subseção")
    save_draft(admin)
    admin.locator("header").get_by_role("button", name="Ações").first.click()
    admin.get_by_role("link", name="Regras de publicação").click()
    expect(admin.get_by_text("1 problema impede a publicação")).to_be_visible()
    shoot(admin, "regras")


def test_a_schedule(reviewer, city):
    edit(reviewer, city)
    open_panel(reviewer, "status")
    reviewer.get_by_role("button", name="Definir cronograma").click()
    reviewer.fill("[name=go_live_at]", "02/03/2037 09:00")
    shoot(reviewer, "agendar")


def test_a_form_and_what_came_by_it(reviewer, site):
    form = site.run("from home.models import FormPage; print('@', FormPage.objects.get().pk)").partition("@ ")[2]
    edit(reviewer, int(form))
    fields = reviewer.locator("[name=form_fields-0-label]")
    fields.evaluate("(field) => field.scrollIntoView({ block: 'center' })")
    shoot(reviewer, "formulario")
    reviewer.goto(f"/admin/forms/submissions/{form}/")
    shoot(reviewer, "formulario-respostas")


def test_comments(reviewer):
    reviewer.goto("/admin/comments/")
    expect(reviewer.get_by_role("link", name="A praça ficou melhor")).to_be_visible()
    shoot(reviewer, "comentarios")


def test_an_issue_of_news(reviewer):
    reviewer.goto("/admin/following/")
    reviewer.get_by_role("link", name="Três cidades contam o que mudou").click()
    expect(reviewer.get_by_role("button", name="Aprovar e enviar")).to_be_visible()
    shoot(reviewer, "novidades", height=1200)


def test_a_menu(reviewer, site):
    menu = site.run("from home.models import Menu; print('@', Menu.objects.first().pk)").partition("@ ")[2]
    reviewer.goto(f"/admin/snippets/home/menu/edit/{menu}/")
    shoot(reviewer, "menus")


def test_images(reviewer):
    reviewer.goto("/admin/images/")
    shoot(reviewer, "imagens")


def test_an_import(reviewer, tmp_path):
    file = tmp_path / "cidades.csv"
    file.write_text(CITIES, encoding="utf-8")
    reviewer.goto("/admin/import/")
    reviewer.locator("input[type=file]").set_input_files(file)
    reviewer.locator("main form [type=submit]").first.click()
    expect(reviewer.get_by_role("button", name="Confirmar e importar")).to_be_visible()
    shoot(reviewer, "importar")


def test_hiding(admin, city):
    admin.goto("/admin/reports/hiding/new/")
    admin.get_by_label("Estado").first.select_option(label="Pernambuco")
    admin.get_by_role("button", name="Encontrar").last.click()
    admin.fill("[name=begins_at]", "01/07/2036 00:00")
    admin.fill("[name=ends_at]", "01/11/2036 00:00")
    admin.get_by_label("Motivo").click()  # the calendar closes
    admin.get_by_label("Motivo").fill("Período eleitoral de 2036")
    shoot(admin, "ocultar", height=1500)
    admin.get_by_role("button", name="Ocultar no período").click()
    expect(admin.get_by_role("heading", level=1)).to_contain_text("Período eleitoral")
    shoot(admin, "ocultas", height=760)


def test_search(reviewer):
    reviewer.goto("/admin/snippets/search/synonyms/")
    shoot(reviewer, "busca-sinonimos")
    reviewer.goto("/admin/reports/searches/")
    shoot(reviewer, "busca-relatorio")


def test_redirects(reviewer, tmp_path):
    for old, new in (("/campanha/", "/historias/"), ("/boa/", "/areas/"), ("/antigo/relatorio/", "/sobre-o-programa/")):
        reviewer.goto("/admin/redirects/add/")
        reviewer.fill("[name=old_path]", old)
        reviewer.fill("[name=redirect_link]", new)
        reviewer.locator("main form [type=submit], footer [type=submit]").last.click()
        expect(reviewer.locator(".messages")).to_contain_text(old.rstrip("/"))
    reviewer.goto("/admin/redirects/")
    shoot(reviewer, "redirecionamentos", height=700)
    file = tmp_path / "redirecionamentos.csv"
    file.write_text(REDIRECTS, encoding="utf-8")
    reviewer.goto("/admin/redirects/import/")
    reviewer.locator("input[type=file]").set_input_files(file)
    reviewer.get_by_role("button", name="Importar").click()
    expect(reviewer.get_by_role("heading", name="O que está errado")).to_be_visible()
    shoot(reviewer, "redirecionamentos-importar")


def test_a_webhook(admin):
    with receiving() as receiver:
        admin.goto("/admin/webhooks/new/")
        admin.fill("[name=name]", "Site em produção")
        admin.fill("[name=url]", receiver.url)
        admin.get_by_role("button", name="Criar").click()
        admin.get_by_role("button", name="Enviar um teste").click()
        wait_for(lambda: receiver.heard, seconds=30)
        told = admin.locator("table.listing").get_by_text("204")
        wait_for(lambda: admin.reload() and told.count(), seconds=30)
    shoot(admin, "webhooks", height=700)


def test_translating(admin, site, city):
    site.run("from wagtail.models import Locale; Locale.objects.get_or_create(language_code='en')")
    cities = site.run(f"from wagtail.models import Page; print('@', Page.objects.get(pk={city}).get_parent().pk)")
    for above in (2, int(cities.partition("@ ")[2])):
        admin.goto(f"/admin/translation/submit/page/{above}/")
        admin.get_by_label("Inglês").check()
        admin.get_by_role("button", name="Enviar").click()
        expect(admin.locator(".messages")).to_be_visible()
    admin.goto(f"/admin/translation/submit/page/{city}/")
    admin.get_by_label("Inglês").check()
    shoot(admin, "traduzir", height=760)
    admin.get_by_role("button", name="Enviar").click()
    english = (
        "from wagtail.models import Page; print('@', Page.objects.get(locale__language_code='en', title='Campinas').pk)"
    )
    edit(admin, int(site.run(english).partition("@ ")[2]))
    open_panel(admin, "status")
    shoot(admin, "traducao")
