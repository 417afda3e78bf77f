"""What a message may be about: the names of events, and what an administrator reads of them."""

from django.utils.translation import gettext_lazy as _

PUBLISHED, MOVED = "page.published", "page.moved"
UNPUBLISHED, DELETED = "page.unpublished", "page.deleted"
TEST = "webhook.test"

EVENTS = {
    PUBLISHED: _("Página publicada, ou mudada no ar"),
    MOVED: _("Página mudou de endereço"),
    UNPUBLISHED: _("Página saiu do ar, ou ficou privada"),
    DELETED: _("Página pública excluída"),
    "image.changed": _("Imagem mudou"),
    "document.changed": _("Documento mudou"),
    "snippet.changed": _("Parceiro, liderança, indicador ou outro trecho mudou"),
    "menu.changed": _("Menu mudou"),
    "settings.changed": _("Configurações ou textos do site mudaram"),
    "redirect.changed": _("Redirecionamento mudou"),
    "search.changed": _("Sinônimos ou destaques da busca mudaram"),
    "site.changed": _("Sites ou idiomas mudaram"),
}
"""Every event that an address can ask for. A test is sent to whom it is asked for."""

EVERYWHERE = ("menu.changed", "settings.changed", "site.changed")
"""Events about what any page of the site may show."""
