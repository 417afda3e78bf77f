"""The team is told of each submission by e-mail, which the worker sends."""

from email.headerregistry import Address
from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django_tasks import task

from cms.delivery.attempts import BACKEND
from cms.delivery.titles import titled
from home.forms.answers import answers_of
from home.forms.kinds import FormFieldKind
from home.models.forms import FormPage
from home.models.submissions import FormSubmission


@task(backend=BACKEND)
def tell_the_team(submission_pk: int) -> None:
    """Send the e-mail about a submission. One that was deleted meanwhile is not told of."""
    submission = FormSubmission.objects.select_related("page").filter(pk=submission_pk).first()
    if submission and submission.page.email_addresses:
        with translation.override(settings.LANGUAGE_CODE):
            email_about(submission, submission.page).send()


def email_about(submission: FormSubmission, page: FormPage) -> EmailMessage:
    """Return the e-mail to the team. It goes to nobody whom the visitor names: whoever answers it writes to them."""
    listing = settings.PUBLIC_URL + reverse("wagtailforms:list_submissions", args=[page.pk])
    told = {"page": page, "submission": submission, "listing": listing, "retention_days": page.retention_days}
    reply_to = []
    if page.answers_in_email:
        told["answers"] = answers_of(submission, page)
        reply_to = [address] if (address := _address_of_the_visitor(submission, page)) else []
    return EmailMessage(
        subject=_("Nova resposta: %(form)s") % {"form": " ".join(page.title.split())},
        body=render_to_string("home/emails/submission.txt", told),
        to=page.email_addresses,
        reply_to=reply_to,
        headers={"Message-ID": f"<form-{submission.key}@{_host()}>"},  # the same when it is sent once more
    )


def _address_of_the_visitor(submission: FormSubmission, page: FormPage) -> str | None:
    """Return the first e-mail address among the answers, where it can stand in a header as it is."""
    kinds = {field.clean_name: field.kind for field in page.get_form_fields()}
    for name, answer in submission.form_data.items():
        if kinds.get(name) is FormFieldKind.EMAIL and answer:
            try:
                return str(Address(addr_spec=answer))
            except ValueError:
                return None
    return None


def _host() -> str:
    return settings.DEFAULT_FROM_EMAIL.rpartition("@")[2].rstrip(">") or "localhost"


def _about(submission_pk: int) -> Any:
    return FormSubmission.objects.filter(pk=submission_pk).values_list("page__title", flat=True).first()


titled(
    tell_the_team,
    gettext_lazy("E-mail sobre uma resposta de formulário"),
    about=_about,
    discarding=gettext_lazy("Descartar não apaga a resposta: ela continua em Formulários."),
)
