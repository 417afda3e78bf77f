"""Who asks: the network address of a client, though proxies stand between."""

import re
from collections.abc import Mapping
from ipaddress import IPv6Address, ip_address, ip_network
from typing import Any

from django.conf import settings
from django.http import HttpRequest

NETWORK_OF_A_HOUSEHOLD = 64
"""The bits of an IPv6 address that say who it is: the others change as often as their owner likes."""


def client_of(request: HttpRequest) -> str:
    """Return the address of the client of ``request``, as ``client_in`` tells it."""
    return client_in(request.META)


def client_in(meta: Mapping[str, Any]) -> str:
    """Return the address of the client of a request, whose ``META`` is given; of IPv6, the network it lies in.

    Behind ``settings.PROXIES`` proxies, each of which appends what it saw to ``X-Forwarded-For``, it is what the
    outermost of them saw. What stands before that was written by the client, and counts for nothing.
    """
    seen = re.findall(r"[^,\s]+", meta.get("HTTP_X_FORWARDED_FOR", "")) if settings.PROXIES else []
    written = seen[-settings.PROXIES] if len(seen) >= settings.PROXIES > 0 else meta.get("REMOTE_ADDR", "")
    try:
        address = ip_address(written)
    except ValueError:  # a socket of the system, or a proxy that writes something else
        return written[:64]
    if isinstance(address, IPv6Address) and not address.ipv4_mapped:
        return str(ip_network((address, NETWORK_OF_A_HOUSEHOLD), strict=False))
    return str(getattr(address, "ipv4_mapped", None) or address)
