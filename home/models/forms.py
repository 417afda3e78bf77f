"""Forms that editors build and visitors fill in."""

from hashlib import sha256
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator, RegexValidator, validate_email
from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel, PageChooserPanel
from wagtail.admin.widgets import AdminAutoHeightTextInput
from wagtail.contrib.forms.models import AbstractFormField, FormMixin
from wagtail.contrib.forms.utils import get_field_clean_name
from wagtail.fields import RichTextField
from wagtail.models import Page
from wagtail.search import index

from cms.api import fields as graphql
from cms.blocks.body import BodyField
from cms.pages import BasePage
from home.forms.admin_form import FormPageForm
from home.forms.fields import MULTIPLE, form_class
from home.forms.kinds import CHOOSING, TEXTS, FileTypes, FormFieldKind, lines
from home.models.submissions import FormSubmission

HONEYPOT = "contact_website"
"""A name that robots fill in, and neither editors nor browsers think of."""
RESERVED = {HONEYPOT, "consent", "page", "submit_time", "token", "values"}
"""Names that the input of the mutation and the list of submissions have for other things."""


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

    preview_modes = BasePage.DEFAULT_PREVIEW_MODES
    preview_template = "home/preview/form.html"

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


class FormField(AbstractFormField):
    """One question of a form."""

    page = ParentalKey(FormPage, on_delete=models.CASCADE, related_name="form_fields")
    clean_name = models.CharField(
        _("nome técnico"),
        max_length=100,
        validators=[RegexValidator(r"^[a-z0-9][a-z0-9_]*$")],
        help_text=_("O nome do campo para o site. Vem do rótulo e não muda com ele."),
    )
    label = models.CharField(
        _("rótulo"), max_length=255, help_text=_("A pergunta, como a pessoa a lê. Ex.: Em que cidade você mora?")
    )
    help_text = models.CharField(
        _("ajuda"), max_length=255, blank=True, help_text=_("Uma frase que ajuda a responder, se for preciso.")
    )
    field_type = models.CharField(
        _("tipo"), max_length=16, choices=FormFieldKind.choices, help_text=_("O que a pessoa escreve ou escolhe.")
    )
    field_type.required_on_save = True
    required = models.BooleanField(
        _("obrigatório"), default=True, help_text=_("Peça só o que for preciso: o resto deixe opcional.")
    )
    choices = models.TextField(
        _("opções"), blank=True, help_text=_("Uma opção por linha, para lista, opções e caixas de seleção.")
    )
    default_value = models.TextField(
        _("valor inicial"), blank=True, help_text=_("O que já vem escrito ou escolhido; em caixas, um por linha.")
    )
    min_length = models.PositiveSmallIntegerField(
        _("mínimo de caracteres"), null=True, blank=True, help_text=_("Para textos.")
    )
    max_length = models.PositiveSmallIntegerField(
        _("máximo de caracteres"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(10_000)],
        help_text=_("Para textos. Sem ele, 255 em uma linha e 5000 em várias."),
    )
    min_value = models.DecimalField(
        _("menor número"), max_digits=16, decimal_places=4, null=True, blank=True, help_text=_("Para números.")
    )
    max_value = models.DecimalField(
        _("maior número"), max_digits=16, decimal_places=4, null=True, blank=True, help_text=_("Para números.")
    )
    file_types = models.CharField(
        _("arquivos aceitos"),
        max_length=20,
        choices=FileTypes.choices,
        default=FileTypes.PDF,
        help_text=_("Para arquivos: o conteúdo é conferido, não só o nome."),
    )
    max_files = models.PositiveSmallIntegerField(
        _("máximo de arquivos"),
        default=1,
        validators=[MinValueValidator(1), MaxValueValidator(10)],
        help_text=_("Para arquivos: de um a dez."),
    )
    max_megabytes = models.PositiveSmallIntegerField(
        _("tamanho máximo (MB)"),
        default=5,
        validators=[MinValueValidator(1), MaxValueValidator(10)],
        help_text=_("Para arquivos: de cada um, de um a dez."),
    )

    panels = [
        FieldPanel("label"),
        FieldRowPanel([FieldPanel("field_type"), FieldPanel("required")]),
        FieldPanel("help_text"),
        FieldPanel("choices"),
        FieldPanel("default_value"),
        FieldRowPanel([FieldPanel("min_length"), FieldPanel("max_length")]),
        FieldRowPanel([FieldPanel("min_value"), FieldPanel("max_value")]),
        FieldRowPanel([FieldPanel("file_types"), FieldPanel("max_files"), FieldPanel("max_megabytes")]),
    ]

    class Meta(AbstractFormField.Meta):
        verbose_name = _("campo de formulário")
        verbose_name_plural = _("campos de formulário")

    def __str__(self):
        return self.label

    @property
    def kind(self) -> FormFieldKind:
        return FormFieldKind(self.field_type)

    @property
    def options(self) -> list[str]:
        """What can be chosen."""
        return lines(self.choices) if self.kind in CHOOSING else []

    @property
    def defaults(self) -> list[str]:
        """What is filled in or chosen at first."""
        if self.kind is FormFieldKind.CHECKBOXES:
            return lines(self.default_value)
        return [self.default_value] if self.default_value and self.kind is not FormFieldKind.FILE else []

    def get_field_clean_name(self):
        return get_field_clean_name(self.label)[:100]

    def clean(self):
        """Give it its name, which stays when the label changes. Raises ``ValidationError``."""
        super().clean()
        if self.label and not self.clean_name:
            self.clean_name = self.get_field_clean_name()
        problems = {
            **self._problems_of_the_name(),
            **(self._problems_of_the_choices() if self.field_type in CHOOSING else {}),
            **self._problems_of_the_limits(),
        }
        problems = problems or self._problems_of_the_default()
        if problems:
            raise ValidationError(problems)

    def _problems_of_the_name(self) -> dict[str, Any]:
        if self.label and not self.clean_name:
            return {"label": _("Escreva o rótulo com letras ou números.")}
        if self.clean_name in RESERVED:
            return {"label": _("Este nome tem outro uso no formulário. Escolha outro rótulo.")}
        return {}

    def _problems_of_the_choices(self) -> dict[str, Any]:
        options = lines(self.choices)
        if len(options) < (1 if self.field_type == FormFieldKind.CHECKBOXES else 2):
            return {"choices": _("Escreva as opções, uma por linha.")}
        if len(set(options)) < len(options):
            return {"choices": _("Há opções repetidas.")}
        return {}

    def _problems_of_the_limits(self) -> dict[str, Any]:
        if self.field_type == FormFieldKind.NUMBER and _are_reversed(self.min_value, self.max_value):
            return {"max_value": _("O maior número é menor que o menor.")}
        if self.field_type in TEXTS and _are_reversed(self.min_length, self.max_length or TEXTS.get(self.field_type)):
            return {"max_length": _("O máximo é menor que o mínimo.")}
        return {}

    def _problems_of_the_default(self) -> dict[str, Any]:
        if self.field_type and self.defaults:
            [answer] = form_class([self]).base_fields.values()
            try:
                answer.clean(self.defaults if self.field_type in MULTIPLE else self.default_value)
            except ValidationError:
                return {"default_value": _("O valor inicial não serve de resposta a este campo.")}
        return {}


def _are_reversed(least: Any, most: Any) -> bool:
    return least is not None and most is not None and least > most
