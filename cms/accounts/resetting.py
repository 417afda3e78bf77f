"""A forgotten password. The answer is the same, and as quick, whether anybody has the address or not."""

from typing import Any

from django.conf import settings
from django.contrib.auth.forms import PasswordResetForm as DjangoForm
from django.contrib.auth.tokens import default_token_generator
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django_tasks import task
from wagtail.admin.forms.auth import PasswordResetForm as WagtailForm
from wagtail.admin.views import account

from cms.accounts.journal import note
from cms.api.errors import TooManyRequests
from cms.clients import client_of
from cms.delivery.attempts import BACKEND
from cms.delivery.titles import titled
from cms.throttling import spend


@task(backend=BACKEND)
def send_link(address: str) -> None:
    """Write to who has the address how to choose a new password, if anybody does."""
    form = DjangoForm({"email": address})
    if form.is_valid():
        with translation.override(settings.LANGUAGE_CODE):
            for user in form.get_users(address):
                note("reset", about=user)
            form.save(
                domain_override=settings.PUBLIC_URL.partition("//")[2],
                use_https=settings.IS_HTTPS,
                token_generator=default_token_generator,
                subject_template_name="wagtailadmin/account/password_reset/email_subject.txt",
                email_template_name="wagtailadmin/account/password_reset/email.txt",
            )


class ResetForm(WagtailForm):
    """Leaves the looking up and the writing to the worker. An address that is asked too often gets no more."""

    def save(self, **_options: Any) -> None:
        try:
            spend("reset_address", self.cleaned_data["email"].lower())
        except TooManyRequests:
            return
        send_link.enqueue(self.cleaned_data["email"])


class PasswordResetView(account.PasswordResetView):
    def form_valid(self, form: ResetForm) -> Any:
        try:
            spend("reset", client_of(self.request))
        except TooManyRequests as refused:
            form.add_error(None, _("Muitos pedidos em pouco tempo. Espere um pouco e tente de novo."))
            response = self.render_to_response(self.get_context_data(form=form), status=429)
            response.headers["Retry-After"] = str(refused.retry_after)
            return response
        return super().form_valid(form)


titled(
    send_link,
    gettext_lazy("E-mail para trocar uma senha"),
    discarding=gettext_lazy("Descartar não muda a senha: quem a esqueceu pode pedir de novo."),
)
