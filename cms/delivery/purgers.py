"""Caches outside this server, and how each is told to forget the answers that have a tag.

A purger is made from ``settings.PURGER_OPTIONS``; its ``purge`` raises an exception where it was not heard.
"""

from collections.abc import Iterator, Sequence
from typing import Any, Protocol

import requests
from django.conf import settings
from django.core import checks

TIMEOUT = 10


class Purger(Protocol):
    """A cache that can be told of tags."""

    def purge(self, tags: Sequence[str]) -> None: ...


class Fastly:
    """https://www.fastly.com/documentation/reference/api/purging/#bulk-purge-tag"""

    MOST = 256

    def __init__(self, service: str, token: str, url: str = "https://api.fastly.com"):
        self._address, self._token = f"{url}/service/{service}/purge", token

    def purge(self, tags: Sequence[str]) -> None:
        for part in _parts(tags, self.MOST):
            headers = {"Fastly-Key": self._token, "Accept": "application/json"}
            _check(requests.post(self._address, json={"surrogate_keys": part}, headers=headers, timeout=TIMEOUT))


class Cloudflare:
    """https://developers.cloudflare.com/api/resources/cache/methods/purge/"""

    MOST = 30

    def __init__(self, zone: str, token: str, url: str = "https://api.cloudflare.com/client/v4"):
        self._address, self._token = f"{url}/zones/{zone}/purge_cache", token

    def purge(self, tags: Sequence[str]) -> None:
        for part in _parts(tags, self.MOST):
            headers = {"Authorization": f"Bearer {self._token}"}
            answer = _check(requests.post(self._address, json={"tags": part}, headers=headers, timeout=TIMEOUT))
            if not answer.json().get("success"):
                raise requests.HTTPError(f"Cloudflare refused to purge: {answer.text[:500]}")


class Varnish:
    """Any number of Varnish servers with ``vmod_xkey``, whose VCL answers ``PURGE`` (docs/operators.md).

    https://github.com/varnish/varnish-modules/blob/master/src/vmod_xkey.vcc
    """

    def __init__(self, urls: Sequence[str]):
        self._urls = urls

    def purge(self, tags: Sequence[str]) -> None:
        for url in self._urls:
            _check(requests.request("PURGE", url, headers={"xkey": " ".join(tags)}, timeout=TIMEOUT))


PURGERS: dict[str, Any] = {"fastly": Fastly, "cloudflare": Cloudflare, "varnish": Varnish}


def purger() -> Purger | None:
    """Return the cache that ``settings.PURGER`` names, or None where there is none."""
    return PURGERS[settings.PURGER](**settings.PURGER_OPTIONS) if settings.PURGER else None


def check_purger(**_options: Any) -> list[checks.CheckMessage]:
    """Tell of a purger that cannot be made: a cache would keep what it is never told of."""
    try:
        purger()
    except (KeyError, TypeError) as wrong:
        known = ", ".join(PURGERS)
        return [checks.Error(f"PURGER ({known}) or PURGER_OPTIONS is wrong: {wrong}", id="cms.E003")]
    return []


def _parts(tags: Sequence[str], most: int) -> Iterator[list[str]]:
    return (list(tags[start : start + most]) for start in range(0, len(tags), most))


def _check(answer: requests.Response) -> requests.Response:
    answer.raise_for_status()
    return answer
