"""Forms that editors build and visitors fill in."""

from hashlib import sha256
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator, validate_email
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, InlinePanel, MultiFieldPanel, PageChooserPanel
from wagtail.admin.widgets import AdminAutoHeightTextInput
from wagtail.contrib.forms.models import FormMixin
from wagtail.fields import RichTextField
from wagtail.models import Page
from wagtail.search import index

from cms.api import fields as graphql
from cms.blocks.body import BodyField
from cms.pages import BasePage
from home.forms.admin_form import FormPageForm
from home.forms.fields import form_class
from home.models.form_fields import HONEYPOT
from home.models.submissions import FormSubmission


def validate_addresses(value: str) -> None:
    """Raise ``ValidationError`` where ``value`` is not one e-mail address, or several with commas."""
    for address in addresses_in(value):
        try:
            validate_email(address)
        except ValidationError:
            raise ValidationError(_("“%(address)s” não é um e-mail."), params={"address": address}) from None


def addresses_in(value: str) -> list[str]:
    """Return the addresses that ``value`` lists with commas."""
    return [address.strip() for address in value.split(",") if address.strip()]


class FormPage(FormMixin, BasePage):
    """A form: what visitors are asked, what becomes of their answers, and for how long."""

    summary_field = "introduction"
    introduction = models.CharField(
        _("introdução"),
        max_length=500,
        help_text=_("Uma a três frases que dizem para que serve o formulário e em quanto tempo vem a resposta."),
    )
    body = BodyField()
    submit_label = models.CharField(
        _("texto do botão"), max_length=60, default="Enviar", help_text=_("O que o botão faz. Ex.: Enviar mensagem.")
    )
    thank_you = RichTextField(
        _("agradecimento"),
        features=["bold", "italic", "link", "ol", "ul"],
        help_text=_("O que a pessoa lê depois de enviar: o que acontece agora, e até quando."),
    )
    consent_text = models.TextField(
        _("texto do consentimento"),
        blank=True,
        max_length=2000,
        help_text=_(
            "Diga para que os dados serão usados, por quem e por quanto tempo. Cada resposta guarda o texto que a "
            "pessoa leu. Se você mudar o texto, quem já abriu o formulário lê o novo antes de enviar."
        ),
    )
    consent_required = models.BooleanField(
        _("consentimento obrigatório"), default=True, help_text=_("Sem ele, o formulário não pode ser enviado.")
    )
    privacy_page = models.ForeignKey(
        Page,
        verbose_name=_("página sobre privacidade"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text=_("Onde se lê mais sobre o uso dos dados e sobre como pedir que sejam apagados."),
    )
    retention_days = models.PositiveSmallIntegerField(
        _("guardar por (dias)"),
        default=180,
        validators=[MinValueValidator(1), MaxValueValidator(1825)],
        help_text=_("Depois disso, cada resposta e os seus arquivos se apagam sozinhos. No máximo, 1825 (cinco anos)."),
    )
    recipients = models.CharField(
        _("avisar por e-mail"),
        max_length=500,
        blank=True,
        validators=[validate_addresses],
        help_text=_("E-mails da equipe que recebem cada resposta, separados por vírgula. Não aparecem no site."),
    )
    answers_in_email = models.BooleanField(
        _("respostas no e-mail"),
        default=True,
        help_text=_("Se desmarcado, o e-mail só avisa que chegou uma resposta, e ela se lê aqui."),
    )

    base_form_class = FormPageForm
    content_panels = [
        *BasePage.content_panels,
        FieldPanel("introduction", widget=AdminAutoHeightTextInput),
        FieldPanel("body"),
        InlinePanel("form_fields", heading=_("Campos"), label=_("campo")),
        FieldPanel("submit_label"),
        FieldPanel("thank_you"),
        MultiFieldPanel(
            [
                FieldPanel("consent_text", widget=AdminAutoHeightTextInput),
                FieldPanel("consent_required"),
                PageChooserPanel("privacy_page"),
                FieldPanel("retention_days"),
            ],
            heading=_("Dados pessoais"),
        ),
        MultiFieldPanel([FieldPanel("recipients"), FieldPanel("answers_in_email")], heading=_("Aviso à equipe")),
    ]

    graphql_description = "A form for visitors. What they write goes to `submitForm`, and is never in an answer."
    graphql_json_ld = "home.json_ld.form"
    graphql_fields = [
        graphql.string("introduction", "One to three sentences on what the form is for.", required=True),
        graphql.stream("body", "The page's content, block by block: it comes before the fields."),
        graphql.parts("fields", "home.FormField", "home.forms.schema.FormField", "What is asked, in this order."),
        graphql.string("submit_label", "What the button says.", required=True),
        graphql.rich_text("thank_you", "What to show when it was sent."),
        graphql.computed(
            "consent",
            "home.forms.schema.FormConsent",
            "What the visitor is asked to agree to; null where nothing is.",
            columns=("consent_text", "consent_required"),
        ),
        graphql.page("privacy_page", "The page on what becomes of personal data."),
        graphql.integer("retention_days", "After how many days each submission is deleted.", required=True),
        graphql.string(
            "honeypot",
            "The name of a field for robots: render it where nobody sees it, and send what is in it with the values.",
            required=True,
            columns=("title",),
        ),
    ]

    search_fields = [
        *BasePage.search_fields,
        index.SearchField("introduction"),
        index.SearchField("body"),
    ]

    parent_page_types = ["home.HomePage", "home.NarrativePage"]
    subpage_types = []

    preview_modes = BasePage.preview_modes  # not those of Wagtail's forms
    preview_template = "home/preview/form.html"
    shown_apart = ("form_fields", "submit_label", "thank_you", "consent_text")

    class Meta:
        verbose_name = _("formulário")
        verbose_name_plural = _("formulários")

    honeypot = HONEYPOT

    def clean(self):
        super().clean()
        names = [field.clean_name or field.get_field_clean_name() for field in self.form_fields.all()]
        twice = sorted({name for name in names if names.count(name) > 1})
        if twice:
            raise ValidationError(_("Há mais de um campo com o nome “%(name)s”."), params={"name": twice[0]})

    @property
    def consent_version(self) -> str:
        """The version of the consent's text: another text has another; empty where there is none."""
        return sha256(self.consent_text.encode()).hexdigest()[:12] if self.consent_text else ""

    @property
    def email_addresses(self) -> list[str]:
        """Who is told of submissions."""
        return addresses_in(self.recipients)

    def get_submission_class(self):
        return FormSubmission

    def get_submissions_list_view_class(self):
        from home.forms.listing import SubmissionsView  # a view: it needs the models to be there

        return SubmissionsView

    def get_data_fields(self) -> list[tuple[str, Any]]:
        """Return the columns of the list of submissions: its fields, those that it had, and the consent."""
        known = {field.clean_name: field.label for field in self.get_form_fields()}
        return [
            ("submit_time", _("Enviada em")),
            *known.items(),
            *[pair for pair in FormSubmission.labels_of(self).items() if pair[0] not in known],
            *FormSubmission.ABOUT_CONSENT,
        ]

    def get_form_class(self):
        return form_class(self.get_form_fields())

    def get_preview_context(self, request, mode_name):
        """As any page's: a form that is being written need not be one that can be filled in."""
        return super(FormMixin, self).get_preview_context(request, mode_name)

    def serve_preview(self, request, mode_name):
        return super(FormMixin, self).serve_preview(request, mode_name)
