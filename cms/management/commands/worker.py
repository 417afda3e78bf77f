"""The worker: carries out what the server put off, and publishes what was scheduled."""

from django.core.management.base import BaseCommand

from cms.delivery.process import WorkerProcess, stop_with_standard_input


class Command(BaseCommand):
    help = "Runs background tasks and scheduled publishing until it is stopped."
    requires_system_checks = ()

    def add_arguments(self, parser):
        parser.add_argument("--beside", action="store_true", help="stop when standard input ends")

    def handle(self, *args, beside: bool, **options):
        if beside:
            stop_with_standard_input()
        WorkerProcess().run()
