"""Forms as the team meets them: built in the editor, and what visitors sent, listed and exported."""

import csv
import re
from datetime import timedelta
from io import BytesIO, StringIO

import pytest
from django.contrib.auth.models import Group
from django.test import Client
from django.utils import timezone
from openpyxl import load_workbook
from wagtail.test.utils.form_data import inline_formset, nested_form_data, rich_text, streamfield

from home.models import FormPage, FormSubmission
from tests.builders import make_form
from tests.home.forms import Visitor, picture


@pytest.fixture
def administrator(admin_user):
    client = Client(headers={"host": "127.0.0.1"})
    client.force_login(admin_user)
    return client


def field(**values):
    usual = {
        "label": "Nome",
        "field_type": "text",
        "required": "on",
        "choices": "",
        "default_value": "",
        "help_text": "",
    }
    usual |= {"min_length": "", "max_length": "", "min_value": "", "max_value": ""}
    return {**usual, "file_types": "pdf", "max_files": "1", "max_megabytes": "5", **values}


def written(*fields, **values):
    usual = {
        "title": "Fale conosco",
        "slug": "fale-conosco",
        "introduction": "Escreva para nós.",
        "body": streamfield([]),
        "form_fields": inline_formset(list(fields) or [field()]),
        "submit_label": "Enviar",
        "thank_you": rich_text("<p>Recebemos.</p>"),
        "consent_text": "",
        "consent_required": "on",
        "privacy_page": "",
        "retention_days": "180",
        "recipients": "equipe@example.org, ana@example.org",
        "answers_in_email": "on",
        "comments": inline_formset([]),
        "action-publish": "1",
    }
    return nested_form_data({**usual, **values})


def add(client, home, form):
    return client.post(f"/admin/pages/add/home/formpage/{home.pk}/", form)


def test_an_editor_builds_a_form_and_the_names_of_its_fields_stay(home, administrator, graphql):
    opened = administrator.get(f"/admin/pages/add/home/formpage/{home.pk}/").content.decode()
    for words in ("Campos", "rótulo", "texto do consentimento", "guardar por (dias)", "caixas de seleção (várias)"):
        assert words.lower() in opened.lower()
    response = add(
        administrator,
        home,
        written(field(label="Seu nome?"), field(label="Estado", field_type="radio", choices="SP\nRJ")),
    )
    assert response.status_code == 302, re.findall(
        r"error-message[^>]*>(.*?)</p>", response.content.decode(), re.DOTALL
    )
    page = FormPage.objects.get()
    assert page.email_addresses == ["equipe@example.org", "ana@example.org"]
    first, second = page.form_fields.all()
    assert (first.clean_name, second.clean_name) == ("seu_nome", "estado")
    changed = [
        field(id=first.pk, label="Como você se chama?"),
        field(id=second.pk, label="Estado", field_type="radio", choices="SP\nRJ"),
    ]
    form = written(form_fields=inline_formset(changed, initial=2)) | {"form_fields-0-ORDER": "2"}
    assert administrator.post(f"/admin/pages/{page.pk}/edit/", form).status_code == 302
    told = graphql('{ page(path: "/fale-conosco/") { ... on FormPage { fields { name label kind } } } }')["page"]
    assert told == {
        "fields": [
            {"name": "estado", "label": "Estado", "kind": "RADIO"},
            {"name": "seu_nome", "label": "Como você se chama?", "kind": "TEXT"},
        ]
    }


@pytest.mark.parametrize(
    ("fields", "values", "message"),
    [
        ([field(), field()], {}, "Outro campo tem o mesmo nome. Escolha outro rótulo."),
        ([field(label="?!")], {}, "Escreva o rótulo com letras ou números."),
        ([field(label="Token")], {}, "Este nome tem outro uso no formulário."),
        ([field(label="Contact website")], {}, "Este nome tem outro uso no formulário."),
        ([field(field_type="radio")], {}, "Escreva as opções, uma por linha."),
        ([field(field_type="dropdown", choices="SP\nSP")], {}, "Há opções repetidas."),
        (
            [field(field_type="radio", choices="SP\nRJ", default_value="MG")],
            {},
            "O valor inicial não serve de resposta",
        ),
        ([field(field_type="date", default_value="hoje")], {}, "O valor inicial não serve de resposta"),
        ([field(field_type="number", min_value="5", max_value="3")], {}, "O maior número é menor que o menor."),
        ([field(min_length="300")], {}, "O máximo é menor que o mínimo."),
        ([field(field_type="file", max_files="11")], {}, "menor ou igual a 10"),
        ([field()], {"recipients": "equipe"}, "“equipe” não é um e-mail."),
        ([field()], {"retention_days": "0"}, "maior ou igual a 1"),
        ([field(field_type="")], {}, "Este campo é obrigatório."),
    ],
)
def test_what_cannot_be_right_comes_back_with_a_message(home, administrator, fields, values, message):
    response = add(administrator, home, written(*fields, **values))
    assert response.status_code == 200
    assert message in response.content.decode()
    assert not FormPage.objects.exists()


