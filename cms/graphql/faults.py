"""What has gone wrong when the database did not answer: it was stopped in time, or it is not there."""

from django.db import InterfaceError, OperationalError


def took_too_long(error: BaseException | None) -> bool:
    """Tell whether ``error`` says that a statement was stopped because its time was up."""
    if not isinstance(error, OperationalError):
        return False
    cause = error.__cause__
    return getattr(cause, "sqlstate", None) == "57014" or "interrupted" in str(cause)


def is_away(error: BaseException | None) -> bool:
    """Tell whether ``error`` says that the database cannot be asked now: it restarts, or somebody holds it."""
    return isinstance(error, OperationalError | InterfaceError) and not took_too_long(error)
