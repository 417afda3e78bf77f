"""Every way to publish passes the gate, and nothing that it stops is lost or shown."""

import json
from datetime import timedelta

import pytest
from django.core import mail
from django.core.management import CommandError, call_command
from django.test import Client
from django.utils import timezone
from django_tasks_db.models import DBTaskResult
from wagtail.models import Page, PageLogEntry, Workflow
from wagtail.test.utils.form_data import inline_formset, nested_form_data, rich_text, streamfield

from cms.delivery.lanes import Lane
from cms.delivery.publishing import enqueue_what_is_due
from cms.rules.models import Overruling
from cms.rules.tasks import look_at_published_pages
from home.models import NarrativePage
from tests.builders import make_narrative
from tests.cms.rules.conftest import CLICK_HERE, make_draft

MESSAGE = "O link “Clique aqui” não diz para onde leva."
GOOD = {"type": "rich_text", "value": {"text": "<p>As contas em ordem.</p>"}, "id": "b2"}


def form(text: str, *, action: str = "", **fields: str) -> dict[str, str]:
    """What the editor's browser sends for a narrative with one formatted text."""
    told = {
        "title": "Como tudo começou",
        "slug": "como-tudo-comecou",
        "introduction": "Em poucas frases.",
        "body": streamfield([("rich_text", {"text": rich_text(text)})]),
        "comments": inline_formset([]),
        **({action: "1"} if action else {}),
        **fields,
    }
    return nested_form_data(told)


def is_live(page: Page) -> bool:
    return Page.objects.get(pk=page.pk).live


def block_errors(response):
    return response.context["form"].errors.as_data()["body"][0].as_json_data()["blockErrors"]


class TestTheEditor:
    CREATE = "/admin/pages/add/home/narrativepage/%s/"

    def test_the_fault_shows_where_it_is_and_nothing_is_lost(self, administrator, home):
        text = '<p><a href="https://example.org/">Clique aqui</a></p>'
        response = administrator.post(self.CREATE % home.pk, form(text, action="action-publish"))
        assert response.status_code == 200
        assert block_errors(response)[0]["blockErrors"]["text"]["messages"][0].startswith(MESSAGE)
        assert response.context["form"].errors["__all__"] == [
            "A página não pode ser publicada ainda: veja o que falta em cada campo marcado."
        ]
        assert "Clique aqui" in response.content.decode()
        assert not NarrativePage.objects.exists()

    def test_a_draft_is_saved_with_its_faults(self, administrator, home):
        text = '<p><a href="https://example.org/">Clique aqui</a></p>'
        response = administrator.post(self.CREATE % home.pk, form(text))
        page = NarrativePage.objects.get()
        assert response.status_code == 302
        assert (page.live, "Clique aqui" in str(page.get_latest_revision().content["body"])) == (False, True)

    def test_handed_in_for_review_it_is_told_at_once(self, member, home):
        page = make_draft()
        text = '<p><a href="https://example.org/">Clique aqui</a></p>'
        response = member("Editores").post(f"/admin/pages/{page.pk}/edit/", form(text, action="action-submit"))
        assert block_errors(response)[0]["blockErrors"]["text"]["messages"][0].startswith(MESSAGE)
        assert page.current_workflow_state is None

    def test_scheduled_it_is_told_at_once(self, administrator, home):
        tomorrow = (timezone.localtime() + timedelta(days=1)).strftime("%d/%m/%Y %H:%M")
        page = make_draft()
        text = '<p><a href="https://example.org/">Clique aqui</a></p>'
        sent = form(text, action="action-publish", go_live_at=tomorrow)
        response = administrator.post(f"/admin/pages/{page.pk}/edit/", sent)
        assert block_errors(response)[0]["blockErrors"]["text"]["messages"][0].startswith(MESSAGE)

    def test_a_good_page_goes_out(self, administrator, home, graphql):
        administrator.post(self.CREATE % home.pk, form("<p>As contas em ordem.</p>", action="action-publish"))
        assert graphql('{ page(path: "/como-tudo-comecou/") { title } }') == {"page": {"title": "Como tudo começou"}}


