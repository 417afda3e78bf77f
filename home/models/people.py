"""Who supports the programme and who leads it."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, PublishingPanel
from wagtail.admin.widgets import AdminAutoHeightTextInput
from wagtail.models import DraftStateMixin, RevisionMixin, TranslatableMixin
from wagtail.search import index

from cms.api import fields as graphql
from cms.api.enums import described
from cms.collation import SortKeyField
from cms.media import CustomImage
from cms.slugs import AutoSlugField


@described(
    "How a partner takes part.",
    INVESTOR="Pays for the programme or a work front.",
    TECHNICAL="Brings knowledge and people.",
    LOCAL="Belongs to the city where it works.",
    INSTITUTIONAL="Lends its name and its network.",
)
class PartnerKind(models.TextChoices):
    INVESTOR = "investor", _("investidor")
    TECHNICAL = "technical", _("técnico")
    LOCAL = "local", _("local")
    INSTITUTIONAL = "institutional", _("institucional")


class Partner(DraftStateMixin, RevisionMixin, TranslatableMixin, index.Indexed, models.Model):
    """An organisation that supports the programme or a work front."""

    name = models.CharField(_("nome"), max_length=120, help_text=_("Como a organização quer ser chamada."))
    sort_name = SortKeyField(source="name")
    slug = AutoSlugField()
    kind = models.CharField(
        _("tipo"),
        max_length=20,
        choices=PartnerKind.choices,
        default=PartnerKind.INSTITUTIONAL,
        help_text=_("Como a organização participa."),
    )
    description = models.CharField(
        _("descrição"), max_length=300, blank=True, help_text=_("Uma frase sobre a organização.")
    )
    logo = models.ForeignKey(
        CustomImage,
        verbose_name=_("logotipo"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text=_("De preferência em fundo transparente. O texto alternativo é o nome da organização."),
    )
    website = models.URLField(_("site"), blank=True, help_text=_("Endereço completo, com https://"))

    panels = [
        FieldPanel("name"),
        FieldPanel("kind"),
        FieldPanel("description", widget=AdminAutoHeightTextInput),
        FieldPanel("logo"),
        FieldPanel("website"),
        PublishingPanel(),
    ]

    graphql_name = "Partner"
    graphql_description = "An organisation that supports the programme or a work front."
    graphql_fields = [
        graphql.string("name", "What the organisation is called.", required=True),
        graphql.string("slug", "Its name for addresses, unique.", required=True),
        graphql.enum("kind", PartnerKind, "How it takes part.", required=True),
        graphql.string("description", "One sentence about it."),
        graphql.language("The language it is written in: the one asked, where it is translated."),
        graphql.image("logo", "Its logo; the alternative text is its name.", alt="name"),
        graphql.string("website", "The address of its website."),
    ]

    search_fields = [
        index.SearchField("name"),
        index.AutocompleteField("name"),
        index.FilterField("kind"),
        index.FilterField("locale"),
    ]

    class Meta(TranslatableMixin.Meta):
        verbose_name = _("parceiro")
        verbose_name_plural = _("parceiros")
        ordering = ["sort_name"]
        constraints = [models.UniqueConstraint(fields=["locale", "slug"], name="partner_slug")]

    def __str__(self):
        return self.name


class Person(DraftStateMixin, RevisionMixin, TranslatableMixin, index.Indexed, models.Model):
    """A public leader or a member of the governance core."""

    name = models.CharField(_("nome"), max_length=120, help_text=_("Nome pelo qual a pessoa é conhecida."))
    sort_name = SortKeyField(source="name")
    slug = AutoSlugField()
    role = models.CharField(
        _("função"), max_length=120, help_text=_("O que a pessoa faz. Ex.: secretária municipal de Saúde.")
    )
    organisation = models.CharField(
        _("organização"), max_length=120, blank=True, help_text=_("Onde atua. Ex.: Prefeitura de Teresina.")
    )
    photo = models.ForeignKey(
        CustomImage,
        verbose_name=_("foto"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text=_("Retrato com autorização de uso. O texto alternativo é o nome da pessoa."),
    )

    panels = [
        FieldPanel("name"),
        FieldPanel("role"),
        FieldPanel("organisation"),
        FieldPanel("photo"),
        PublishingPanel(),
    ]

    graphql_name = "Person"
    graphql_description = "A public leader or a member of the governance core."
    graphql_fields = [
        graphql.string("name", "The name the person is known by.", required=True),
        graphql.string("slug", "The name for addresses, unique.", required=True),
        graphql.string("role", "What the person does.", required=True),
        graphql.string("organisation", "Where the person works."),
        graphql.language("The language it is written in: the one asked, where it is translated."),
        graphql.image("photo", "A portrait; the alternative text is the name.", alt="name"),
    ]

    search_fields = [
        index.SearchField("name"),
        index.AutocompleteField("name"),
        index.SearchField("role"),
        index.FilterField("locale"),
    ]

    class Meta(TranslatableMixin.Meta):
        verbose_name = _("liderança")
        verbose_name_plural = _("lideranças")
        ordering = ["sort_name"]
        constraints = [models.UniqueConstraint(fields=["locale", "slug"], name="person_slug")]

    def __str__(self):
        return f"{self.name} ({self.role})"
