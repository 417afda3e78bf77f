"""Forms as visitors find them."""

from django.utils.translation import gettext as _

from cms.api.ids import key_of
from cms.api.mutations import InputErrorCode, Mistake
from cms.visibility import public
from home.models.forms import FormPage


def find_form(identifier: str) -> FormPage | None:
    """Return the form that has this global id; None where it is not public, as where it never was."""
    found = key_of(identifier)
    if found is None or found[0] is not FormPage:
        return None
    return public(FormPage.objects.filter(pk=found[1])).select_related("locale").first()


def not_found() -> Mistake:
    """Return the answer to who asks for a form that a visitor cannot see."""
    return Mistake("page", InputErrorCode.NOT_FOUND, _("Este formulário não existe ou não está mais aberto."))


def expired() -> Mistake:
    """Return the answer to a token that is too old, or none of ours."""
    message = _("O formulário ficou aberto por tempo demais. Tente enviar de novo.")
    return Mistake("token", InputErrorCode.EXPIRED, message)
