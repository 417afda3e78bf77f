"""What mutations have in common: mistakes in their input, told field by field."""

from dataclasses import dataclass

import graphene
from django.core.exceptions import ValidationError
from django.db.models import TextChoices

from cms.api.enums import described, enum_name, enum_type


@described(
    "What is wrong with a value. New codes may be added: show the message of one that you do not know.",
    ALREADY_SUBMITTED="The token was used for other values: begin anew.",
    CONSENT_OUTDATED="The text of the consent is another one by now: show it, and ask again.",
    CONSENT_REQUIRED="It cannot be sent without consent.",
    EXPIRED="The token is too old, or none of ours: begin anew, and send the same values.",
    FILE_EMPTY="The file has no content.",
    FILE_TOO_LARGE="The file is larger than the field allows.",
    FILE_TYPE="The content of the file is of no type that the field allows.",
    FILE_UNKNOWN="There is no such upload for this field: it is used, or expired, or was never made.",
    INVALID="It does not have the form that it must have.",
    NOT_A_CHOICE="It is none of the choices.",
    NOT_FOUND="There is no such thing, or it is not public.",
    REQUIRED="It is missing.",
    TOO_LARGE="The number is above the greatest one allowed.",
    TOO_LONG="The text is longer than allowed.",
    TOO_MANY="There are more of them than allowed.",
    TOO_SHORT="The text is shorter than allowed.",
    TOO_SMALL="The number is below the least one allowed.",
    UNKNOWN_FIELD="There is no field of this name.",
)
class InputErrorCode(TextChoices):
    ALREADY_SUBMITTED = "already_submitted"
    CONSENT_OUTDATED = "consent_outdated"
    CONSENT_REQUIRED = "consent_required"
    EXPIRED = "expired"
    FILE_EMPTY = "file_empty"
    FILE_TOO_LARGE = "file_too_large"
    FILE_TYPE = "file_type"
    FILE_UNKNOWN = "file_unknown"
    INVALID = "invalid"
    NOT_A_CHOICE = "not_a_choice"
    NOT_FOUND = "not_found"
    REQUIRED = "required"
    TOO_LARGE = "too_large"
    TOO_LONG = "too_long"
    TOO_MANY = "too_many"
    TOO_SHORT = "too_short"
    TOO_SMALL = "too_small"
    UNKNOWN_FIELD = "unknown_field"


@dataclass(frozen=True)
class Mistake:
    """A mistake in the input of a mutation: at which field, of which kind, in the words that a visitor reads."""

    field: str | None
    code: InputErrorCode
    message: str

    def as_dict(self) -> dict[str, str | None]:
        """Return it as an answer that is not GraphQL tells it."""
        return {"field": self.field, "code": enum_name(InputErrorCode, self.code), "message": self.message}


class InputRefused(Exception):
    """What was sent cannot be taken as it is; nothing was done."""

    def __init__(self, *mistakes: Mistake):
        super().__init__(", ".join(f"{mistake.field}: {mistake.code}" for mistake in mistakes))
        self.mistakes = list(mistakes)


class InputError(graphene.ObjectType):
    """What is wrong with a value that a visitor sent."""

    field = graphene.String(description="The field of the input, or of the form, by its name; null for all of it.")
    code = graphene.Field(enum_type(InputErrorCode), required=True, description="What is wrong: decide by it.")
    message = graphene.String(required=True, description="The same for the visitor, in the language of the page.")

    def resolve_code(mistake, info):
        return enum_name(InputErrorCode, mistake.code)


def errors_field() -> graphene.List:
    """Return the field of a payload that tells what was wrong."""
    return graphene.List(
        graphene.NonNull(InputError), required=True, description="What is wrong with the input; empty when all is well."
    )


CODES = {
    "invalid_choice": InputErrorCode.NOT_A_CHOICE,
    "max_length": InputErrorCode.TOO_LONG,
    "max_value": InputErrorCode.TOO_LARGE,
    "min_length": InputErrorCode.TOO_SHORT,
    "min_value": InputErrorCode.TOO_SMALL,
    "required": InputErrorCode.REQUIRED,
    **{str(code.value): code for code in InputErrorCode},
}
"""Our codes for those of Django's validators."""


def mistakes_of(errors: dict[str, list[ValidationError]]) -> list[Mistake]:
    """Return the mistakes that a Django form found (``form.errors.as_data()``), in the active language."""
    return [
        Mistake(None if name == "__all__" else name, CODES.get(error.code or "", InputErrorCode.INVALID), message)
        for name, found in errors.items()
        for error in found
        for message in error.messages
    ]
