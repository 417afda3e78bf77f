"""What belongs to the whole site: its texts, its profiles on social networks, its menus."""

from urllib.parse import urlsplit

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from wagtail.admin.panels import (
    FieldPanel,
    InlinePanel,
    MultiFieldPanel,
    PageChooserPanel,
)
from wagtail.contrib.settings.models import BaseSiteSetting, register_setting
from wagtail.fields import RichTextField
from wagtail.models import Orderable, Page, Site, TranslatableMixin

from cms.api import fields as graphql
from cms.api.enums import described
from cms.api.scope import Scopes
from cms.media import CustomImage


@described(
    "A social network. New ones may be added: treat an unknown value as OTHER.",
    FACEBOOK="Facebook.",
    TWITTER="Twitter, now X.",
    LINKEDIN="LinkedIn.",
    YOUTUBE="YouTube.",
    INSTAGRAM="Instagram.",
    WHATSAPP="WhatsApp.",
    TIKTOK="TikTok.",
    BLUESKY="Bluesky.",
    THREADS="Threads.",
    MASTODON="Mastodon, on any server.",
    TELEGRAM="Telegram.",
    FLICKR="Flickr.",
    SPOTIFY="Spotify.",
    GITHUB="GitHub.",
    OTHER="Any other.",
)
class SocialNetwork(models.TextChoices):
    FACEBOOK = "facebook", "Facebook"
    TWITTER = "twitter", "Twitter (X)"
    LINKEDIN = "linkedin", "LinkedIn"
    YOUTUBE = "youtube", "YouTube"
    INSTAGRAM = "instagram", "Instagram"
    WHATSAPP = "whatsapp", "WhatsApp"
    TIKTOK = "tiktok", "TikTok"
    BLUESKY = "bluesky", "Bluesky"
    THREADS = "threads", "Threads"
    MASTODON = "mastodon", "Mastodon"
    TELEGRAM = "telegram", "Telegram"
    FLICKR = "flickr", "Flickr"
    SPOTIFY = "spotify", "Spotify"
    GITHUB = "github", "GitHub"
    OTHER = "other", _("outra")


HOSTS = {
    SocialNetwork.FACEBOOK: ("facebook.com", "fb.com"),
    SocialNetwork.TWITTER: ("twitter.com", "x.com"),
    SocialNetwork.LINKEDIN: ("linkedin.com",),
    SocialNetwork.YOUTUBE: ("youtube.com", "youtu.be"),
    SocialNetwork.INSTAGRAM: ("instagram.com",),
    SocialNetwork.WHATSAPP: ("whatsapp.com", "wa.me"),
    SocialNetwork.TIKTOK: ("tiktok.com",),
    SocialNetwork.BLUESKY: ("bsky.app",),
    SocialNetwork.THREADS: ("threads.net", "threads.com"),
    SocialNetwork.TELEGRAM: ("t.me", "telegram.me"),
    SocialNetwork.FLICKR: ("flickr.com",),
    SocialNetwork.SPOTIFY: ("spotify.com",),
    SocialNetwork.GITHUB: ("github.com",),
}
"""Where the profiles of each network are; Mastodon is anywhere."""


