"""The mutations that visitors follow by, and what the link of a message shows."""

import graphene
from django.utils import translation
from django.utils.translation import gettext as _
from wagtail.models import Page, Site

from cms import filling_in
from cms.api.enums import enum_name, enum_type, stored_values
from cms.api.interfaces import PageInterface
from cms.api.loading import load
from cms.api.mutations import InputErrorCode, InputRefused, Mistake, errors_field
from cms.api.routes import PLACE, scope
from cms.api.selection import selected
from cms.clients import client_of
from cms.engagement.following.asking import Request, ask, choose, confirm, leave
from cms.engagement.following.choosing import MOST, followable
from cms.engagement.following.links import read_follower, read_wish
from cms.engagement.hashing import hashed
from cms.engagement.models import FollowSettings
from cms.engagement.models.following import Frequency
from cms.engagement.people import folded
from cms.throttling import spend
from cms.visibility import public

FOLLOW = "follow"
"""What a filling in is of."""


class FollowConsent(graphene.ObjectType):
    """What a visitor agrees to who follows."""

    text = graphene.String(required=True, description="The text to show beside the box.")
    version = graphene.String(
        required=True, description="Of this text: send it as `consent` when the visitor agreed to it."
    )


class StartFollowingPayload(graphene.ObjectType):
    """What following needs to be asked for."""

    token = graphene.String(description="For `followByEmail`: good for sending once. It says when it was made.")
    expires_at = graphene.DateTime(description="Until when the token is good.")
    consent = graphene.Field(FollowConsent, description="What to ask the visitor to agree to.")
    errors = errors_field()


class FollowByEmailInput(graphene.InputObjectType):
    """What a visitor wants to hear of."""

    token = graphene.String(required=True, description="What `startFollowing` gave.")
    email = graphene.String(required=True, description="Where to. Nothing of this API ever gives it back.")
    pages = graphene.List(
        graphene.NonNull(graphene.ID),
        required=True,
        description=f"The ids of areas, cities and work fronts, at most {MOST}; none for everything.",
    )
    frequency = graphene.InputField(enum_type(Frequency), required=True, description="How often.")
    consent = graphene.String(required=True, description="The `version` of the consent that the visitor agreed to.")
    website = graphene.String(description="For robots: hide the field from people, and send what is in it.")


class FollowByEmailPayload(graphene.ObjectType):
    """What became of it."""

    requested = graphene.Boolean(
        required=True, description="Whether it was taken: say that a message asks to confirm it. It never tells more."
    )
    errors = errors_field()


class TokenInput(graphene.InputObjectType):
    """Whose link it is."""

    token = graphene.String(required=True, description="What is at the end of the link in the message.")


class FollowPayload(graphene.ObjectType):
    """What became of it."""

    done = graphene.Boolean(required=True, description="Whether it is so now.")
    errors = errors_field()


class ChooseFollowsInput(graphene.InputObjectType):
    """What somebody wants to hear of from now on."""

    token = graphene.String(required=True, description="What is at the end of the link in the message.")
    everything = graphene.Boolean(required=True, description="Whether of everything.")
    pages = graphene.List(graphene.NonNull(graphene.ID), required=True, description="Otherwise of these.")
    frequency = graphene.InputField(enum_type(Frequency), required=True, description="How often.")


class FollowPreferences(graphene.ObjectType):
    """What somebody follows. The address is not told."""

    reads = ()  # no answer with it is kept

    everything = graphene.Boolean(required=True, description="Whether everything.")
    pages = graphene.List(graphene.NonNull(PageInterface), required=True, description="Otherwise these pages.")
    frequency = graphene.Field(enum_type(Frequency), required=True, description="How often.")

    def resolve_everything(follower, info):
        return follower.follows_everything

    def resolve_pages(follower, info):
        return load(public(Page.objects.filter(pk__in=follower.pages.values("pk"))), info, selected(info))

    def resolve_frequency(follower, info):
        return enum_name(Frequency, follower.frequency)


class Query:
    """The root field of following."""

    follow_preferences = graphene.Field(
        FollowPreferences,
        token=graphene.Argument(
            graphene.String, required=True, description="What is at the end of the link in the message."
        ),
        description="What the holder of a link follows; null for a link that is none of ours, or whose holder left. "
        "It is never kept by a cache.",
    )

    def resolve_follow_preferences(root, info, token):
        info.context.is_private = True
        if info.context.request:
            spend("follow_link", client_of(info.context.request))
        return read_follower(token)


