"""What a record says beside its content: whether it is published, who may see it, where it is kept."""

from typing import Any

from django.contrib.auth.models import Group
from django.db import models
from django.utils.translation import gettext as _
from wagtail.models import (
    BaseViewRestriction,
    Collection,
    CollectionViewRestriction,
    Page,
    PageViewRestriction,
    TranslatableMixin,
)

from cms.importing.columns import Column
from cms.importing.fields import column_of
from cms.importing.problems import BadValue, one_of
from cms.importing.references import NAMES, NotThere, References
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


class TranslationOf(Column):
    """What a record translates, by its name in the site's own language."""

    is_plain = False

    @property
    def is_required(self) -> bool:
        return False

    def shape(self) -> dict:
        return {"type": "string", "minLength": 1}

    def write(self, instance, references):
        if not references.scope.is_translation:
            return None
        original = self._originals(instance, references).filter(translation_key=instance.translation_key).first()
        return original and self._name(original, references)

    def set(self, instance, value, references):
        if value is None:
            return
        if not references.scope.is_translation:
            raise BadValue(_("nada: o arquivo é para o idioma principal do site"), value)
        key = references.original.find(self._model(instance), value)
        instance.translation_key = type(instance)._base_manager.values_list("translation_key", flat=True).get(pk=key)

    def _model(self, instance) -> type[models.Model]:
        return Page if isinstance(instance, Page) else type(instance)

    def _name(self, original, references):
        return references.original.name(self._model(original), original.pk)

    def _originals(self, instance, references):
        keys = references.original.keys(self._model(instance))
        return type(instance)._base_manager.filter(locale=references.scope.original.locale, pk__in=keys)


def translation_columns(model: type[models.Model]) -> list[Column]:
    """Return the column that says what a row of ``model`` translates, if it can."""
    if not issubclass(model, TranslatableMixin) or (not issubclass(model, Page) and model not in NAMES):
        return []
    text = "What it translates: its path, or its slug, in the site's own language. Only in a file for another language."
    return [TranslationOf("translation_of", None, text)]


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
