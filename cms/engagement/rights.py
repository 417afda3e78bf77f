"""What the law gives a person over their data (LGPD, art. 18): to see it and have it erased, in every room at once."""

from typing import Any

from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction

from cms.engagement.models import PersonalDataRequest
from cms.engagement.people import Record, keepers

Kind = PersonalDataRequest.Kind


@transaction.atomic
def export(address: str, user: AbstractBaseUser | None = None) -> dict[str, list[Record]]:
    """Return all that is kept of an e-mail address, by who keeps it. The request is noted without the address."""
    found = {keeper.name: keeper.export(address) for keeper in keepers()}
    _note(Kind.EXPORT, {name: len(records) for name, records in found.items()}, user)
    return found


@transaction.atomic
def erase(address: str, user: AbstractBaseUser | None = None) -> dict[str, int]:
    """Erase all that is kept of an e-mail address, and return how many records of each kind that were."""
    counts = {keeper.name: keeper.erase(address) for keeper in keepers()}
    _note(Kind.ERASURE, counts, user)
    return counts


def _note(kind: str, counts: dict[str, int], user: Any) -> None:
    PersonalDataRequest.objects.create(kind=kind, counts=counts, made_by=user)
