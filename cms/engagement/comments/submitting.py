"""A visitor's words become a comment that waits for the team: kept once, or not at all."""

from dataclasses import dataclass

from django import forms
from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.models import Page

from cms.api.mutations import InputErrorCode, InputRefused, Mistake, mistakes_of
from cms.engagement.comments.emails import tell_author
from cms.engagement.comments.threads import shown
from cms.engagement.comments.wording import MOST_LINKS, cleaned, links_in, one_line
from cms.engagement.models import Comment, CommentSettings
from cms.engagement.models.comments import LONGEST_NAME, LONGEST_TEXT
from cms.filling_in import FillingIn

SHORTEST = 2


@dataclass(frozen=True)
class Words:
    """What a visitor sent."""

    name: str
    email: str
    text: str
    parent: str | None = None
    consent: str | None = None
    for_robots: str | None = None


class CommentForm(forms.Form):
    name = forms.CharField(max_length=LONGEST_NAME, min_length=SHORTEST)
    email = forms.EmailField(max_length=254)
    text = forms.CharField(max_length=LONGEST_TEXT, min_length=SHORTEST)

    def clean_name(self) -> str:
        name = self.cleaned_data["name"]
        if links_in(name):
            raise forms.ValidationError(_("Escreva um nome, sem endereços."), "invalid")
        return name

    def clean_text(self) -> str:
        text = self.cleaned_data["text"]
        if len(links_in(text)) > MOST_LINKS:
            raise forms.ValidationError(_("Use no máximo %(most)d links.") % {"most": MOST_LINKS}, "too_many")
        return text


@transaction.atomic
def submit(page: Page, settings: CommentSettings, begun: FillingIn, words: Words, client: str) -> Comment:
    """Keep what was sent, once: the same again is the same comment. Raises ``InputRefused`` with all that is wrong.

    What seems to be a robot's is kept apart, and nobody is told of it, neither the robot nor the team.
    """
    form = CommentForm({"name": one_line(words.name), "email": words.email.strip(), "text": cleaned(words.text)})
    parent = _parent(page, words.parent)
    mistakes = [*mistakes_of(form.errors.as_data()), *_mistakes_of_consent(settings, words.consent)]
    if words.parent and parent is None:
        mistakes.append(Mistake("parent", InputErrorCode.NOT_FOUND, _("Este comentário não está mais aqui.")))
    if mistakes:
        raise InputRefused(*mistakes)
    kept, is_new = Comment.objects.get_or_create(
        started=begun.key,
        defaults={
            **form.cleaned_data,
            "page": page,
            "parent": parent,
            "is_suspect": begun.is_too_fast or bool(words.for_robots),
            "consent_text": settings.consent_text,
            "consent_version": settings.consent_version,
            "client": client,
        },
    )
    if not is_new and any(getattr(kept, name) != value for name, value in form.cleaned_data.items()):
        message = _("Este comentário já foi enviado. Para escrever outro, abra o formulário de novo.")
        raise InputRefused(Mistake("token", InputErrorCode.ALREADY_SUBMITTED, message))
    if is_new and not kept.is_suspect:
        tell_author.enqueue(kept.pk)
    return kept


def _parent(page: Page, key: str | None) -> Comment | None:
    """Return the comment that is answered: of an answer, the one that it answers."""
    found = shown().filter(page=page.pk, key=key).select_related("parent").first() if key else None
    return found and (found.parent or found)


def _mistakes_of_consent(settings: CommentSettings, consent: str | None) -> list[Mistake]:
    if not consent:
        message = _("Para comentar, é preciso concordar com o uso dos dados.")
        return [Mistake("consent", InputErrorCode.CONSENT_REQUIRED, message)]
    if consent != settings.consent_version:
        message = _("O texto do consentimento mudou. Leia-o e confirme de novo.")
        return [Mistake("consent", InputErrorCode.CONSENT_OUTDATED, message)]
    return []
