"""The mutations that visitors comment by."""

import graphene
from django.utils import translation

from cms import filling_in
from cms.api.enums import enum_type, stored_values
from cms.api.mutations import InputRefused, errors_field
from cms.clients import client_of
from cms.engagement.comments.finding import COMMENT, expired, find_page, not_open
from cms.engagement.comments.links import read_link
from cms.engagement.comments.moderation import withdraw
from cms.engagement.comments.reporting import report
from cms.engagement.comments.submitting import Words, submit
from cms.engagement.hashing import hashed
from cms.engagement.models.comments import ReportReason
from cms.engagement.people import folded
from cms.throttling import spend


class StartCommentInput(graphene.InputObjectType):
    """Which page is about to be commented."""

    page = graphene.ID(required=True, description="The id of the page.")


class CommentConsent(graphene.ObjectType):
    """What a visitor agrees to who comments."""

    text = graphene.String(required=True, description="The text to show beside the box.")
    version = graphene.String(
        required=True, description="Of this text: send it as `consent` when the visitor agreed to it."
    )


class StartCommentPayload(graphene.ObjectType):
    """What a comment needs to be sent."""

    token = graphene.String(description="For `submitComment`: good for sending once. It says when it was made.")
    expires_at = graphene.DateTime(description="Until when the token is good.")
    consent = graphene.Field(CommentConsent, description="What to ask the visitor to agree to.")
    errors = errors_field()


class SubmitCommentInput(graphene.InputObjectType):
    """What a visitor says about a page."""

    page = graphene.ID(required=True, description="The id of the page.")
    token = graphene.String(
        required=True, description="What `startComment` gave. The same with the same words is no second comment."
    )
    name = graphene.String(required=True, description="Who says it: it shows beside the comment.")
    email = graphene.String(required=True, description="Never shown: for the link to take the comment back by.")
    text = graphene.String(required=True, description="Plain text, at most 2,000 characters and two links.")
    parent = graphene.ID(description="The comment that it answers, if any.")
    consent = graphene.String(required=True, description="The `version` of the consent that the visitor agreed to.")
    website = graphene.String(description="For robots: hide the field from people, and send what is in it.")


class SubmitCommentPayload(graphene.ObjectType):
    """What became of it."""

    submitted = graphene.Boolean(
        required=True, description="Whether it was taken. It shows once the team has approved it: say so."
    )
    errors = errors_field()


class ReportCommentInput(graphene.InputObjectType):
    """Which comment should not be there, and why."""

    comment = graphene.ID(required=True, description="The id of the comment.")
    reason = graphene.InputField(enum_type(ReportReason), required=True, description="Why.")
    text = graphene.String(description="More about it, at most 500 characters.")


class ReportCommentPayload(graphene.ObjectType):
    """What became of it."""

    reported = graphene.Boolean(required=True, description="Whether the team will look at it.")
    errors = errors_field()


class WithdrawCommentInput(graphene.InputObjectType):
    """Which comment its author takes back."""

    token = graphene.String(required=True, description="What is at the end of the link in the author's e-mail.")


class WithdrawCommentPayload(graphene.ObjectType):
    """What became of it."""

    withdrawn = graphene.Boolean(required=True, description="Whether it is gone.")
    errors = errors_field()


class Mutation:
    """The mutations about comments."""

    start_comment = graphene.Field(
        StartCommentPayload,
        required=True,
        input=graphene.Argument(StartCommentInput, required=True, description="Which page."),
        description="Begin to comment a page. Call it when the visitor opens the form.",
    )
    submit_comment = graphene.Field(
        SubmitCommentPayload,
        required=True,
        input=graphene.Argument(SubmitCommentInput, required=True, description="What was written."),
        description="Send a comment. What is wrong is told field by field, and nothing is kept of it. The answer never "
        "tells whether an address is known.",
    )
    report_comment = graphene.Field(
        ReportCommentPayload,
        required=True,
        input=graphene.Argument(ReportCommentInput, required=True, description="Which, and why."),
        description="Tell the team that a comment should not be there.",
    )
    withdraw_comment = graphene.Field(
        WithdrawCommentPayload,
        required=True,
        input=graphene.Argument(WithdrawCommentInput, required=True, description="Which."),
        description="Take a comment back: its words, name and address are erased.",
    )

    def resolve_start_comment(root, info, input):
        info.context.is_private = True
        spend("comment_start", client_of(info.context.request))
        found = find_page(input.page)
        if found is None:
            return StartCommentPayload(errors=[not_open()])
        page, settings = found
        begun = filling_in.begin(page.pk, COMMENT)
        consent = CommentConsent(text=settings.consent_text, version=settings.consent_version)
        return StartCommentPayload(token=begun.token, expires_at=begun.expires_at, consent=consent, errors=[])

    def resolve_submit_comment(root, info, input):
        info.context.is_private = True
        client = client_of(info.context.request)
        spend("comment_submit", client)
        found = find_page(input.page)
        if found is None:
            return SubmitCommentPayload(submitted=False, errors=[not_open()])
        page, settings = found
        with translation.override(page.locale.language_code):
            begun = filling_in.read_token(input.token, page.pk, COMMENT)
            if begun is None:
                return SubmitCommentPayload(submitted=False, errors=[expired()])
            spend("comment_to", hashed(folded(input.email)))
            more = {"parent": input.get("parent"), "consent": input.consent, "for_robots": input.get("website")}
            words = Words(input.name, input.email, input.text, **more)
            try:
                submit(page, settings, begun, words, hashed(client))
            except InputRefused as refusal:
                return SubmitCommentPayload(submitted=False, errors=refusal.mistakes)
        return SubmitCommentPayload(submitted=True, errors=[])

    def resolve_report_comment(root, info, input):
        info.context.is_private = True
        client = client_of(info.context.request)
        spend("comment_report", client)
        [reason] = stored_values(ReportReason, [input.reason])
        mistakes = report(input.comment, reason, input.get("text") or "", hashed(client))
        return ReportCommentPayload(reported=not mistakes, errors=mistakes)

    def resolve_withdraw_comment(root, info, input):
        info.context.is_private = True
        spend("comment_submit", client_of(info.context.request))
        comment = read_link(input.token)
        if comment is None:
            return WithdrawCommentPayload(withdrawn=False, errors=[expired()])
        withdraw(comment)
        return WithdrawCommentPayload(withdrawn=True, errors=[])
