"""How often one client may do one thing, and who one client is."""

import time

import pytest

from cms import throttling
from cms.api.errors import TooManyRequests
from cms.clients import client_in
from cms.throttling import spend


@pytest.fixture(params=["memory", "gone"])
def rates(request, settings):
    """Two rates for one action, counted in memory; also where Redis is configured and does not answer."""
    settings.RATES = {"try": "3/hour;2/minute", "other": "1/hour"}
    if request.param == "gone":
        redis = "django.core.cache.backends.redis.RedisCache"
        settings.CACHES = {"default": {"BACKEND": redis, "LOCATION": "redis://127.0.0.1:1/0"}}


def test_what_is_too_often_is_refused_for_that_client_and_action_alone(rates):
    spend("try", "192.0.2.1")
    spend("try", "192.0.2.1")
    with pytest.raises(TooManyRequests) as refused:
        spend("try", "192.0.2.1")
    assert refused.value.extensions["code"] == "RATE_LIMITED"
    assert 1 <= refused.value.extensions["retryAfter"] <= 60
    spend("try", "192.0.2.2")
    spend("other", "192.0.2.1")


@pytest.mark.parametrize(
    ("proxies", "forwarded", "client"),
    [
        (0, "198.51.100.7", "10.0.0.1"),
        (1, "203.0.113.9, 198.51.100.7", "198.51.100.7"),
        (2, "203.0.113.9, 198.51.100.7, 10.0.0.2", "198.51.100.7"),
        (2, "198.51.100.7", "10.0.0.1"),
        (1, "", "10.0.0.1"),
        (1, "2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        (1, "::ffff:198.51.100.7", "198.51.100.7"),
        (1, "unix:", "unix:"),
    ],
)
def test_a_client_is_whom_the_outermost_of_our_proxies_saw(settings, proxies, forwarded, client):
    settings.PROXIES = proxies
    headers = {"HTTP_X_FORWARDED_FOR": forwarded} if forwarded else {}
    assert client_in({"REMOTE_ADDR": "10.0.0.1", **headers}) == client


def test_counting_starts_no_thread(settings, monkeypatch):
    settings.RATES = {"try": "100/minute"}
    spend("try", "192.0.2.1")
    monkeypatch.setattr("threading.Thread.start", lambda thread: pytest.fail(f"{thread} was started"))
    for _ in range(50):
        spend("try", "192.0.2.1")


def test_counts_that_are_over_are_thrown_away(settings, monkeypatch):
    settings.RATES = {"try": "1/minute"}
    storage, now = throttling._storage(""), time.time()
    for number in range(20):
        spend("try", f"192.0.2.{number}")
    assert len(storage.storage) == len(storage.expirations) == 20
    monkeypatch.setattr("time.time", lambda: now + 300)
    spend("try", "198.51.100.1")
    assert len(storage.storage) == len(storage.expirations) == 1
