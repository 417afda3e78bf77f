"""Bring the municipalities up to date with the list that comes with this version."""

from django.core.management.base import BaseCommand

from cities.finding import index_municipalities
from cities.ibge import load_municipalities
from cities.models import Municipality


class Command(BaseCommand):
    help = "Writes IBGE's municipalities into the database; a second run changes nothing."

    def handle(self, *args, **options):
        number = load_municipalities(Municipality)
        index_municipalities()
        self.stdout.write(f"{number} municipalities.")
