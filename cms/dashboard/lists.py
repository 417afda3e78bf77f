"""The panels about pages: my drafts, what waits for my review, what I sent, what is scheduled."""

from collections.abc import Iterator
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page, TaskState, WorkflowState
from wagtail.permissions import page_permission_policy

from cms.dashboard.pages import drafts_of, scheduled_for
from cms.dashboard.panels import SHORT, Row, ShortList


def _editor(page: Any) -> str:
    return reverse("wagtailadmin_pages:edit", args=[page.pk])


class PagesList(ShortList):
    report = ""

    def pages(self) -> QuerySet[Page]:
        raise NotImplementedError

    def count(self) -> int:
        return self.pages().count()

    def all_url(self) -> str:
        return reverse(self.report)


class Drafts(PagesList):
    name, order, report = "drafts", 110, "cms_drafts"
    heading = _("Meus rascunhos")
    empty = _("Você não tem rascunhos. O que você salvar sem publicar aparece aqui.")

    def pages(self) -> QuerySet[Page]:
        return drafts_of(self.request.user)

    def rows(self) -> Iterator[Row]:
        for page in self.pages().prefetch_workflow_states()[:SHORT]:
            detail = _("em revisão") if page.workflow_in_progress else ""
            yield Row(page.draft_title, _editor(page), detail, page.latest_revision_created_at)


class Scheduled(PagesList):
    name, order, report = "scheduled", 140, "cms_scheduled"
    heading = _("Agendadas")
    empty = _("Nada está agendado. A data de publicação fica no painel de situação de cada página.")

    def pages(self) -> QuerySet[Page]:
        return scheduled_for(self.request.user)

    def rows(self) -> Iterator[Row]:
        for page in self.pages()[:SHORT]:
            detail = _("entra no ar") if page.goes_live_at else _("sai do ar")
            yield Row(page.draft_title, _editor(page), detail, page.moves_at)


class ToReview(ShortList):
    """What waits for the review of whoever looks; nobody else sees the panel."""

    name, order = "to-review", 120
    heading = _("Esperam a sua revisão")
    empty = _("Nenhuma página espera por você. O que a equipe enviar para revisão aparece aqui.")

    def __init__(self, request: Any) -> None:
        super().__init__(request)
        self.states = TaskState.objects.reviewable_by(request.user)

    def count(self) -> int:
        return self.states.count()

    def rows(self) -> Iterator[Row]:
        newest = self.states.select_related("revision__user").prefetch_related("revision__content_object")
        for state in newest.order_by("-started_at")[:SHORT]:
            sender, content = state.revision.user, state.revision.content_object
            if content:
                url = _editor(content) if isinstance(content, Page) else self.all_url()
                detail = (sender.get_full_name() or sender.get_username()) if sender else ""
                yield Row(getattr(content, "draft_title", str(content)), url, detail, state.started_at)

    def all_url(self) -> str:
        return reverse("wagtailadmin_reports:workflow_tasks") + "?status=in_progress"


class Sent(ShortList):
    name, order = "sent", 130
    heading = _("Enviadas por mim para revisão")
    empty = _("Nada seu está em revisão. Para pedir uma, abra a página e escolha “Enviar para moderação”.")

    def states(self) -> QuerySet[WorkflowState]:
        return WorkflowState.objects.active().filter(requested_by=self.request.user)

    def count(self) -> int:
        return self.states().count()

    def rows(self) -> Iterator[Row]:
        found = self.states().select_related("current_task_state__task").prefetch_related("content_object")
        for state in found.order_by("-created_at")[:SHORT]:
            if content := state.content_object:
                url = _editor(content) if isinstance(content, Page) else self.all_url()
                is_back = state.status == WorkflowState.STATUS_NEEDS_CHANGES
                detail = _("devolvida: veja o comentário") if is_back else state.current_task_state.task.name
                yield Row(getattr(content, "draft_title", str(content)), url, detail, state.created_at)

    def all_url(self) -> str:
        return reverse("wagtailadmin_reports:workflow")


class Locked(PagesList):
    """Shown while there are any."""

    name, order, report = "locked", 150, "wagtailadmin_reports:locked_pages"
    heading = _("Bloqueadas por mim")

    def pages(self) -> QuerySet[Page]:
        return Page.objects.filter(locked=True, locked_by=self.request.user).order_by("-locked_at", "-pk")

    def rows(self) -> Iterator[Row]:
        for page in self.pages()[:SHORT]:
            yield Row(page.draft_title, _editor(page), _("só você pode mudar"), page.locked_at)


def lists_for(request: Any) -> list[ShortList]:
    """Return the panels about pages that whoever asks has a use for."""
    rights = ("add", "change", "publish")
    writes = page_permission_policy.user_has_any_permission(request.user, rights)
    publishes = page_permission_policy.user_has_permission(request.user, "publish")
    to_review, locked = ToReview(request), Locked(request)
    found: list[ShortList] = [Drafts(request), Sent(request), Scheduled(request)] if writes else []
    found += [to_review] if publishes or to_review.count() else []
    return found + ([locked] if locked.count() else [])
