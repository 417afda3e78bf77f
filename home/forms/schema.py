"""Forms in the API: what they ask."""

import graphene

from cms.api.enums import enum_name, enum_type
from home.forms.fields import MULTIPLE, most_characters
from home.forms.file_types import TYPES
from home.forms.kinds import FileTypes, FormFieldKind
from home.forms.uploads import MEGABYTE
from home.models.forms import FormPage


class FormChoice(graphene.ObjectType):
    """One of the choices of a field."""

    reads = ()

    value = graphene.String(required=True, description="What to send.")
    label = graphene.String(required=True, description="What to show.")

    def resolve_value(option, info):
        return option

    def resolve_label(option, info):
        return option


class FormField(graphene.ObjectType):
    """What a form asks for."""

    reads = ()

    name = graphene.String(required=True, description="What to call it when sending; it stays when the label changes.")
    kind = graphene.Field(enum_type(FormFieldKind), required=True, description="What it asks for.")
    label = graphene.String(required=True, description="The question.")
    help = graphene.String(description="A sentence that helps to answer.")
    required = graphene.Boolean(required=True, description="Whether it must be answered.")
    multiple = graphene.Boolean(
        required=True, description="Whether it takes several values: send `values`, otherwise `value`."
    )
    choices = graphene.List(
        graphene.NonNull(FormChoice), required=True, description="What can be chosen; empty for other kinds."
    )
    defaults = graphene.List(
        graphene.NonNull(graphene.String),
        required=True,
        description="What is filled in or chosen at first: at most one, unless `multiple`.",
    )
    min_length = graphene.Int(description="The least number of characters, if any.")
    max_length = graphene.Int(description="The greatest number of characters, of what is written freely.")
    min_value = graphene.Float(description="The least number, if any.")
    max_value = graphene.Float(description="The greatest number, if any.")
    accept = graphene.List(
        graphene.NonNull(graphene.String),
        required=True,
        description="Media types and extensions, as the attribute `accept` of HTML has them; empty for other kinds.",
    )
    max_files = graphene.Int(description="The greatest number of files; null for other kinds.")
    max_file_size = graphene.Int(description="The greatest size of each file, in bytes; null for other kinds.")

    def resolve_name(field, info):
        return field.clean_name

    def resolve_kind(field, info):
        return enum_name(FormFieldKind, field.field_type)

    def resolve_help(field, info):
        return field.help_text or None

    def resolve_multiple(field, info):
        return field.kind in MULTIPLE

    def resolve_choices(field, info):
        return field.options

    def resolve_min_length(field, info):
        return field.min_length if most_characters(field) else None

    def resolve_max_length(field, info):
        return most_characters(field)

    def resolve_min_value(field, info):
        return field.min_value if field.kind is FormFieldKind.NUMBER else None

    def resolve_max_value(field, info):
        return field.max_value if field.kind is FormFieldKind.NUMBER else None

    def resolve_accept(field, info):
        types = TYPES[FileTypes(field.file_types)] if field.kind is FormFieldKind.FILE else ()
        return [name for kind in types for name in (kind.media_type, *(f".{end}" for end in kind.extensions))]

    def resolve_max_files(field, info):
        return field.max_files if field.kind is FormFieldKind.FILE else None

    def resolve_max_file_size(field, info):
        return field.max_megabytes * MEGABYTE if field.kind is FormFieldKind.FILE else None


class FormConsent(graphene.ObjectType):
    """What a visitor is asked to agree to."""

    reads = ()

    text = graphene.String(required=True, description="The text to show beside the box.")
    version = graphene.String(
        required=True, description="Of this text: send it as `consent` when the visitor agreed to it."
    )
    required = graphene.Boolean(required=True, description="Whether the form can only be sent with consent.")

    @classmethod
    def of(cls, page: FormPage) -> "FormConsent | None":
        """Return the consent that the form of ``page`` asks for, or None."""
        if not page.consent_text:
            return None
        return cls(text=page.consent_text, version=page.consent_version, required=page.consent_required)