class TestOtherWays:
    def test_in_bulk_nothing_goes_out(self, administrator, home):
        good, bad = make_draft(GOOD), make_draft(CLICK_HERE, title="Com problema")
        url = f"/admin/bulk/wagtailcore/page/publish/?id={good.pk}&id={bad.pk}"
        response = administrator.post(url, {"include_descendants": ""}, follow=True)
        assert response.redirect_chain == [(f"/admin/pages/{bad.pk}/rules/", 302)]
        assert f"“Com problema” não foi publicada: {MESSAGE}" in response.content.decode()
        assert (is_live(good), is_live(bad)) == (False, False)

    def test_a_draft_that_lacks_what_is_required(self, administrator, home):
        page = make_narrative(live=False)
        page.introduction = ""
        page.save_revision(clean=False)
        response = administrator.post(f"/admin/bulk/wagtailcore/page/publish/?id={page.pk}", {}, follow=True)
        assert "não foi publicada: Este campo não pode estar vazio." in response.content.decode()
        assert not is_live(page)

    def test_approved_by_a_reviewer(self, member, home, admin_user):
        page = make_draft(CLICK_HERE)
        Workflow.objects.get().start(page, admin_user)
        task = page.current_workflow_task_state
        reviewer = member("Revisores")
        url = f"/admin/pages/workflow/action/{page.pk}/approve/{task.pk}/"
        response = reviewer.post(url, {"comment": ""}, headers={"x-requested-with": "XMLHttpRequest"})
        assert response.json() == {"step": "success", "redirect": f"/admin/pages/{page.pk}/rules/"}
        assert MESSAGE in reviewer.get(f"/admin/pages/{page.pk}/rules/").content.decode()
        assert (is_live(page), page.current_workflow_task_state.status) == (False, "in_progress")

    def test_on_schedule_its_author_is_told(self, home, admin_user):
        page = make_draft(CLICK_HERE, title="Agendada", owner=admin_user)
        page.revisions.update(approved_go_live_at=timezone.now())  # scheduled before there were rules
        enqueue_what_is_due()
        run_tasks()
        enqueue_what_is_due()
        assert not DBTaskResult.objects.ready().exists()
        assert not is_live(page)
        [message] = mail.outbox
        assert (message.subject, message.to) == ("Não foi publicada: Agendada", ["admin@example.com"])
        assert MESSAGE in message.body
        assert f"/admin/pages/{page.pk}/edit/" in message.body
        assert PageLogEntry.objects.get(action="rules.stop").page_id == page.pk

    def test_copied_and_published_at_once(self, administrator, home):
        page = make_narrative(slug="original", body=json.dumps([CLICK_HERE]))
        sent = {
            "new_title": "Cópia",
            "new_slug": "copia",
            "new_parent_page": home.pk,
            "publish_copies": "on",
            "copy_subpages": "on",
        }
        response = administrator.post(f"/admin/pages/{page.pk}/copy/", sent, follow=True)
        assert MESSAGE in response.content.decode()
        assert not Page.objects.filter(slug="copia").exists()
        del sent["publish_copies"]
        administrator.post(f"/admin/pages/{page.pk}/copy/", sent)
        assert not Page.objects.get(slug="copia").live

    def test_imported(self, home, tmp_path, capsys):
        record = {
            "path": "/nova/",
            "title": "Nova",
            "introduction": "Em poucas frases.",
            "body": [{"type": "rich_text", "value": {"text": '<p><a href="https://example.org/">Clique aqui</a></p>'}}],
        }
        file = tmp_path / "content.json"
        file.write_text(json.dumps({"narratives": [record]}))
        with pytest.raises(CommandError, match="nothing was changed"):
            call_command("import_content", str(file))
        assert MESSAGE in capsys.readouterr().err
        file.write_text(json.dumps({"narratives": [{**record, "live": False}]}))
        call_command("import_content", str(file))
        assert not Page.objects.get(slug="nova").live


