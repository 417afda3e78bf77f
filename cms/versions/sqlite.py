"""The triggers on SQLite: once a row. There is one writer at a time, so the versions change at once."""

from collections.abc import Iterable

from cms.versions.kinds import ALL, OF_DRAFTS, PART, ROOTS, Table, page_kinds, parted_tables, tables

EVENTS = ("INSERT", "UPDATE", "DELETE")
ROW = {"INSERT": ("new",), "UPDATE": ("old", "new"), "DELETE": ("old",)}

ABOVE = ("live", "expire_at", "go_live_at", "title", "translation_key", "path")
"""Columns of a page that show in those below it, or hide them."""
ELSEWHERE = ("live", "expire_at", "go_live_at", "translation_key", "path", "url_path", "locale_id")

TYPE = "(SELECT app_label || '.' || model FROM django_content_type WHERE id = {row}.content_type_id)"
BELOW = """(
    SELECT app_label || '.' || model FROM django_content_type WHERE id IN (
        SELECT content_type_id FROM wagtailcore_page WHERE path > {path} AND path < {path} || '~'))"""
IS_ROOT = """{row}.translation_key IN (
    SELECT page.translation_key FROM wagtailcore_site AS site
    JOIN wagtailcore_page AS page ON page.id = site.root_page_id)"""
PATH = "(SELECT path FROM wagtailcore_page WHERE id = {row}.page_id)"
PAGE_TYPE = """(
    SELECT app_label || '.' || django_content_type.model FROM wagtailcore_page
    JOIN django_content_type ON django_content_type.id = content_type_id WHERE wagtailcore_page.id = {row}.page_id)"""


def functions() -> list[str]:
    """SQLite has none."""
    return []


def triggers() -> dict[tuple[str, str], str]:
    """Return what makes each trigger, by its table and its name."""
    found = {}
    for table in tables():
        shown = [column for column in table.columns if column not in OF_DRAFTS]
        for event in EVENTS:
            when = _when(shown) if event == "UPDATE" else ""
            found[_trigger(table.name, event)] = _statement(table.name, event, when, [_bump(_among(table.kinds))])
    for table in parted_tables():
        for event in EVENTS:
            found[_trigger(table.name, event)] = _of_parts(table, event)
    for event in EVENTS:
        found[_trigger("wagtailcore_page", event)] = _of_pages(event)
        found[_trigger("wagtailcore_pageviewrestriction", event)] = _of_restrictions(event)
    return found


def _of_parts(table: Table, event: str) -> str:
    column, where = table.model.version_of, table.model.version_where  # type: ignore[attr-defined]
    told = [
        f"INSERT INTO cms_contentversion (kind, version) "  # noqa: S608  (names of ours)
        f"SELECT '{table.kinds[0]}{PART}' || row.{column}, random() "
        f"FROM (SELECT {_columns(table, side)}) AS row WHERE {where} "
        "ON CONFLICT (kind) DO UPDATE SET version = excluded.version"
        for side in ROW[event]
    ]
    return _statement(table.name, event, "", told)


def _columns(table: Table, side: str) -> str:
    return ", ".join(f'{side}."{name}" AS "{name}"' for name in table.columns)


def _of_pages(event: str) -> str:
    from wagtail.models import Page

    columns = Table(Page, tuple(page_kinds())).columns
    shown = [column for column in columns if column not in OF_DRAFTS]
    rows, is_update = ROW[event], event == "UPDATE"
    bumps = [_bump(f"kind = {TYPE.format(row=row)}") for row in rows]
    below = " OR ".join(f"kind IN {BELOW.format(path=f'{row}.path')}" for row in rows)
    is_root = " OR ".join(f"({IS_ROOT.format(row=row)})" for row in rows)
    if event != "INSERT":
        bumps.append(_bump(f"({below})" + (f" AND ({_differ(ABOVE)})" if is_update else "")))
    bumps.append(_bump(f"kind = '{ROOTS}' AND ({is_root})" + (f" AND ({_differ(ELSEWHERE)})" if is_update else "")))
    return _statement("wagtailcore_page", event, _when(shown) if is_update else "", bumps)


def _of_restrictions(event: str) -> str:
    bumps = []
    for row in ROW[event]:
        below = BELOW.format(path=PATH.format(row=row))
        bumps.append(_bump(f"kind = {PAGE_TYPE.format(row=row)} OR kind IN {below}"))
    return _statement("wagtailcore_pageviewrestriction", event, "", bumps)


def _statement(table: str, event: str, when: str, bumps: list[str]) -> str:
    _table, name = _trigger(table, event)
    body = " ".join(f"{bump};" for bump in [*bumps, _bump(f"kind = '{ALL}'")])
    return f'CREATE TRIGGER "{name}" AFTER {event} ON "{table}" {when} BEGIN {body} END'


def _trigger(table: str, event: str) -> tuple[str, str]:
    return table, f"content_{event.lower()}_{table}"


def _bump(where: str) -> str:
    return f"UPDATE cms_contentversion SET version = random() WHERE {where}"  # noqa: S608  (names of ours)


def _among(kinds: Iterable[str]) -> str:
    return "kind IN ({})".format(", ".join(f"'{kind}'" for kind in kinds))


def _when(columns: Iterable[str]) -> str:
    return f"WHEN {_differ(columns)}"


def _differ(columns: Iterable[str]) -> str:
    return " OR ".join(f'old."{column}" IS NOT new."{column}"' for column in columns)
