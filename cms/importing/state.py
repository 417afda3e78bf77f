"""What a record says beside its content: whether it is published, who may see it, where it is kept."""

from typing import Any

from django.contrib.auth.models import Group
from django.db import models
from wagtail.models import BaseViewRestriction, Collection, CollectionViewRestriction, Page, PageViewRestriction

from cms.importing.columns import Column
from cms.importing.fields import column_of
from cms.importing.problems import BadValue, one_of
from cms.importing.references import NotThere, References
from cms.importing.relations import Reference

PRIVATE = [BaseViewRestriction.LOGIN, BaseViewRestriction.GROUPS, BaseViewRestriction.PASSWORD]


class Live(Column):
    """Whether a record is published, or will be at its ``go_live_at``; otherwise it is a draft."""

    is_plain = False

    @property
    def empty(self) -> bool:
        return True

    @property
    def is_required(self) -> bool:
        return False

    def shape(self) -> dict:
        return {"type": "boolean"}

    def write(self, instance, references):
        return instance.live or references.is_scheduled(instance)

    def set(self, instance, value, references):
        instance.wants_live = value


class Privacy(Column):
    """Who may see a page or a collection, and all below it."""

    is_plain = False

    @property
    def is_required(self) -> bool:
        return False

    def shape(self) -> dict:
        groups = {"type": "array", "items": {"type": "string"}, "description": "For `groups`: who may see it."}
        properties = {
            "type": {"enum": PRIVATE, "description": "Anyone with a login, some groups, or who knows a password."},
            "groups": groups,
            "password": {"type": "string", "minLength": 1, "description": "For `password`."},
        }
        return {"type": "object", "properties": properties, "required": ["type"], "additionalProperties": False}

    def canonical(self, value: Any) -> dict | None:
        if not value:
            return None
        groups = {"groups": sorted(value["groups"])} if value["type"] == BaseViewRestriction.GROUPS else {}
        password = {"password": value.get("password", "")} if value["type"] == BaseViewRestriction.PASSWORD else {}
        return {"type": value["type"], **groups, **password}

    def write(self, instance, references):
        for rule in instance.view_restrictions.all():
            groups = [group.name for group in rule.groups.all()]
            if rule.restriction_type in PRIVATE:
                return self.canonical({"type": rule.restriction_type, "groups": groups, "password": rule.password})
        return None

    def set(self, instance, value, references):
        names = value.get("groups", []) if value else []
        groups = list(Group.objects.filter(name__in=names))
        if len(groups) < len(names):
            missing = sorted(set(names) - {group.name for group in groups})
            raise BadValue(one_of(Group.objects.values_list("name", flat=True)), missing)
        instance.privacy_to_set = value and (value["type"], value.get("password", ""), groups)


def set_privacy(instance: Page | Collection, privacy: tuple[str, str, list[Group]] | None) -> None:
    """Let only those whom ``privacy`` names see a saved page or collection."""
    model, field = (
        (PageViewRestriction, "page") if isinstance(instance, Page) else (CollectionViewRestriction, "collection")
    )
    model.objects.filter(**{field: instance}).delete()
    if privacy:
        kind, password, groups = privacy
        rule = model.objects.create(**{field: instance}, restriction_type=kind, password=password)
        rule.groups.set(groups)


class InCollection(Reference):
    """The collection that holds a file, made where there is none of this name."""

    @property
    def is_required(self) -> bool:
        return False

    def canonical(self, value):
        return value or ""

    @property
    def empty(self) -> str:
        return ""

    def set(self, instance, value, references):
        setattr(instance, self.field.attname, find_collection(value, references))


def find_collection(path: str, references: References) -> int:
    """Return the primary key of the collection at ``path``, made if need be."""
    try:
        return references.find(Collection, path)
    except NotThere:
        above, _slash, name = path.rpartition(" / ")
        parent = Collection.objects.get(pk=find_collection(above, references))
        made = parent.add_child(instance=Collection(name=name))
        references.add(Collection, path, made.pk)
        return made.pk


def publishing_columns(model: type[models.Model]) -> list[Column]:
    """Return the columns that say when a row of ``model`` is published, and who may see it."""
    columns: list[Column] = [
        Live("live", None, "Whether it is published, now or at its `go_live_at`; false for a draft. Absent: true."),
        column_of(model._meta.get_field("go_live_at"), "When it is published, if that is to come."),
        column_of(model._meta.get_field("expire_at"), "When it stops being published."),
    ]
    if issubclass(model, Page):
        columns.append(Privacy("privacy", None, "Who may see it and what lies below it. Absent: everyone."))
    return columns