class TestOverruling:
    REASON = {"reason": "É o texto do botão do parceiro, que não muda."}

    def test_an_administrator_publishes_with_a_reason(self, administrator, home, graphql):
        page = make_draft(CLICK_HERE, slug="parceiro", title="Parceiro")
        response = administrator.post(f"/admin/pages/{page.pk}/rules/", self.REASON, follow=True)
        assert "“Parceiro” foi publicada." in response.content.decode()
        assert graphql('{ page(path: "/parceiro/") { title } }') == {"page": {"title": "Parceiro"}}
        entry = PageLogEntry.objects.get(action="rules.overrule")
        assert entry.data["reason"] == self.REASON["reason"]
        assert (
            "Regras de publicação dispensadas" in administrator.get(f"/admin/pages/{page.pk}/history/").content.decode()
        )

    def test_it_holds_while_the_words_stay(self, administrator, home):
        page = make_draft(CLICK_HERE)
        administrator.post(f"/admin/pages/{page.pk}/rules/", self.REASON)
        page.refresh_from_db()
        page.body = json.dumps([GOOD, CLICK_HERE])  # moved down
        page.save_revision().publish()
        page.body = json.dumps([{**CLICK_HERE, "value": {"text": '<p><a href="https://example.org/">Aqui</a></p>'}}])
        revision = page.save_revision()
        administrator.post(f"/admin/bulk/wagtailcore/page/publish/?id={page.pk}", {})
        page.refresh_from_db()
        assert page.live_revision_id != revision.pk

    @pytest.mark.parametrize("role", ["Editores", "Revisores"])
    def test_others_may_not(self, member, home, role):
        page = make_draft(CLICK_HERE)
        client = member(role)
        assert "Publicar com justificativa" not in client.get(f"/admin/pages/{page.pk}/rules/").content.decode()
        client.post(f"/admin/pages/{page.pk}/rules/", self.REASON)
        assert (is_live(page), Overruling.objects.count()) == (False, 0)

    def test_a_reason_is_a_sentence(self, administrator, home):
        page = make_draft(CLICK_HERE)
        response = administrator.post(f"/admin/pages/{page.pk}/rules/", {"reason": "ok"})
        assert "Certifique-se de que o valor tenha no mínimo 10 caracteres" in response.content.decode()
        assert not is_live(page)

    def test_what_is_required_is_not_overruled(self, administrator, home):
        page = make_narrative(live=False)
        page.introduction = ""
        page.save_revision(clean=False)
        administrator.post(f"/admin/pages/{page.pk}/rules/", self.REASON)
        assert (is_live(page), Overruling.objects.count()) == (False, 0)


class TestTheReport:
    URL = "/admin/reports/rules/"

    def test_it_lists_what_is_published(self, administrator, home):
        page = make_narrative(title="Antiga", body=json.dumps([CLICK_HERE]))  # before there were rules
        make_draft(CLICK_HERE, title="Rascunho")
        look_at_published_pages.enqueue()
        run_tasks()
        text = administrator.get(self.URL).content.decode()
        assert ("Antiga" in text, "Rascunho" in text, MESSAGE in text) == (True, False, True)
        page.unpublish()
        assert "Antiga" not in administrator.get(self.URL).content.decode()

    def test_it_filters_and_exports(self, administrator, home):
        page = make_draft(CLICK_HERE, title="Aceita")
        administrator.post(f"/admin/pages/{page.pk}/rules/", TestOverruling.REASON)
        assert "Aceita" in administrator.get(f"{self.URL}?rule=link-text&is_overruled=true").content.decode()
        assert "Aceita" not in administrator.get(f"{self.URL}?rule=image-alt").content.decode()
        exported = b"".join(administrator.get(f"{self.URL}?export=csv").streaming_content).decode()
        assert exported.splitlines()[1].startswith("Aceita,link-text,O link “Clique aqui”")

    def test_empty(self, member, home):
        response = member("Editores").get(self.URL)
        assert response.status_code == 200

    def test_strangers(self, home):
        assert Client().get(self.URL).status_code == 302


def run_tasks() -> None:
    lane = Lane("one", "default", may_run=lambda: True)
    for row in DBTaskResult.objects.ready():
        row.claim(lane.worker_id)
        lane.run_task(row)
