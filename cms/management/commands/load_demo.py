"""Fill an empty site with the demo content."""

from django.core.management.base import BaseCommand, CommandError

from cms.demo.load import is_empty, is_loaded, load_demo


class Command(BaseCommand):
    help = "Loads the demo content into an empty site; touches no other."

    def handle(self, *args, **options):
        if is_loaded():
            self.stdout.write("The demo content is there already.")
            return
        if not is_empty():
            raise CommandError("This site has content of its own, and stays as it is. The demo wants an empty one.")
        counts = load_demo().counts()
        made = {section: count["new"] for section, count in counts.items()}
        self.stdout.write(f"{made['cities']} cities, {made['work_fronts']} work fronts, {made['areas']} areas.")
