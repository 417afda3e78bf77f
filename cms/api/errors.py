"""Errors that a client can act on. Each carries ``extensions.code``; docs/frontend/errors.md lists them all."""

from graphql import GraphQLError


class BadUserInput(GraphQLError):
    """What the client sent fits the schema and still means nothing: the message says what is allowed."""

    def __init__(self, message: str):
        super().__init__(message, extensions={"code": "BAD_USER_INPUT"})


class ListTooLong(GraphQLError):
    """The client asks for more of a list at once than anybody gets."""

    def __init__(self, message: str):
        super().__init__(message, extensions={"code": "LIST_TOO_LONG"})


class NoSite(GraphQLError):
    """Nobody has made a site yet: an administrator does, in the admin."""

    def __init__(self) -> None:
        super().__init__("There is no site yet.", extensions={"code": "NO_SITE"})


class WrongPassword(GraphQLError):
    """The password opens nothing at the path: it is wrong, or nothing there asks for one."""

    def __init__(self) -> None:
        super().__init__("This password opens nothing at this path.", extensions={"code": "WRONG_PASSWORD"})


class InvalidPreviewToken(GraphQLError):
    """The token of a preview shows nothing: it is broken, over or revoked."""

    def __init__(self) -> None:
        message = "This preview token shows nothing: it is broken, too old or revoked. Open the preview again."
        super().__init__(message, extensions={"code": "INVALID_PREVIEW_TOKEN"})


class TooManyRequests(GraphQLError):
    """The client does this too often. ``retry_after`` is how many seconds it should wait."""

    def __init__(self, retry_after: int):
        message = f"Too many requests. Try again in {retry_after} seconds."
        super().__init__(message, extensions={"code": "RATE_LIMITED", "retryAfter": retry_after})
        self.retry_after = retry_after


def unknown(what: str, value: object, allowed: list[str]) -> BadUserInput:
    """Return the error for a ``value`` that names nothing, listing what would."""
    some = ", ".join(allowed[:30]) + (", …" if len(allowed) > 30 else "")
    return BadUserInput(f"Unknown {what} {str(value)!r}. Known: {some or 'none'}.")
