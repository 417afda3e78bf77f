"""What editors scheduled: each publication and each expiry is a task of its own, whole or not at all."""

from datetime import datetime

from django.apps import apps
from django.db.models import Model
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django_tasks import task
from wagtail.models import DraftStateMixin, Page, Revision

from cms.delivery.attempts import BACKEND
from cms.delivery.once import Arguments, enqueue_missing
from cms.delivery.titles import titled
from cms.rules.gate import PublishingStopped
from cms.rules.refusing import cancel_stopped_schedule


@task(backend=BACKEND)
def publish_revision(revision_pk: int, go_live_at: str) -> None:
    """Publish the revision if it is still scheduled for that moment, and the moment has come."""
    due = Revision.objects.filter(pk=revision_pk, approved_go_live_at=go_live_at)
    revision = due.first()
    if revision:
        _lock(revision.base_content_type.model_class(), revision.object_id)
        if due.filter(approved_go_live_at__lte=timezone.now()).exists():
            try:
                revision.publish(log_action="wagtail.publish.scheduled")
            except PublishingStopped as stopped:
                cancel_stopped_schedule(revision, stopped)


@task(backend=BACKEND)
def unpublish(app_label: str, model_name: str, pk: str, expire_at: str) -> None:
    """Take the object off the site if it still expires at that moment, and the moment has come."""
    model = apps.get_model(app_label, model_name)
    _lock(model, pk)
    expired = _expired(model, timezone.now()).filter(pk=pk, expire_at=expire_at).first()
    if expired:
        specific = expired.specific if isinstance(expired, Page) else expired
        specific.unpublish(set_expired=True, log_action="wagtail.unpublish.scheduled")


def enqueue_what_is_due() -> None:
    now = timezone.now()
    enqueue_missing(unpublish, _expiries(now))
    enqueue_missing(publish_revision, _publications(now))


def _publications(now: datetime) -> list[Arguments]:
    due = Revision.objects.filter(approved_go_live_at__lte=now).order_by("approved_go_live_at")
    return [(pk, moment.isoformat()) for pk, moment in due.values_list("pk", "approved_go_live_at")]


def _expiries(now: datetime) -> list[Arguments]:
    return [
        (model._meta.app_label, model._meta.model_name or "", str(pk), moment.isoformat())
        for model in _expiring_models()
        for pk, moment in _expired(model, now).order_by("expire_at").values_list("pk", "expire_at")
    ]


def _expiring_models() -> list[type[Model]]:
    drafts = [model for model in apps.get_models() if issubclass(model, DraftStateMixin)]
    return [Page, *(model for model in drafts if not issubclass(model, Page))]


def _expired(model: type[Model], now: datetime):
    return model._default_manager.filter(expire_at__lte=now).exclude(live=False)


def _lock(model: type[Model], pk: object) -> None:
    """Hold the object's row until the task is committed: an editor who saves it meanwhile waits."""
    list(model._base_manager.select_for_update().filter(pk=pk).values_list("pk"))


def _title_of_revision(revision_pk: int, go_live_at: str) -> str | None:
    revision = Revision.objects.filter(pk=revision_pk).first()
    return revision.object_str if revision else None


def _title_of_object(app_label: str, model_name: str, pk: str, expire_at: str) -> str | None:
    found = apps.get_model(app_label, model_name)._default_manager.filter(pk=pk).first()
    return str(found) if found else None


def _cancel_schedule(revision_pk: int, go_live_at: str) -> None:
    Revision.objects.filter(pk=revision_pk, approved_go_live_at=go_live_at).update(approved_go_live_at=None)


titled(
    publish_revision,
    _("Publicação agendada"),
    about=_title_of_revision,
    discard=_cancel_schedule,
    discarding=_("Descartar cancela o agendamento: o conteúdo fica como está, e pode ser publicado pela edição."),
)
titled(
    unpublish,
    _("Fim da publicação"),
    about=_title_of_object,
    discard=None,
    discarding=_("O prazo passou e o site já não mostra o conteúdo. Para desistir da tarefa, mude o prazo na edição."),
)
