"""The mutations that visitors fill in forms by."""

import graphene
from django.utils import translation

from cms import filling_in
from cms.api.mutations import InputRefused, Mistake, errors_field
from cms.clients import client_of
from cms.throttling import spend
from home.forms.checking import Value
from home.forms.finding import expired, find_form, not_found
from home.forms.submitting import submit
from home.models.forms import FormPage


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
