"""Following, asked for twice: in the frontend, and by the link in the message that it brings."""

from dataclasses import dataclass

from django import forms
from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _
from wagtail.models import Page

from cms.api.mutations import InputErrorCode, InputRefused, Mistake, mistakes_of
from cms.engagement.following.choosing import MOST, followable
from cms.engagement.following.emails import ask_to_confirm
from cms.engagement.hashing import hashed
from cms.engagement.models import Follower, FollowSettings, Issue, Suppression, Wish
from cms.engagement.people import folded
from cms.filling_in import FillingIn


@dataclass(frozen=True)
class Request:
    """What a visitor sent."""

    email: str
    pages: list[str]
    frequency: str
    language: str
    consent: str | None = None
    for_robots: str | None = None


class AddressForm(forms.Form):
    email = forms.EmailField(max_length=254)


@transaction.atomic
def ask(settings: FollowSettings, begun: FillingIn, request: Request) -> None:
    """Keep what was asked, and have the message sent that asks to confirm it. Raises ``InputRefused``.

    Nothing that the answer or its time could tell depends on whether the address is known.
    """
    form = AddressForm({"email": folded(request.email)})
    pages = followable(settings.site, request.pages) if len(request.pages) <= MOST else None
    mistakes = [*mistakes_of(form.errors.as_data()), *_mistakes_of_consent(settings, request.consent)]
    if pages is None:
        message = _("Uma das páginas escolhidas não pode ser seguida.")
        mistakes.append(Mistake("pages", InputErrorCode.NOT_FOUND, message))
    if mistakes:
        raise InputRefused(*mistakes)
    if begun.is_too_fast or request.for_robots:
        return
    wish, is_new = Wish.objects.get_or_create(
        started=begun.key,
        defaults={
            "site": settings.site,
            "email": form.cleaned_data["email"],
            "pages": sorted(page.pk for page in pages or []),
            "frequency": request.frequency,
            "language": request.language,
            "consent_text": settings.consent_text,
            "consent_version": settings.consent_version,
        },
    )
    if is_new:
        ask_to_confirm.enqueue(wish.pk)


@transaction.atomic
def confirm(wish: Wish) -> Follower:
    """Follow from now on what ``wish`` asked for, beside what was followed before."""
    follower, _is_new = Follower.objects.update_or_create(
        site=wish.site,
        email=wish.email,
        defaults={
            "frequency": wish.frequency,
            "language": wish.language,
            "consent_text": wish.consent_text,
            "consent_version": wish.consent_version,
            "consented_at": wish.created_at,
        },
    )
    if wish.pages:
        follower.pages.add(*Page.objects.filter(pk__in=wish.pages))
    else:
        Follower.objects.filter(pk=follower.pk).update(follows_everything=True)
        follower.follows_everything = True
    # whoever asks again after having been forgotten, and confirms it, wants to be known
    Suppression.objects.filter(address=hashed(wish.email), reason=Suppression.Reason.ERASED).delete()
    wish.delete()
    return follower


@transaction.atomic
def choose(follower: Follower, *, everything: bool, pages: list[Page], frequency: str) -> None:
    """Follow from now on ``everything``, or these ``pages``, and nothing else."""
    Follower.objects.filter(pk=follower.pk).update(follows_everything=everything, frequency=frequency)
    follower.pages.set([] if everything else pages)


@transaction.atomic
def leave(follower: Follower, *, letter: int | None = None) -> None:
    """Forget ``follower``. Where a letter brought it about, its issue counts it."""
    if letter is not None:
        Issue.objects.filter(letters__pk=letter, letters__follower=follower).update(unsubscribed=F("unsubscribed") + 1)
    Wish.objects.filter(site=follower.site, email=follower.email).delete()
    follower.delete()


def _mistakes_of_consent(settings: FollowSettings, consent: str | None) -> list[Mistake]:
    if not consent:
        message = _("Para se inscrever, é preciso concordar com o uso do endereço.")
        return [Mistake("consent", InputErrorCode.CONSENT_REQUIRED, message)]
    if consent != settings.consent_version:
        message = _("O texto do consentimento mudou. Leia-o e confirme de novo.")
        return [Mistake("consent", InputErrorCode.CONSENT_OUTDATED, message)]
    return []