@pytest.fixture
def answered(home):
    """A form with three submissions: one of last month, one that looks like a robot's, one whose field is gone."""
    fields = [
        {"label": "Nome"},
        {"label": "E-mail", "clean_name": "email", "field_type": "email"},
        {"label": "Anexo", "field_type": "file", "file_types": "images", "required": False},
        {"label": "Áreas", "field_type": "checkboxes", "choices": "Saúde\nGestão", "required": False},
        {"label": "Idade", "field_type": "number", "required": False},
    ]
    form = make_form(fields=fields, title="Fale conosco", slug="fale", consent_text="Uso dos dados.")
    old, robot, new = Visitor(form), Visitor(form, waits=timedelta(0)), Visitor(form)
    old.send(form.consent_version, nome="=HYPERLINK(1)\x07", email="old@example.org", idade="-5")
    FormSubmission.objects.update(submit_time=timezone.now() - timedelta(days=40))
    robot.send(form.consent_version, nome="Robô", email="robot@example.org")
    token = new.upload("anexo", picture(), "praca.png")[1]["token"]
    sent = {"nome": "Zé <b>", "email": "ze@example.org", "anexo": [token], "areas": ["Saúde", "Gestão"]}
    assert new.mistakes(form.consent_version, **sent) == []
    form.form_fields.get(clean_name="idade").delete()
    form.form_fields.filter(clean_name="nome").update(label="Seu nome")
    return form


def listed(client, form, **query):
    page = client.get(f"/admin/forms/submissions/{form.pk}/", query).content.decode()
    return [name for name in ("old@", "robot@", "ze@") if name in page], page


def test_submissions_are_listed_and_filtered(answered, administrator):
    assert "Fale conosco" in administrator.get("/admin/forms/").content.decode()
    found, page = listed(administrator, answered)
    assert found == ["old@", "ze@"]
    assert "Zé &lt;b&gt;" in page
    assert "Saúde, Gestão" in page
    assert re.search(r'<a href="/admin/forms/files/\d+/">praca.png</a>', page)
    table = page[page.index('<table class="listing">') :]
    headings = re.findall(r"<th[^>]*>\s*(?:<a[^>]*>)?\s*([^<\s][^<]*?)\s*<", table)
    assert headings == ["Enviada em", "Seu nome", "E-mail", "Anexo", "Áreas", "Idade", "Versão do consentimento"]
    yesterday, tomorrow = (str(timezone.localdate() + timedelta(days=days)) for days in (-1, 1))
    assert listed(administrator, answered, date_from=yesterday, date_to=tomorrow)[0] == ["ze@"]
    assert listed(administrator, answered, kind="suspect")[0] == ["robot@"]
    assert listed(administrator, answered, kind="all")[0] == ["old@", "robot@", "ze@"]
    assert listed(administrator, answered, text="OLD@example")[0] == ["old@"]


def test_a_sheet_of_submissions_runs_no_formula(answered, administrator):
    address = f"/admin/forms/submissions/{answered.pk}/"
    response = administrator.get(address, {"export": "csv"})
    text = b"".join(response.streaming_content).decode()
    assert text[0] == "\ufeff"
    old, new = csv.DictReader(StringIO(text[1:]), delimiter=";")
    assert (old["Seu nome"], old["Idade"], old["Anexo"]) == ("'=HYPERLINK(1)\x07", "-5", "")
    assert (new["Seu nome"], new["Áreas"], new["Anexo"]) == ("Zé <b>", "Saúde, Gestão", "praca.png")
    assert new["Texto do consentimento"] == "Uso dos dados."
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d-03:00", new["Enviada em"])
    assert "filename" in response["Content-Disposition"]
    book = load_workbook(BytesIO(b"".join(administrator.get(address, {"export": "xlsx"}).streaming_content)))
    cells = [[cell.value for cell in row] for row in book.active]
    assert cells[0][1:4] == ["Seu nome", "E-mail", "Anexo"]
    assert (cells[1][1], book.active["B2"].data_type) == ("=HYPERLINK(1)", "s")
    assert (cells[2][0].date(), cells[2][4]) == (timezone.localdate(), "Saúde, Gestão")


def test_who_may_not_handle_submissions_sees_no_forms(answered, django_user_model):
    user = django_user_model.objects.create_user("ana", "ana@example.org", "uma senha bem comprida")
    user.groups.add(Group.objects.get(name="Editores"))
    client = Client(headers={"host": "127.0.0.1"})
    client.force_login(user)
    assert client.get(f"/admin/pages/{answered.pk}/edit/").status_code == 200
    assert "Fale conosco" not in client.get("/admin/forms/").content.decode()
    for query in ({}, {"export": "csv"}, {"export": "xlsx"}):
        assert client.get(f"/admin/forms/submissions/{answered.pk}/", query).status_code == 302
    key = FormSubmission.objects.first().pk
    client.post(f"/admin/forms/submissions/{answered.pk}/delete/?selected-submissions={key}")
    assert FormSubmission.objects.count() == 3


def test_the_preview_shows_what_is_asked(answered, administrator):
    page = administrator.get(f"/admin/pages/{answered.pk}/view_draft/").content.decode()
    for words in ("Seu nome", "Saúde", "Uso dos dados.", "Enviar"):
        assert words in page
