"""Objects loaded together are asked together.

The first question put to one object of a group is answered for the whole group, in one statement, and
kept. So a query costs a statement for each selected relation, whatever the number of rows, and the
selection needs no planning: fragments, aliases and directives cost no code.
"""

from collections.abc import Callable, Hashable, Iterable, Mapping
from functools import cache
from typing import Any, TypeVar

from django.db.models import Field, Model

from cms.api.kept import kept_statement

M = TypeVar("M", bound=Model)


class Peers:
    """A group of objects and the answers it already has."""

    def __init__(self, members: list):
        self.members = members
        self.answers: dict[Hashable, Mapping] = {}


def gather(objects: Iterable[M]) -> list[M]:
    """Return ``objects`` as a list whose members are peers of each other."""
    members = list(objects)
    group = Peers(members)
    for member in members:
        member._peers = group  # type: ignore[attr-defined]
    return members


def peers(member: M) -> list[M]:
    """Return the objects of ``member``'s own model that were loaded with it, itself included."""
    group = _group(member)
    return [other for other in group.members if type(other) is type(member)]


def peers_of_any(member: Model) -> list:
    """Return all objects, of any type, that were loaded with ``member``."""
    return _group(member).members


def ask(
    member: Model,
    question: Hashable,
    answer: Callable[[list], Mapping[Any, Any]],
    *,
    default: Any = None,
    of: type[Model] | None = None,
) -> Any:
    """Return what ``answer`` gives for ``member``, asking it once for all the peers.

    ``answer`` takes the peers and returns a mapping from primary key to answer. The peers are those of
    the same type, or of any type that is an ``of``.
    """
    group, kind = _group(member), of or type(member)
    key = (kind, question)
    if key not in group.answers:
        group.answers[key] = answer([other for other in group.members if isinstance(other, kind)])
    return group.answers[key].get(member.pk, default)


def value(member: Model, name: str) -> Any:
    """Return an attribute of ``member``, a foreign key as its key.

    A column that was left out when the rows were read comes for all the peers at once.
    """
    if name in member.__dict__:
        return getattr(member, name)
    attribute = _attributes(type(member)).get(name, name)
    if attribute not in member.__dict__:
        load_columns(member, [name])
    return getattr(member, attribute)


def load_columns(member: Model, names: Iterable[str]) -> None:
    """Load the columns among ``names`` that the peers still lack, in at most one statement."""
    model, known = type(member), columns(type(member))
    missing = [known[name] for name in names if name in known and known[name].attname not in member.__dict__]
    if not missing:
        return
    members = [other for other in peers(member) if any(field.attname not in other.__dict__ for field in missing)]
    lacking = tuple([field.name for field in missing])
    statement = kept_statement(
        ("columns", model, lacking),
        [other.pk for other in members],
        lambda keys: model._base_manager.only(*lacking).filter(pk__in=keys),
    )
    loaded = {row.pk: row for row in statement.rows()} if statement else {}
    for other in members:
        if row := loaded.get(other.pk):
            for field in missing:
                other.__dict__[field.attname] = row.__dict__[field.attname]


@cache
def columns(model: type[Model]) -> dict[str, Field]:
    """Return the columns of ``model`` by name, those it inherits included."""
    return {field.name: field for field in model._meta.concrete_fields}


@cache
def _attributes(model: type[Model]) -> dict[str, str]:
    """Return the attributes that hold the columns of ``model``, by the columns' names."""
    return {name: field.attname for name, field in columns(model).items()}


def _group(member: Model) -> Peers:
    if not hasattr(member, "_peers"):
        gather([member])
    return member._peers  # type: ignore[attr-defined]
