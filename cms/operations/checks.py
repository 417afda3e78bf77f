"""What ``manage.py check --deploy`` says beside Django's own: settings that work, and should not be in production."""

from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Warning
from django.db import connection


def check_production(**kwargs: Any) -> list[CheckMessage]:
    found: list[CheckMessage] = []
    if connection.vendor == "sqlite":
        hint = "Editors wait for each other, and one machine is all there can be: set DATABASE_URL to a PostgreSQL."
        found.append(Warning("The database is SQLite.", hint=hint, id="cms.W001"))
    if "*" in settings.ALLOWED_HOSTS:
        hint = "Name the hosts: probes and metrics are answered whatever host they ask for."
        found.append(Warning("ALLOWED_HOSTS lets any host through.", hint=hint, id="cms.W002"))
    return found
