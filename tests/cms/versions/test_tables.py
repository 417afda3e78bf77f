"""Every column of every table of content: inserting, changing and deleting a row gives its kinds a new version."""

import uuid
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django.db import connection, transaction

from cms.versions.kinds import ALL, OF_DRAFTS, tables
from cms.versions.models import ContentChange, ContentVersion

pytestmark = pytest.mark.django_db

KEY = 987_654
VALUES = {
    "BooleanField": (False, True),
    "DateField": (date(2020, 1, 1), date(2021, 1, 1)),
    "DateTimeField": (datetime(2020, 1, 1, tzinfo=UTC), datetime(2021, 1, 1, tzinfo=UTC)),
    "DecimalField": (Decimal(1), Decimal(2)),
    "FloatField": (1.0, 2.0),
    "JSONField": ([], [{"type": "divider", "value": None}]),
    "UUIDField": (uuid.UUID(int=1), uuid.UUID(int=2)),
}
NUMBERS = ("AutoField", "IntegerField")


def values_of(field):
    """Return two different values that ``field`` may hold."""
    if field.remote_field:
        return (KEY, KEY + 1) if field.target_field.get_internal_type() != "CharField" else ("1", "2")
    kind = field.get_internal_type()
    if kind in VALUES:
        return VALUES[kind]
    return (KEY % 30_000, KEY % 30_000 + 1) if kind.endswith(NUMBERS) else ("1", "2")


class Noted:
    """The kinds that have changed since it was asked last, within a transaction."""

    def __init__(self):
        self._before = {}
        self()

    def __call__(self):
        if connection.vendor == "postgresql":
            kinds = set(ContentChange.objects.values_list("kind", flat=True))
            ContentChange.objects.all().delete()
            return kinds
        before, self._before = self._before, dict(ContentVersion.objects.values_list("kind", "version"))
        return {kind for kind, version in self._before.items() if before.get(kind) != version} - {ALL}


@pytest.mark.parametrize("table", tables(), ids=lambda table: table.name)
def test_each_change_of_a_row_is_a_change_of_its_kinds(table):
    model, fields = table.model, table.model._meta.local_concrete_fields
    row = model(**{field.attname: values_of(field)[0] for field in fields})
    row.pk = values_of(model._meta.pk)[0]
    kinds = set(table.kinds)
    with transaction.atomic():
        noted = Noted()
        model._base_manager._insert([row], fields=fields, raw=True, using="default")
        assert noted() == kinds
        written = model._base_manager.filter(pk=row.pk)
        for field in fields:
            if not field.primary_key:
                written.update(**{field.attname: values_of(field)[1]})
                assert noted() == (set() if field.column in OF_DRAFTS else kinds), field.column
        with connection.cursor() as cursor:
            cursor.execute(
                f'DELETE FROM "{table.name}" WHERE "{table.key}" = %s', [model._meta.pk.get_prep_value(row.pk)]
            )
            assert cursor.rowcount == 1
        assert noted() == kinds
        transaction.set_rollback(True)
