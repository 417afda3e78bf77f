"""The triggers that note changes: of whole statements on PostgreSQL, of rows on SQLite.

They note nothing while there is nobody to tell.
"""

from typing import NamedTuple

from cms.webhooks.watching import Watched, watched

ROWS = {
    "INSERT": "REFERENCING NEW TABLE AS new_rows",
    "UPDATE": "REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows",
    "DELETE": "REFERENCING OLD TABLE AS old_rows",
}
NOTE = "INSERT INTO webhooks_change (label, key, before)"
SOMEBODY = "EXISTS (SELECT 1 FROM webhooks_webhook WHERE is_active)"


class Made(NamedTuple):
    """The statements that make a trigger, and what it runs where that is made by itself."""

    trigger: str
    functions: tuple[str, ...] = ()


def triggers(vendor: str) -> dict[tuple[str, str], Made]:
    """Return what makes each trigger on a kind of database, by its table and its name."""
    make = {"postgresql": _postgresql, "sqlite": _sqlite}[vendor]
    return {
        (table.table, f"webhook_{event.lower()}_{table.table}"[:63]): make(table, event)
        for table in watched()
        for event in ROWS
    }


def _postgresql(table: Watched, event: str) -> Made:
    name = f"webhook_{event.lower()}_{table.table}"[:63]
    pairs = ", ".join(f"'{column}', o.\"{column}\"" for column in table.telling)
    before = f"jsonb_build_object({pairs})"
    note = f"{NOTE} SELECT '{table.label}'"
    differ = " OR ".join(f'o."{column}" IS DISTINCT FROM n."{column}"' for column in table.shown)
    key = f'"{table.key}"::text'
    same = f'n."{_own_key(table)}" = o."{_own_key(table)}"'
    notes = {
        "INSERT": [f"{note}, n.{key}, NULL FROM new_rows n"],
        "DELETE": [f"{note}, o.{key}, {before} FROM old_rows o"],
        "UPDATE": [
            f"{note}, o.{key}, {before} FROM old_rows o JOIN new_rows n ON {same} WHERE {differ}",
            f"{note}, n.{key}, NULL FROM old_rows o JOIN new_rows n ON {same} WHERE n.{key} <> o.{key}",
        ],
    }[event]
    return Made(
        f'CREATE TRIGGER "{name}" AFTER {event} ON "{table.table}" {ROWS[event]} '
        f"FOR EACH STATEMENT EXECUTE FUNCTION {name}()",
        (
            f"CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
            f"IF {SOMEBODY} THEN {'; '.join(notes)}; END IF; RETURN NULL; END $$",
        ),
    )


def _sqlite(table: Watched, event: str) -> Made:
    name = f"webhook_{event.lower()}_{table.table}"[:63]
    pairs = ", ".join(f"'{column}', old.\"{column}\"" for column in table.telling)
    note = f"{NOTE} SELECT '{table.label}'"
    key = f'"{table.key}"'
    notes = {
        "INSERT": [f"{note}, new.{key}, NULL"],
        "DELETE": [f"{note}, old.{key}, json_object({pairs})"],
        "UPDATE": [
            f"{note}, old.{key}, json_object({pairs})",
            f"{note}, new.{key}, NULL WHERE new.{key} <> old.{key}",
        ],
    }[event]
    differ = " OR ".join(f'old."{column}" IS NOT new."{column}"' for column in table.shown)
    when = f"{SOMEBODY} AND ({differ})" if event == "UPDATE" else SOMEBODY
    body = " ".join(f"{note};" for note in notes)
    return Made(f'CREATE TRIGGER "{name}" AFTER {event} ON "{table.table}" WHEN {when} BEGIN {body} END')


def _own_key(table: Watched) -> str:
    key = table.model._meta.pk
    return key.column if key else "id"
