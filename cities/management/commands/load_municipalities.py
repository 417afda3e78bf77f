"""Bring the municipalities up to date with the list that comes with this version."""

from django.core.management.base import BaseCommand

from cities.ibge import load_municipalities
from cities.models import Municipality


class Command(BaseCommand):
    help = "Writes IBGE's municipalities into the database; a second run changes nothing."

    def handle(self, *args, **options):
        self.stdout.write(f"{load_municipalities(Municipality)} municipalities.")
