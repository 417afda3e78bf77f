"""The mutation that takes a page's password and gives a token."""

from typing import Any

import graphene
from django.utils.crypto import constant_time_compare
from graphql import GraphQLResolveInfo
from wagtail.models import PageViewRestriction

from cms.api.errors import WrongPassword
from cms.api.routes import LOCALE, SITE, scope_at
from cms.api.scope import Root, pages_at
from cms.api.tokens import HEADER, token_for
from cms.clients import client_of
from cms.throttling import spend
from cms.visibility import passwords_above, public_but_for_passwords


class UnlockPayload(graphene.ObjectType):
    """What a password opens, and the token that shows it was known."""

    token = graphene.String(
        required=True, description=f"For the header `{HEADER}` of requests; several tokens stand apart by commas."
    )
    expires_at = graphene.DateTime(required=True, description="From when on the token opens nothing.")
    path = graphene.String(
        required=True, description="The topmost page that asks for this password: it shows, and what is below it."
    )


class Mutation:
    """What visitors of protected pages do."""

    unlock = graphene.Field(
        UnlockPayload,
        required=True,
        path=graphene.Argument(graphene.String, required=True, description="The path of a `PasswordRoute`."),
        password=graphene.Argument(graphene.String, required=True, description="What the visitor wrote."),
        site=SITE,
        locale=LOCALE,
        description="Take the password of a page, and give a token with which it shows.",
    )

    def resolve_unlock(root, info, path, password, **arguments):
        info.context.is_private = True
        _slow_down("unlock", info)
        here, path = scope_at(info, path, arguments)
        asking = _asking(here.root, path) if here else []
        for restriction in asking:
            _slow_down("unlock_page", info, str(restriction.pk))
        known = [each for each in asking if constant_time_compare(each.password, password) and each.password]
        if not (known and here):
            raise WrongPassword
        token, expires_at = token_for(known)
        return UnlockPayload(token=token, expires_at=expires_at, path=_path(known, here.root))


def _slow_down(action: str, info: GraphQLResolveInfo, *who: str) -> None:
    request = info.context.request
    spend(action, *(who or ([client_of(request)] if request else ["nobody"])))


def _asking(root: Root, path: str) -> list[PageViewRestriction]:
    return list(passwords_above(public_but_for_passwords(root.holds(pages_at(root, path)))))


def _path(known: list[PageViewRestriction], root: Root) -> Any:
    return root.path_of(known[0].page.url_path)
