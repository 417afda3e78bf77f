"""Where a frontend shows a draft: an address with places for what is shown."""

import re
from typing import Any
from urllib.parse import quote, urlsplit

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

PLACE = re.compile(r"\{(.*?)\}")
PLACES = ("path", "token", "type", "id", "locale")
AT_HOME = ("localhost", "127.0.0.1")
"""Hosts that may be reached without HTTPS: they are this machine. Names below ``localhost`` are, too."""


def validate_template(template: str) -> None:
    """Raise ``ValidationError`` where no address can be made of ``template``."""
    parts = urlsplit(template.strip())
    unknown = [place for place in PLACE.findall(template) if place not in PLACES]
    if unknown or template.count("{") != len(PLACE.findall(template)):
        known = ", ".join(f"{{{place}}}" for place in PLACES)
        raise ValidationError(_("Entre chaves, só estas palavras: %(known)s."), params={"known": known})
    if parts.scheme not in ("http", "https") or not parts.hostname or "{" in parts.netloc or "@" in parts.netloc:
        raise ValidationError(_("Escreva o endereço inteiro. Ex.: https://www.exemplo.org.br/previa?path={path}"))
    if parts.scheme == "http" and not _is_here(parts.hostname):
        raise ValidationError(_("O rascunho passaria aberto pela rede. Use https://"))
    if re.search(r"[\s;,'\"<>\\]", template.strip()):
        raise ValidationError(_("Há um sinal ou um espaço que não pode estar em um endereço."))


def origin_of(template: str) -> str:
    """Return the scheme, host and port of the frontend, as browsers write them."""
    parts = urlsplit(template)
    port = f":{parts.port}" if parts.port and parts.port != {"http": 80, "https": 443}[parts.scheme] else ""
    return f"{parts.scheme}://{parts.hostname}{port}"


def filled(template: str, **values: Any) -> str:
    """Return the address of ``template`` with ``values`` in their places."""
    return PLACE.sub(lambda place: quote(str(values[place[1]]), safe="/:-_."), template.strip())


def _is_here(hostname: str) -> bool:
    return hostname in AT_HOME or hostname.endswith(".localhost")
