"""Once a day, what nobody needs any more goes: results of finished tasks, and sessions that ended."""

from datetime import timedelta

from django.core.management import call_command
from django.utils.translation import gettext_lazy as _
from django_tasks import task

from cms.delivery.attempts import BACKEND
from cms.delivery.periodic import periodic
from cms.delivery.titles import titled

SUCCESSFUL_DAYS, FAILED_DAYS = 7, 90


@task(backend=BACKEND)
def clean() -> None:
    call_command(
        "prune_db_task_results",
        f"--backend={BACKEND}",
        "--queue-name=*",
        f"--min-age-days={SUCCESSFUL_DAYS}",
        f"--failed-min-age-days={FAILED_DAYS}",
        verbosity=0,
    )
    call_command("clearsessions")


titled(clean, _("Limpeza diária"))
periodic(clean, every=timedelta(days=1))
