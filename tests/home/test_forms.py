"""Forms as visitors meet them: what they ask, what is wrong with an answer, what becomes of it."""

import json
from datetime import timedelta

import pytest
from django.core import mail
from django.utils import timezone
from django_tasks_db.models import DBTaskResult
from wagtail.models import PageViewRestriction

from cms.api.ids import global_id
from cms.delivery.lanes import Lane
from home.forms.emails import tell_the_team
from home.forms.retention import forget_submissions
from home.models import FormSubmission
from tests.builders import make_form, make_narrative
from tests.home.forms import START, SUBMIT, Visitor

EVERY_KIND = [
    {"label": "Nome", "min_length": 2, "max_length": 40},
    {"label": "Mensagem", "field_type": "multiline", "required": False, "help_text": "Conte o que quiser."},
    {"label": "E-mail", "clean_name": "email", "field_type": "email"},
    {"label": "Telefone", "field_type": "phone", "required": False},
    {"label": "Site", "field_type": "url", "required": False},
    {"label": "Pessoas", "field_type": "number", "required": False, "min_value": "1", "max_value": "50.5"},
    {"label": "Dia", "field_type": "date", "required": False},
    {"label": "Hora", "field_type": "datetime", "required": False},
    {"label": "Sou da cidade", "field_type": "checkbox"},
    {
        "label": "Áreas",
        "field_type": "checkboxes",
        "required": False,
        "choices": "Saúde\nEducação, cultura e lazer\n",
        "default_value": "Saúde",
    },
    {"label": "Setor", "field_type": "radio", "required": False, "choices": "Público\nPrivado"},
    {"label": "Estado", "field_type": "dropdown", "required": False, "choices": "SP\nRJ", "default_value": "SP"},
    {"label": "Anexo", "field_type": "file", "required": False, "file_types": "images", "max_files": 2},
]
RIGHT = {"nome": "Ana Souza", "email": "ana@example.org", "sou_da_cidade": "true"}


@pytest.fixture
def form(home):
    return make_form(fields=EVERY_KIND, title="Fale com o programa", recipients="equipe@example.org, outra@example.org")


def run_tasks():
    lane = Lane("one", "default", may_run=lambda: True)
    for row in DBTaskResult.objects.ready().filter(task_path=tell_the_team.module_path):
        row.claim(lane.worker_id)
        lane.run_task(row)
        row.refresh_from_db()
        assert row.status == "SUCCESSFUL", row.traceback


def test_the_api_tells_exactly_what_is_asked(form, graphql):
    query = """query($id: ID!) { page(id: $id) { ... on FormPage {
      submitLabel thankYou { text } retentionDays honeypot consent { text version required } privacyPage { title }
      fields { name kind label help required multiple choices { value label } defaults
               minLength maxLength minValue maxValue accept maxFiles maxFileSize } } } }"""
    form.consent_text, form.privacy_page = "Uso dos dados.", make_narrative(title="Privacidade")
    form.save()
    told = graphql(query, id=global_id(form))["page"]
    fields = {field["name"]: field for field in told.pop("fields")}
    assert told == {
        "submitLabel": "Enviar",
        "thankYou": {"text": "Recebemos."},
        "retentionDays": 180,
        "honeypot": "contact_website",
        "consent": {"text": "Uso dos dados.", "version": form.consent_version, "required": True},
        "privacyPage": {"title": "Privacidade"},
    }
    assert list(fields) == [
        *("nome", "mensagem", "email", "telefone", "site", "pessoas", "dia", "hora"),
        *("sou_da_cidade", "areas", "setor", "estado", "anexo"),
    ]
    empty = {"minLength": None, "maxLength": None, "minValue": None, "maxValue": None, "maxFiles": None}
    empty |= {"help": None, "maxFileSize": None, "choices": [], "defaults": [], "accept": [], "multiple": False}
    assert fields["nome"] == empty | {
        "name": "nome",
        "kind": "TEXT",
        "label": "Nome",
        "required": True,
        "minLength": 2,
        "maxLength": 40,
    }
    assert (fields["mensagem"]["maxLength"], fields["mensagem"]["help"]) == (5000, "Conte o que quiser.")
    assert (fields["pessoas"]["minValue"], fields["pessoas"]["maxValue"]) == (1.0, 50.5)
    areas = [{"value": name, "label": name} for name in ("Saúde", "Educação, cultura e lazer")]
    assert fields["areas"] == empty | {
        "name": "areas",
        "kind": "CHECKBOXES",
        "label": "Áreas",
        "required": False,
        "multiple": True,
        "choices": areas,
        "defaults": ["Saúde"],
    }
    assert fields["estado"]["defaults"] == ["SP"]
    assert fields["anexo"] == empty | {
        "name": "anexo",
        "kind": "FILE",
        "label": "Anexo",
        "required": False,
        "multiple": True,
        "maxFiles": 2,
        "accept": ["image/jpeg", ".jpg", ".jpeg", "image/png", ".png", "image/webp", ".webp"],
        "maxFileSize": 5 * 1024 * 1024,
    }


