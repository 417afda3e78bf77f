"""How a redirect writes the path that it begins at and the address that it leads to: read and written the same way."""

import re
import unicodedata

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.utils.encoding import iri_to_uri, uri_to_iri
from django.utils.translation import gettext as _
from wagtail.contrib.redirects.models import Redirect

from cms.api.scope import Root
from cms.api.text import is_text

LONGEST = 255
"""Characters of the columns of Wagtail's table."""
PATH = re.compile(r"/(?![/\\])[^\s\\]*\Z")
WHOLE = re.compile(r"https?://", re.IGNORECASE)
is_whole_address = URLValidator(schemes=["http", "https"])


def normal_path(path: str) -> str:
    """Return ``path`` as redirects keep it: decoded, accents composed, no last slash, parameters sorted.

    Of a whole address it is the path. Raises ``ValueError`` where it is no address.
    """
    return unicodedata.normalize("NFC", Redirect.normalise_path(path))


def paths_asked(root: Root, path: str) -> list[str]:
    """Return what a redirect for ``path`` may begin at, the first that counts first.

    What follows the question mark counts before its absence. Another language than the site's own stands before
    the path: ``/en/about``.
    """
    try:
        asked = [normal_path(path), normal_path(path.partition("?")[0])]
    except ValueError:
        return []
    if not root.is_default_language:
        asked = [*(in_language(root, each) for each in asked), *asked]
    return [*dict.fromkeys(each for each in asked if is_text(each))]


def in_language(root: Root, path: str) -> str:
    """Return the normal ``path`` with the language of ``root`` before it, where that is not the site's own."""
    return normal_path(f"{root.prefix}{path}") if root.prefix else path


def path_of_page(root: Root, url_path: str) -> str:
    """Return the normal path, as redirects write it, of a page below ``root``."""
    return normal_path(root.path_of(url_path))


def checked_path(path: str) -> str:
    """Return ``path`` as redirects keep it. Raises ``ValidationError``, in words for editors."""
    try:
        found = normal_path(path)
    except ValueError:
        found = ""
    if not path.strip() or not found or not is_text(found):
        raise ValidationError(_("“%(path)s” não é um caminho: escreva algo como /campanha/2020/.") % {"path": path})
    if len(found) > LONGEST:
        raise ValidationError(_("O caminho tem %(count)s caracteres; o máximo é 255.") % {"count": len(found)})
    return found


def checked_link(link: str) -> str:
    """Return ``link`` as redirects keep it: a path, or a whole address of http or https, encoded.

    Raises ``ValidationError``, in words for editors.
    """
    link = link.strip()
    found = iri_to_uri(unicodedata.normalize("NFC", uri_to_iri(link)))
    if not is_text(link) or "\\" in link or not (PATH.match(found) or _is_whole(found)):
        message = _(
            "“%(link)s” não serve: escreva um caminho, como /campanha/, ou um endereço com http:// ou https://."
        )
        raise ValidationError(message % {"link": link})
    if len(found) > LONGEST:
        raise ValidationError(_("O endereço tem %(count)s caracteres; o máximo é 255.") % {"count": len(found)})
    return found


def _is_whole(link: str) -> bool:
    try:
        is_whole_address(link)
    except ValidationError:
        return False
    return True


def leads_somewhere(link: str) -> bool:
    """Tell whether ``link`` is a path or a whole address: what stands in the table may have come around the checks."""
    return bool(PATH.match(link) or WHOLE.match(link))
