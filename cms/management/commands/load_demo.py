"""Fill an empty site with the demo content."""

from django.core.management.base import BaseCommand, CommandError

from cms.demo.load import HOSTNAME, PORT, is_empty, is_loaded, load_demo, load_second_site


class Command(BaseCommand):
    help = "Loads the demo content into an empty site; touches no other. A second site is added beside what is there."

    def add_arguments(self, parser):
        parser.add_argument(
            "--second-site",
            action="store_true",
            help="add a small second site, in Portuguese and English, to any content",
        )

    def handle(self, *args, second_site: bool, **options):
        if second_site:
            self._load_second_site()
        else:
            self._load()

    def _load_second_site(self) -> None:
        report = load_second_site()
        if report is None:
            self.stdout.write(f"The second site is there already: {HOSTNAME}.")
        else:
            self.stdout.write(
                f"{HOSTNAME}, port {PORT}: {len(report.changes)} records in Portuguese, most in English too."
            )

    def _load(self) -> None:
        if is_loaded():
            self.stdout.write("The demo content is there already.")
            return
        if not is_empty():
            raise CommandError("This site has content of its own, and stays as it is. The demo wants an empty one.")
        counts = load_demo().counts()
        made = {section: count["new"] for section, count in counts.items()}
        self.stdout.write(f"{made['cities']} cities, {made['work_fronts']} work fronts, {made['areas']} areas.")