def test_a_form_is_opened_filled_in_and_kept(form):
    visitor = Visitor(form)
    begun = visitor.ask(START, page=visitor.id)["data"]["startForm"]
    assert begun["errors"] == []
    assert begun["token"] != visitor.token
    assert (
        visitor.mistakes(
            **RIGHT,
            mensagem="Olá!\nTudo bem?",
            pessoas="12.5",
            dia="2026-03-31",
            hora="2026-03-31T09:30",
            areas=["Saúde", "Educação, cultura e lazer"],
            setor="",
            estado="RJ",
            site="example.org/a",
            telefone="+55 (13) 3333-4444",
            contact_website="",
        )
        == []
    )
    kept = FormSubmission.objects.get()
    assert kept.form_data == {
        "nome": "Ana Souza",
        "mensagem": "Olá!\nTudo bem?",
        "email": "ana@example.org",
        "telefone": "+55 (13) 3333-4444",
        "site": "https://example.org/a",
        "pessoas": "12.5",
        "dia": "2026-03-31",
        "hora": "2026-03-31T09:30:00-03:00",
        "sou_da_cidade": True,
        "setor": "",
        "estado": "RJ",
        "anexo": [],
        "areas": ["Saúde", "Educação, cultura e lazer"],
    }
    assert kept.labels["sou_da_cidade"] == "Sou da cidade"
    assert (kept.page, kept.is_suspect, kept.consent_version) == (form, False, "")
    assert round((kept.expires_at - kept.submit_time) / timedelta(days=1)) == 180


@pytest.mark.parametrize(
    ("answers", "mistake"),
    [
        ({"nome": ""}, ("nome", "REQUIRED")),
        ({"nome": None}, ("nome", "REQUIRED")),
        ({"nome": "A"}, ("nome", "TOO_SHORT")),
        ({"nome": "A" * 41}, ("nome", "TOO_LONG")),
        ({"nome": ["Ana"]}, ("nome", "INVALID")),
        ({"email": "ana"}, ("email", "INVALID")),
        ({"email": "ana@example.org\nBcc: all@example.org"}, ("email", "INVALID")),
        ({"telefone": "ligue já"}, ("telefone", "INVALID")),
        ({"site": "javascript:alert(1)"}, ("site", "INVALID")),
        ({"pessoas": "doze"}, ("pessoas", "INVALID")),
        ({"pessoas": "NaN"}, ("pessoas", "INVALID")),
        ({"pessoas": "0.5"}, ("pessoas", "TOO_SMALL")),
        ({"pessoas": "51"}, ("pessoas", "TOO_LARGE")),
        ({"dia": "31/03/2026"}, ("dia", "INVALID")),
        ({"hora": "ontem"}, ("hora", "INVALID")),
        ({"sou_da_cidade": "false"}, ("sou_da_cidade", "REQUIRED")),
        ({"sou_da_cidade": "talvez"}, ("sou_da_cidade", "INVALID")),
        ({"areas": ["Saúde", "Pesca"]}, ("areas", "NOT_A_CHOICE")),
        ({"areas": "Saúde"}, ("areas", "INVALID")),
        ({"setor": "Terceiro"}, ("setor", "NOT_A_CHOICE")),
        ({"anexo": ["inventado"]}, ("anexo", "FILE_UNKNOWN")),
        ({"anexo": ["a", "b", "c"]}, ("anexo", "TOO_MANY")),
        ({"idade": "30"}, ("idade", "UNKNOWN_FIELD")),
    ],
)
def test_each_mistake_has_its_code(form, answers, mistake):
    assert Visitor(form).mistakes(**{**RIGHT, **answers}) == [mistake]
    assert not FormSubmission.objects.exists()
    assert not DBTaskResult.objects.filter(task_path=tell_the_team.module_path).exists()


