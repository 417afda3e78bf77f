"""The personal data of one person, wherever it is kept: each room says how it gives its own and how it erases it."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

Record = dict[str, Any]


@dataclass(frozen=True)
class Keeper:
    """Something that keeps personal data under an e-mail address."""

    name: str
    title: Any
    """What people read it is."""
    export: Callable[[str], list[Record]]
    """Returns what is kept of the address, each record with its fields by name."""
    erase: Callable[[str], int]
    """Erases what is kept of the address, and returns how many records that were."""


_keepers: dict[str, Keeper] = {}


def register(name: str, title: Any, *, export: Callable[[str], list[Record]], erase: Callable[[str], int]) -> None:
    """Say that personal data is kept under ``name``. Called once, when the app that keeps it is ready."""
    _keepers[name] = Keeper(name, title, export, erase)


def keepers() -> Iterator[Keeper]:
    """Yield all that keep personal data, in the order of their names."""
    return iter([_keepers[name] for name in sorted(_keepers)])


def folded(address: str) -> str:
    """Return an e-mail address as it is compared: case and surrounding space tell nobody apart."""
    return address.strip().casefold()