@register_setting(icon="cog", order=100)
class SiteSettings(ClusterableModel, BaseSiteSetting):
    """What is the same in every language: contact, social profiles, the image of shared links."""

    email = models.EmailField(_("e-mail de contato"), blank=True, help_text=_("Aparece no rodapé do site."))
    phone = models.CharField(_("telefone"), max_length=40, blank=True, help_text=_("Com DDD. Ex.: (11) 3000-0000."))
    address = models.CharField(_("endereço"), max_length=255, blank=True, help_text=_("Endereço postal, em uma linha."))
    share_image = models.ForeignKey(
        CustomImage,
        verbose_name=_("imagem padrão de compartilhamento"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text=_("Usada quando uma página sem imagem é compartilhada. Ideal: 1200 × 630 pixels."),
    )
    share_image_alt = models.CharField(
        _("texto alternativo"), max_length=255, blank=True, help_text=_("O que a imagem mostra.")
    )

    panels = [
        MultiFieldPanel([FieldPanel("email"), FieldPanel("phone"), FieldPanel("address")], heading=_("Contato")),
        MultiFieldPanel([FieldPanel("share_image"), FieldPanel("share_image_alt")], heading=_("Compartilhamento")),
        InlinePanel("social_profiles", heading=_("Redes sociais"), label=_("perfil")),
    ]

    class Meta:
        verbose_name = _("contato e redes sociais")

    def clean(self):
        super().clean()
        if self.share_image_id and not self.share_image_alt:
            raise ValidationError({"share_image_alt": _("Descreva a imagem de compartilhamento.")})


class SocialProfile(Orderable):
    """The programme's page on one social network."""

    settings = ParentalKey(SiteSettings, on_delete=models.CASCADE, related_name="social_profiles")
    network = models.CharField(_("rede"), max_length=20, choices=SocialNetwork.choices, help_text=_("A rede social."))
    url = models.URLField(_("endereço do perfil"), help_text=_("Endereço completo, com https://"))

    handle = models.CharField(
        _("usuário"),
        max_length=80,
        blank=True,
        db_default="",
        help_text=_("Opcional. Como o perfil se chama na rede, com @. Ex.: @programajuntos."),
    )
    own_label = models.CharField(
        _("texto do link"),
        max_length=80,
        blank=True,
        db_default="",
        help_text=_("Opcional. O que se lê e se ouve no link. Vazio: o nome da rede."),
    )

    panels = [FieldPanel("network"), FieldPanel("url"), FieldPanel("handle"), FieldPanel("own_label")]

    belongs_to = "settings__site"

    graphql_description = "The programme's page on one social network."
    graphql_fields = [
        graphql.enum("network", SocialNetwork, "Which network.", required=True),
        graphql.string("url", "The address of the profile.", required=True),
        graphql.string("handle", "What the profile is called there, such as `@programajuntos`, if the editors say."),
        graphql.string("label", "What to call the link.", required=True, columns=("own_label", "network", "url")),
    ]

    class Meta(Orderable.Meta):
        verbose_name = _("perfil em rede social")

    @property
    def label(self) -> str:
        """What the link is called: by the editors, or by its network; one of no known network, by its host."""
        named = urlsplit(self.url).hostname if self.network == SocialNetwork.OTHER else self.get_network_display()
        return self.own_label or str(named)

    def clean(self):
        super().clean()
        hosts, host = HOSTS.get(self.network, ()), urlsplit(self.url).hostname or ""
        if hosts and not any(host == own or host.endswith(f".{own}") for own in hosts):
            message = _("Este endereço não é de %(network)s. Confira a rede ou o endereço.")
            raise ValidationError({"url": message % {"network": self.get_network_display()}})


class SiteText(TranslatableMixin, models.Model):
    """The texts of a site in one language."""

    webhook_event = "settings.changed"

    site = models.ForeignKey(
        Site, verbose_name=_("site"), on_delete=models.PROTECT, related_name="texts", help_text=_("De que site são.")
    )
    programme_name = models.CharField(
        _("nome do programa"), max_length=120, help_text=_("Aparece no cabeçalho e no título das páginas.")
    )
    description = models.CharField(
        _("descrição"), max_length=300, blank=True, help_text=_("Uma frase sobre o programa, para buscadores.")
    )
    footer = RichTextField(
        _("rodapé"), blank=True, features=["bold", "italic", "link"], help_text=_("O texto no fim de todas as páginas.")
    )

    panels = [FieldPanel("site"), FieldPanel("programme_name"), FieldPanel("description"), FieldPanel("footer")]

    class Meta(TranslatableMixin.Meta):
        verbose_name = _("textos do site")
        verbose_name_plural = _("textos do site")

    def __str__(self):
        return f"{self.programme_name} ({self.locale})"

    def clean(self):
        super().clean()
        twins = SiteText.objects.filter(site=self.site_id, locale=self.locale_id).exclude(pk=self.pk)
        if self.site_id and twins.exists():
            raise ValidationError({"site": _("Este site já tem textos neste idioma. Edite os que existem.")})


class Menu(TranslatableMixin, ClusterableModel):
    """A list of links: the main menu, the footer's."""

    webhook_event = "menu.changed"

    site = models.ForeignKey(
        Site, verbose_name=_("site"), on_delete=models.PROTECT, related_name="menus", help_text=_("De que site é.")
    )
    title = models.CharField(_("título"), max_length=60, help_text=_("Só para a equipe. Ex.: Menu principal."))
    handle = models.SlugField(
        _("identificador"),
        max_length=40,
        help_text=_("Como o site encontra este menu. Ex.: main, footer. Combine com quem programa o site."),
    )

    panels = [
        FieldPanel("site"),
        FieldPanel("title"),
        FieldPanel("handle"),
        InlinePanel("items", heading=_("Itens"), label=_("item")),
    ]

    belongs_to = "site"

    graphql_description = "A list of links that editors keep."
    graphql_fields = [
        graphql.string("handle", "What the frontend calls it: main, footer.", required=True),
        graphql.language("The language it is written in."),
        graphql.relations(
            "items",
            "home.MenuItem",
            "Its links, in order. A link to a page that is not public is left out.",
            via="menu",
            order_by="sort_order",
        ),
    ]

    class Meta(TranslatableMixin.Meta):
        verbose_name = _("menu")
        verbose_name_plural = _("menus")

    def __str__(self):
        return self.title

    def clean(self):
        super().clean()
        twins = Menu.objects.filter(site=self.site_id, locale=self.locale_id, handle=self.handle).exclude(pk=self.pk)
        if self.site_id and twins.exists():
            raise ValidationError({"handle": _("Este site já tem um menu com este identificador neste idioma.")})


class MenuItem(Orderable):
    """One link of a menu: to a page or to an address."""

    visible_with = ["page"]
    belongs_to = "menu__site"

    menu = ParentalKey(Menu, on_delete=models.CASCADE, related_name="items")
    label = models.CharField(_("texto"), max_length=60, help_text=_("O que o visitante lê no menu."))
    page = models.ForeignKey(
        Page,
        verbose_name=_("página"),
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="+",
        help_text=_("Para onde leva. Some do menu enquanto a página não estiver publicada."),
    )
    url = models.URLField(_("endereço"), blank=True, help_text=_("Se leva para fora do site."))

    panels = [FieldPanel("label"), PageChooserPanel("page"), FieldPanel("url")]

    graphql_description = "One link of a menu."
    graphql_fields = [
        graphql.string("label", "The text of the link.", required=True),
        graphql.page("page", "The page it leads to, if it is one of ours."),
        graphql.string("url", "The address it leads to, if it is not a page of ours."),
    ]

    class Meta(Orderable.Meta):
        verbose_name = _("item de menu")

    def clean(self):
        super().clean()
        if bool(self.page_id) == bool(self.url):
            raise ValidationError({"page": _("Escolha uma página ou escreva um endereço: um dos dois, não ambos.")})
        if self.page_id and not self._is_page_of_site():
            raise ValidationError({"page": _("Esta página é de outro site. Escreva o endereço dela em “endereço”.")})

    def _is_page_of_site(self) -> bool:
        menu = getattr(self, "menu", None)
        homes = [root for root in Scopes().roots if menu and root.site_id == menu.site_id]
        return not homes or any(root.has(self.page.path) for root in homes)
