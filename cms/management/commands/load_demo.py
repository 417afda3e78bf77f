"""Fill an empty site with the demo content."""

import logging

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from cms.demo.load import Demo, is_empty, is_loaded


class Command(BaseCommand):
    help = "Loads the demo content into an empty site; touches no other."

    def handle(self, *args, **options):
        if is_loaded():
            self.stdout.write("The demo content is there already.")
            return
        if not is_empty():
            raise CommandError("This site has content of its own, and stays as it is. The demo wants an empty one.")
        logging.getLogger("wagtail").setLevel(logging.WARNING)  # a line a page tells nobody anything
        with transaction.atomic():
            demo = Demo()
            demo.load()
        self.stdout.write(f"{len(demo.cities)} cities, {len(demo.fronts)} work fronts, {len(demo.areas)} areas.")