def test_all_mistakes_are_told_at_once_in_the_language_of_the_page(form):
    told = Visitor(form).send(nome="A" * 41, email="ana", pessoas="51")["errors"]
    assert {error["field"]: error["message"] for error in told} == {
        "nome": "Certifique-se de que o valor tenha no máximo 40 caracteres (ele possui 41).",
        "email": "Informe um endereço de email válido.",
        "pessoas": "Certifique-se que este valor seja menor ou igual a 50.5.",
        "sou_da_cidade": "Este campo é obrigatório.",
    }


def test_a_form_is_sent_by_post_alone(form):
    visitor = Visitor(form)
    values = [{"name": name, "value": answer} for name, answer in RIGHT.items()]
    given = {"input": {"page": visitor.id, "token": visitor.token, "values": values}}
    response = visitor.client.get("/graphql/", {"query": SUBMIT, "variables": json.dumps(given)})
    assert (response.status_code, FormSubmission.objects.count()) == (405, 0)


def test_a_field_is_not_answered_twice(form):
    visitor = Visitor(form)
    values = [{"name": name, "value": answer} for name, answer in [*RIGHT.items(), ("nome", "Outra")]]
    answer = visitor.ask(SUBMIT, input={"page": visitor.id, "token": visitor.token, "values": values})
    assert answer["data"]["submitForm"]["errors"] == [
        {"field": "nome", "code": "INVALID", "message": "O valor não tem a forma certa."}
    ]


def test_consent_is_to_the_text_that_was_shown(home):
    form = make_form(consent_text="Uso dos dados.")
    outdated = form.consent_version
    assert Visitor(form).mistakes(nome="Ana") == [("consent", "CONSENT_REQUIRED")]
    form.consent_text = "Outro uso."
    form.save()
    assert Visitor(form).mistakes(outdated, nome="Ana") == [("consent", "CONSENT_OUTDATED")]
    assert Visitor(form).mistakes(form.consent_version, nome="Ana") == []
    kept = FormSubmission.objects.get()
    assert (kept.consent_text, kept.consent_version) == ("Outro uso.", form.consent_version)
    form.consent_required = False
    form.save()
    assert Visitor(form).mistakes(nome="Bia") == []
    assert FormSubmission.objects.first().consent_text == ""


def test_the_same_sent_again_is_one_submission_and_something_else_is_refused(form):
    visitor = Visitor(form)
    assert visitor.mistakes(**RIGHT) == []
    assert visitor.mistakes(**RIGHT) == []
    assert visitor.mistakes(**{**RIGHT, "nome": "Bia"}) == [("token", "ALREADY_SUBMITTED")]
    assert FormSubmission.objects.count() == 1
    assert DBTaskResult.objects.filter(task_path=tell_the_team.module_path).count() == 1
    assert Visitor(form).mistakes(**RIGHT) == []
    assert FormSubmission.objects.count() == 2


def test_a_token_is_of_one_form_and_ours_and_of_today(form):
    late, foreign, forged = Visitor(form, waits=timedelta(hours=25)), Visitor(form), Visitor(form)
    foreign.token = Visitor(make_form()).token
    forged.token = forged.token[:-3] + "abc"
    for visitor in (late, foreign, forged):
        assert visitor.mistakes(**RIGHT) == [("token", "EXPIRED")]


@pytest.mark.parametrize("robot", ["fast", "honeypot"])
def test_a_robot_is_answered_as_a_person_and_kept_apart(form, robot):
    visitor = Visitor(form, waits=timedelta(seconds=1 if robot == "fast" else 60))
    trap = {"contact_website": "https://spam.example"} if robot == "honeypot" else {}
    assert visitor.send(**RIGHT, **trap) == {"submitted": True, "errors": []}
    kept = FormSubmission.objects.get()
    assert kept.is_suspect
    assert round((kept.expires_at - kept.submit_time) / timedelta(days=1)) == 30
    assert "contact_website" not in kept.form_data
    run_tasks()
    assert mail.outbox == []


