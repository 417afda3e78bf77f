"""The log: a JSON object a line in production, plain lines in development. It tells of no person.

Only the fields below are written, whatever a library attaches to its records: no address of a client, no query
string, no variable, no path (the link of a new password is one): a request is named by its route.
"""

import logging
from contextvars import ContextVar
from typing import Any

from pythonjsonlogger.json import JsonFormatter

request_id: ContextVar[str] = ContextVar("request_id", default="")
"""The id of the request that this thread answers, or of the task that it runs."""

LINE = "{asctime} {levelname} {name}: {message}"
ALWAYS = ["levelname", "name", "message"]
NAMES = {"levelname": "level", "name": "logger", "exc_info": "trace"}
SAID = {
    *("time", "level", "logger", "message", "trace", "request_id"),
    *("method", "route", "status", "duration_ms"),
    *("operation", "operation_kind", "document", "errors", "cost", "cache"),
}


class FactsFormatter(JsonFormatter):
    """Writes the fields of ``SAID`` that a record has, and none of the others."""

    def process_log_record(self, log_data: dict[str, Any]) -> dict[str, Any]:
        return {name: value for name, value in log_data.items() if name in SAID and value not in ("", None)}


class RequestFilter(logging.Filter):
    """Gives each record the id of the request that it was written in, and the request's route for its path."""

    def filter(self, record: logging.LogRecord) -> bool:
        record.request_id = request_id.get()
        request = getattr(record, "request", None)
        path = getattr(request, "path", None)
        if path and isinstance(record.args, tuple):
            record.args = tuple(_route(request) if argument == path else argument for argument in record.args)
        return True


def _route(request: Any) -> str:
    match = getattr(request, "resolver_match", None)
    return f"/{match.route}" if match else "an address of no route"


def logging_in(form: str, level: str) -> dict[str, Any]:
    """Return Django's ``LOGGING`` for a log in ``form``, ``json`` or ``line``. Raises ``ValueError`` for another."""
    formatters: dict[str, dict[str, Any]] = {
        "line": {"format": LINE, "style": "{"},
        "json": {"()": FactsFormatter, "fmt": ALWAYS, "rename_fields": NAMES, "timestamp": "time"},
    }
    if form not in formatters:
        raise ValueError(f"LOG_FORMAT must be one of: {', '.join(formatters)}. Got: {form}")
    console = {"class": "logging.StreamHandler", "formatter": form, "filters": ["request"]}
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "filters": {"request": {"()": RequestFilter}},
        "formatters": {form: formatters[form]},
        "handlers": {"console": console},
        "root": {"handlers": ["console"], "level": level},
        "loggers": {
            # ours says it of every request, without its path
            "django.request": {"level": "ERROR"},
            "django.server": {"level": "ERROR"},
            "django_tasks": {"level": "WARNING"},
            "django_tasks_db": {"level": "WARNING"},
            "botocore": {"level": "WARNING"},
            "boto3": {"level": "WARNING"},
        },
    }
