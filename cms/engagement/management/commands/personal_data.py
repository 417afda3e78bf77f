"""``manage.py personal_data export|erase ADDRESS``: what the law gives a person over their data."""

import json
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.core.validators import validate_email

from cms.engagement import rights


class Command(BaseCommand):
    help = "Print all that is kept of an e-mail address as JSON, or erase it: comments, follows, form submissions."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("what", choices=["export", "erase"])
        parser.add_argument("address")
        parser.add_argument("--yes", action="store_true", help="Erase without asking.")

    def handle(self, *, what: str, address: str, yes: bool, **_options: Any) -> None:
        try:
            validate_email(address)
        except ValidationError:
            raise CommandError(f"{address!r} is no e-mail address.") from None
        if what == "export":
            self.stdout.write(json.dumps(rights.export(address), ensure_ascii=False, indent=2, default=str))
            return
        if not yes and input(f"Erase all that is kept of {address}? It cannot be undone. [y/N] ").lower() != "y":
            raise CommandError("Nothing was erased.")
        for name, number in rights.erase(address).items():
            self.stdout.write(f"{name}: {number} erased")