def test_a_form_that_is_not_public_is_one_that_never_was(form):
    visitor = Visitor(form)
    form.live = False
    form.save()
    draft = [visitor.send(**RIGHT), visitor.ask(START, page=visitor.id)["data"]["startForm"]["errors"]]
    form.live = True
    form.save()
    PageViewRestriction.objects.create(page=form, restriction_type="login")
    private = [visitor.send(**RIGHT), visitor.ask(START, page=visitor.id)["data"]["startForm"]["errors"]]
    visitor.id = global_id(make_narrative())
    other = [visitor.send(**RIGHT), visitor.ask(START, page=visitor.id)["data"]["startForm"]["errors"]]
    visitor.id = "bm90aGluZw=="
    never = [visitor.send(**RIGHT), visitor.ask(START, page=visitor.id)["data"]["startForm"]["errors"]]
    assert draft == private == other == never
    assert never[0]["errors"][0]["code"] == "NOT_FOUND"
    assert not FormSubmission.objects.exists()


def test_who_sends_too_often_waits(form, settings):
    settings.RATES = {**settings.RATES, "form_submit": "2/hour", "form_start": "1/hour"}
    for _ in range(2):
        assert Visitor(form).mistakes(**RIGHT) == []
    visitor = Visitor(form)
    given = {"page": visitor.id, "token": visitor.token, "values": []}
    refused = visitor.ask(SUBMIT, input=given)
    assert (refused["data"], refused["errors"][0]["extensions"]["code"]) == (None, "RATE_LIMITED")
    assert FormSubmission.objects.count() == 2
    visitor.ask(START, page=visitor.id)
    assert visitor.ask(START, page=visitor.id)["errors"][0]["extensions"]["code"] == "RATE_LIMITED"


def test_the_team_is_told_by_the_worker(form, settings):
    assert Visitor(form).mistakes(**RIGHT, areas=["Saúde"], dia="2026-03-31", mensagem="Olá\nBcc: x@example.org") == []
    assert mail.outbox == []
    run_tasks()
    [sent] = mail.outbox
    assert (sent.to, sent.cc, sent.bcc) == (["equipe@example.org", "outra@example.org"], [], [])
    assert sent.reply_to == ["ana@example.org"]
    assert sent.subject == "Nova resposta: Fale com o programa"
    for line in ("Nome\nAna Souza", "Dia\n31/03/2026", "Áreas\nSaúde", "Sou da cidade\nsim", "se apaga sozinha em 180"):
        assert line in sent.body
    assert f"{settings.PUBLIC_URL}/admin/forms/submissions/{form.pk}/" in sent.body
    assert sent.message()["Message-ID"] == f"<form-{FormSubmission.objects.get().key}@localhost>"
    assert sent.message()["Bcc"] is None


def test_an_e_mail_without_answers_tells_nothing_of_the_visitor(form):
    form.answers_in_email = False
    form.title = "Fale\nBcc: x@example.org"
    form.save()
    Visitor(form).send(**RIGHT)
    run_tasks()
    [sent] = mail.outbox
    assert "ana" not in sent.message().as_string().lower()
    assert sent.reply_to == []
    assert sent.message()["Subject"] == "Nova resposta: Fale Bcc: x@example.org"


def test_what_was_deleted_is_not_told_of(form):
    Visitor(form).send(**RIGHT)
    FormSubmission.objects.all().delete()
    run_tasks()
    assert mail.outbox == []


def test_submissions_go_when_their_time_is_over(form):
    for name in ("Ana", "Bia", "Cau"):
        Visitor(form).send(**{**RIGHT, "nome": name})
    cau, bia, ana = FormSubmission.objects.order_by("-pk")
    now = timezone.now()
    FormSubmission.objects.filter(pk=ana.pk).update(expires_at=now)
    FormSubmission.objects.filter(pk=bia.pk).update(submit_time=now - timedelta(days=31))
    forget_submissions.func()
    assert set(FormSubmission.objects.all()) == {bia, cau}
    form.retention_days = 30
    form.save()
    forget_submissions.func()
    assert set(FormSubmission.objects.all()) == {cau}


def test_an_editor_may_move_a_form_and_take_it_down_and_submissions_stay(form):
    Visitor(form).send(**RIGHT)
    form.move(make_narrative(), "last-child")
    form.refresh_from_db()
    Visitor(form).send(**RIGHT)
    form.unpublish()
    assert FormSubmission.objects.filter(page=form).count() == 2
    form.delete()
    assert not FormSubmission.objects.exists()