class Mutation:
    """The mutations about following."""

    start_following = graphene.Field(
        StartFollowingPayload,
        required=True,
        **PLACE,
        description="Begin to follow. Call it when the visitor opens the form.",
    )
    follow_by_email = graphene.Field(
        FollowByEmailPayload,
        required=True,
        input=graphene.Argument(FollowByEmailInput, required=True, description="What to hear of."),
        **PLACE,
        description="Ask to follow by e-mail. The address gets a link to confirm it; until then nothing else goes "
        "there. The answer never tells whether an address is known.",
    )
    confirm_follow = graphene.Field(
        FollowPayload,
        required=True,
        input=graphene.Argument(TokenInput, required=True, description="Which."),
        description="Confirm an address.",
    )
    choose_follows = graphene.Field(
        FollowPayload,
        required=True,
        input=graphene.Argument(ChooseFollowsInput, required=True, description="Which."),
        description="Change what the holder of a link follows.",
    )
    unfollow = graphene.Field(
        FollowPayload,
        required=True,
        input=graphene.Argument(TokenInput, required=True, description="Whose."),
        description="Follow nothing any more: the address is erased.",
    )

    def resolve_start_following(root, info, **arguments):
        info.context.is_private = True
        spend("follow_start", client_of(info.context.request))
        settings = _settings(info, arguments)
        if settings is None:
            return StartFollowingPayload(errors=[_closed()])
        begun = filling_in.begin(settings.site_id, FOLLOW)
        consent = FollowConsent(text=settings.consent_text, version=settings.consent_version)
        return StartFollowingPayload(token=begun.token, expires_at=begun.expires_at, consent=consent, errors=[])

    def resolve_follow_by_email(root, info, input, **arguments):
        info.context.is_private = True
        spend("follow_ask", client_of(info.context.request))
        settings = _settings(info, arguments)
        begun = settings and filling_in.read_token(input.token, settings.site_id, FOLLOW)
        if settings is None or begun is None:
            return FollowByEmailPayload(requested=False, errors=[_expired() if settings else _closed()])
        spend("follow_to", hashed(folded(input.email)))
        [frequency] = stored_values(Frequency, [input.frequency])
        language = settings.language
        request = Request(input.email, input.pages, frequency, language, input.consent, input.get("website"))
        try:
            with translation.override(language):
                ask(settings, begun, request)
        except InputRefused as refusal:
            return FollowByEmailPayload(requested=False, errors=refusal.mistakes)
        return FollowByEmailPayload(requested=True, errors=[])

    def resolve_confirm_follow(root, info, input):
        info.context.is_private = True
        spend("follow_link", client_of(info.context.request))
        wish = read_wish(input.token)
        if wish is None:
            return FollowPayload(done=False, errors=[_expired()])
        confirm(wish)
        return FollowPayload(done=True, errors=[])

    def resolve_choose_follows(root, info, input):
        info.context.is_private = True
        spend("follow_link", client_of(info.context.request))
        follower = read_follower(input.token)
        if follower is None:
            return FollowPayload(done=False, errors=[_expired()])
        pages = followable(follower.site, input.pages) if len(input.pages) <= MOST else None
        if pages is None or not (pages or input.everything):
            message = _("Escolha ao menos uma página que possa ser seguida, ou tudo.")
            return FollowPayload(done=False, errors=[Mistake("pages", InputErrorCode.NOT_FOUND, message)])
        [frequency] = stored_values(Frequency, [input.frequency])
        choose(follower, everything=input.everything, pages=pages, frequency=frequency)
        return FollowPayload(done=True, errors=[])

    def resolve_unfollow(root, info, input):
        info.context.is_private = True
        spend("follow_link", client_of(info.context.request))
        follower = read_follower(input.token)
        if follower is None:
            return FollowPayload(done=False, errors=[_expired()])
        leave(follower)
        return FollowPayload(done=True, errors=[])


def _settings(info, arguments) -> FollowSettings | None:
    """Return how the site where the answer stands takes followers, and in which language; None where it takes none."""
    here = scope(info, arguments)
    site = Site.objects.filter(pk=here.root.site_id).first() if here else None
    settings = FollowSettings.objects.filter(site=site).first() or FollowSettings(site=site) if site else None
    if settings is None or not settings.is_open:
        return None
    settings.language = here.root.language
    return settings


def _closed() -> Mistake:
    return Mistake(None, InputErrorCode.NOT_FOUND, _("Este site não recebe inscrições agora."))


def _expired() -> Mistake:
    return Mistake("token", InputErrorCode.EXPIRED, _("O link ou o formulário não vale mais. Peça de novo."))
