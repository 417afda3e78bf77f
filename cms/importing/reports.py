"""What an import did, or would do."""

from collections import Counter
from dataclasses import asdict, dataclass, field
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cms.importing.kinds import KINDS
from cms.importing.problems import LONGEST, shown


@dataclass(frozen=True)
class Change:
    """A record that is new, or whose fields change."""

    section: str
    name: str
    title: str
    is_new: bool
    fields: dict[str, tuple[str, str]] = field(default_factory=dict)
    """For each field of a record that was there, how it was and how it will be."""
    note: str = ""

    def as_dict(self) -> dict[str, Any]:
        return asdict(self)


@dataclass
class Report:
    """All changes, and how many records stay as they are, by section."""

    changes: list[Change] = field(default_factory=list)
    unchanged: Counter[str] = field(default_factory=Counter)

    def counts(self) -> dict[str, dict[str, int]]:
        """Return, for each section of the file, how many records are new, changed and the same."""
        new = Counter(change.section for change in self.changes if change.is_new)
        changed = Counter(change.section for change in self.changes if not change.is_new)
        counts = {
            kind.section: {
                "new": new[kind.section],
                "changed": changed[kind.section],
                "same": self.unchanged[kind.section],
            }
            for kind in KINDS
        }
        return {section: count for section, count in counts.items() if any(count.values())}


def fields_changed(before: dict[str, Any], after: dict[str, Any]) -> dict[str, tuple[str, str]]:
    """Return how each value of ``after`` was and will be, as messages show values."""
    return {name: (plain(before[name]), plain(value)) for name, value in after.items()}


def plain(value: Any) -> str:
    """Return a value of a record as people read it, cut when long."""
    if isinstance(value, bool):
        return _("sim") if value else _("não")
    if isinstance(value, list) and all(isinstance(item, str) for item in value):
        text = ", ".join(value)
    elif isinstance(value, list):
        text = ngettext("%(count)s item", "%(count)s itens", len(value)) % {"count": len(value)}
    else:
        text = value if isinstance(value, str) else shown(value)
    return text if len(text) <= LONGEST else text[: LONGEST - 1] + "…"
