"""Forms in the API: what they ask, and the mutations that send answers."""

import graphene
from django.utils import translation

from cms.api.enums import enum_name, enum_type
from cms.api.mutations import InputRefused, Mistake, errors_field
from cms.clients import client_of
from cms.throttling import spend
from home.forms import filling_in
from home.forms.checking import Value
from home.forms.fields import MULTIPLE, most_characters
from home.forms.file_types import TYPES
from home.forms.finding import expired, find_form, not_found
from home.forms.kinds import FileTypes, FormFieldKind
from home.forms.submitting import submit
from home.forms.uploads import MEGABYTE
from home.models.forms import FormPage


class FormChoice(graphene.ObjectType):
    """One of the choices of a field."""

    value = graphene.String(required=True, description="What to send.")
    label = graphene.String(required=True, description="What to show.")

    def resolve_value(option, info):
        return option

    def resolve_label(option, info):
        return option


class FormField(graphene.ObjectType):
    """What a form asks for."""

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


class StartFormInput(graphene.InputObjectType):
    """Which form is being opened."""

    page = graphene.ID(required=True, description="The id of the `FormPage`.")


class StartFormPayload(graphene.ObjectType):
    """What a form needs to be sent."""

    token = graphene.String(
        description="For `submitForm` and uploads: good for sending once. It says when it was made."
    )
    expires_at = graphene.DateTime(description="Until when the token is good.")
    errors = errors_field()


class FormValueInput(graphene.InputObjectType):
    """The answer to one field."""

    name = graphene.String(required=True, description="The name of the field.")
    value = graphene.String(description="The answer, of a field that takes one; null and empty are no answer.")
    values = graphene.List(
        graphene.NonNull(graphene.String),
        description="The answers, of a field that takes several: choices, or the tokens of uploads.",
    )


class SubmitFormInput(graphene.InputObjectType):
    """What a visitor filled in."""

    page = graphene.ID(required=True, description="The id of the `FormPage`.")
    token = graphene.String(
        required=True, description="What `startForm` gave. The same with the same values is no second submission."
    )
    values = graphene.List(
        graphene.NonNull(FormValueInput),
        required=True,
        description="The answers, and what is in the field for robots. A field may be left out when it is empty.",
    )
    consent = graphene.String(
        description="The `version` of the consent that the visitor was shown and agreed to; null where they did not."
    )


class SubmitFormPayload(graphene.ObjectType):
    """What became of it."""

    submitted = graphene.Boolean(required=True, description="Whether it was taken: then show `thankYou` of the page.")
    errors = errors_field()


class Mutation:
    """The mutations about forms."""

    start_form = graphene.Field(
        StartFormPayload,
        required=True,
        input=graphene.Argument(StartFormInput, required=True, description="Which form is being opened."),
        description="Begin to fill in a form. Call it when the form is shown.",
    )
    submit_form = graphene.Field(
        SubmitFormPayload,
        required=True,
        input=graphene.Argument(SubmitFormInput, required=True, description="What was filled in."),
        description="Send a form. It is checked here; what is wrong is told field by field, and nothing is kept of it.",
    )

    def resolve_start_form(root, info, input):
        info.context.is_private = True
        spend("form_start", client_of(info.context.request))
        page = find_form(input.page)
        if page is None:
            return StartFormPayload(errors=[not_found()])
        begun = filling_in.begin(page.pk)
        return StartFormPayload(token=begun.token, expires_at=begun.expires_at, errors=[])

    def resolve_submit_form(root, info, input):
        info.context.is_private = True
        spend("form_submit", client_of(info.context.request))
        page = find_form(input.page)
        if page is None:
            return SubmitFormPayload(submitted=False, errors=[not_found()])
        with translation.override(page.locale.language_code):
            mistakes = _submit(page, input)
        return SubmitFormPayload(submitted=not mistakes, errors=mistakes)


def _submit(page: FormPage, sent: SubmitFormInput) -> list[Mistake]:
    begun = filling_in.read_token(sent.token, page.pk)
    if begun is None:
        return [expired()]
    values = [Value(value.name, value.get("value"), value.get("values")) for value in sent["values"]]
    try:
        submit(page, begun, values, sent.get("consent"))
    except InputRefused as refusal:
        return refusal.mistakes
    return []
