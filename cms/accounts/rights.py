"""Nobody gives more rights than they have, nor touches the account of who has more."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.models import Group, Permission
from django.db.models import Q
from wagtail.models import GroupCollectionPermission, GroupPagePermission


@dataclass(frozen=True)
class Rights:
    """What groups, or a person by themselves, may do: anywhere, and at and below places of the two trees."""

    anywhere: frozenset[int]
    pages: frozenset[tuple[str, int]]
    collections: frozenset[tuple[str, int]]

    def cover(self, others: "Rights") -> bool:
        """Tell whether who has these has the others too."""
        return (
            others.anywhere <= self.anywhere
            and all(_is_within(place, self.pages) for place in others.pages)
            and all(_is_within(place, self.collections) for place in others.collections)
        )


def of_groups(groups: Iterable[Group], direct: frozenset[int] = frozenset()) -> Rights:
    """Return the rights that ``groups`` give together, beside those given directly."""
    keys = [group.pk for group in groups]
    pages = GroupPagePermission.objects.filter(group__in=keys).values_list("page__path", "permission_id")
    collections = GroupCollectionPermission.objects.filter(group__in=keys).values_list(
        "collection__path", "permission_id"
    )
    anywhere = Permission.objects.filter(group__in=keys).values_list("pk", flat=True)
    return Rights(frozenset(anywhere) | direct, frozenset(pages), frozenset(collections))


def of_user(user: Any) -> Rights:
    """Return the rights that ``user`` has, or would have if active."""
    direct = frozenset(Permission.objects.filter(Q(user=user)).values_list("pk", flat=True))
    return of_groups(user.groups.all(), direct)


def may_handle(actor: Any, user: Any) -> bool:
    """Tell whether ``actor`` may change the account of ``user``."""
    if actor.is_superuser or actor.pk == user.pk:
        return True
    return not user.is_superuser and of_user(actor).cover(of_user(user))


def groups_to_give(actor: Any) -> list[Group]:
    """Return the groups whose rights ``actor`` has, and may therefore give and take."""
    groups = Group.objects.order_by("name")
    if actor.is_superuser:
        return list(groups)
    own = of_user(actor)
    return [group for group in groups if own.cover(of_groups([group]))]


def _is_within(place: tuple[str, int], held: Iterable[tuple[str, int]]) -> bool:
    path, permission = place
    return any(permission == other and path.startswith(above) for above, other in held)
