"""What schemathesis holds every answer against: loaded by it alone (``SCHEMATHESIS_HOOKS``)."""

import re

import schemathesis

INSIDE = re.compile(
    r"Traceback|site-packages|\.py\b|psycopg|django|wagtail|graphene|DoesNotExist|FieldError|QuerySet|SELECT "
    r"|relation \""
)


@schemathesis.check
def keeps_its_promises(ctx, response, case) -> None:
    """No answer is a fault of ours, none tells of the inside, and every error has a code."""
    assert response.status_code < 500
    for error in response.json().get("errors", []):
        assert error["extensions"]["code"] != "INTERNAL_SERVER_ERROR", error
        assert not INSIDE.search(error["message"]), error
