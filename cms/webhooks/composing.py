"""Messages are made of what the notes add up to: few, however much was written at once."""

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from django.utils import timezone
from wagtail.models import Locale, Page

from cms.api.scope import Root, Scopes
from cms.delivery.once import alone
from cms.languages import tag_of
from cms.webhooks.events import EVENTS, EVERYWHERE
from cms.webhooks.facts import Fact, described, facts
from cms.webhooks.models import Change, Delivery, Message, Webhook
from cms.webhooks.notes import Notes, take_notes
from cms.webhooks.showing import is_shown_everywhere, url_paths_showing
from cms.webhooks.tags import tags_of_facts

MOST_OBJECTS, MOST_PATHS = 100, 500
MEDIA = ("image.changed", "document.changed")


@dataclass(frozen=True)
class Place:
    """What the things of one message have in common: a site and a language, as far as they have one."""

    site: str | None = None
    locale: str | None = None


def compose() -> int:
    """Make messages of all notes there are, and a delivery to each address that wants them. Return how many."""
    if not Change.objects.exists():
        return 0
    with alone():
        composed = list(_messages(take_notes(), timezone.now()))
        Message.objects.bulk_create([message for _place, message in composed], batch_size=500)
        Delivery.objects.bulk_create(_deliveries(composed), batch_size=500)
    return len(composed)


def _deliveries(composed: list[tuple[Place, Message]]) -> list[Delivery]:
    webhooks = [(webhook, _site_of(webhook)) for webhook in Webhook.objects.filter(is_active=True)]
    return [
        Delivery(webhook=webhook, message=message)
        for place, message in composed
        for webhook, site in webhooks
        if message.type in webhook.events and (site is None or place.site in (None, site))
    ]


def _site_of(webhook: Webhook) -> str | None:
    scopes = Scopes()
    of_site = (root for root in scopes.roots if root.site_id == webhook.site_id)
    return next((site_name(root, scopes) for root in of_site), None)


def _messages(notes: Notes, moment: datetime) -> Iterator[tuple[Place, Message]]:
    """Yield the messages in the order of the events, those of one kind by site and language."""
    scopes = Scopes()
    languages = dict(Locale.objects.values_list("pk", "language_code"))
    groups: dict[tuple[str, Place], list[Fact]] = defaultdict(list)
    for fact in facts(notes):
        groups[fact.event, _place_of(fact, scopes, languages)].append(fact)
    order = list(EVENTS)
    for (event, place), members in sorted(groups.items(), key=lambda group: order.index(group[0][0])):
        for where, data in _data(event, place, members, scopes):
            yield where, message_about(event, data, at=moment)


def message_about(event: str, data: dict[str, Any], *, at: datetime) -> Message:
    """Return the message, its body written as it is sent each time."""
    timestamp = at.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
    body = {"type": event, "timestamp": timestamp, "data": data}
    return Message(type=event, body=json.dumps(body, ensure_ascii=False, separators=(",", ":")), created_at=at)


def _data(event: str, place: Place, members: list[Fact], scopes: Scopes) -> Iterator[tuple[Place, dict[str, Any]]]:
    """Yield what is told of ``members``: once, or once for each site that shows what belongs to none."""
    named = [fact for fact in members if fact.key is not None]
    is_whole = len(members) == len(named) <= MOST_OBJECTS
    paths = _paths_by_site(named if is_whole else (), scopes)
    everywhere = event in EVERYWHERE or is_shown_everywhere(named[:MOST_OBJECTS])
    if event in MEDIA and is_whole and not paths and not everywhere:
        return  # nobody has seen it yet
    places = [place] if place.site or not paths else [Place(site) for site in paths]
    for where in places:
        found = sorted({*paths.get(where.site, ()), *(fact.path for fact in named if fact.path)})
        yield (
            where,
            {
                "site": where.site,
                "locale": where.locale,
                "objects": [_object(fact, scopes) for fact in named[:MOST_OBJECTS]],
                "complete": is_whole and len(found) <= MOST_PATHS,
                "everywhere": everywhere,
                "paths": found[:MOST_PATHS],
                "tags": tags_of_facts(members, scopes, is_whole=is_whole),
            },
        )


def _object(fact: Fact, scopes: Scopes) -> dict[str, Any]:
    told = described(fact)
    if issubclass(fact.model, Page):
        told["path"] = _path(fact.url_path, scopes)
        told["previousPath"] = _path(fact.was_at, scopes) if fact.was_at != fact.url_path else None
    return told


def _path(url_path: str | None, scopes: Scopes) -> str | None:
    root = scopes.root_of(url_path) if url_path else None
    return root.path_of(url_path) if root and url_path else None


def _paths_by_site(members: Iterable[Fact], scopes: Scopes) -> dict[str | None, set[str]]:
    found: dict[str | None, set[str]] = defaultdict(set)
    for url_path in url_paths_showing(members):
        if root := scopes.root_of(url_path):
            found[site_name(root, scopes)].add(root.path_of(url_path))
    return found


def _place_of(fact: Fact, scopes: Scopes, languages: dict[int, str]) -> Place:
    at = fact.url_path or fact.was_at
    if at:
        root = scopes.root_of(at)
        return Place(site_name(root, scopes), root.locale) if root else Place()
    root = next((root for root in scopes.roots if root.site_id == fact.site_id), None)
    language = languages.get(fact.locale_id) if fact.locale_id else None
    return Place(site_name(root, scopes) if root else None, tag_of(language) if language else None)


def site_name(root: Root, scopes: Scopes) -> str:
    """Return what the API takes as ``site``: the hostname, with the port where others have the same."""
    is_alone = all(other.hostname != root.hostname or other.site_id == root.site_id for other in scopes.roots)
    return root.hostname if is_alone else f"{root.hostname}:{root.port}"
