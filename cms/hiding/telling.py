"""When a period begins or ends, its rows are touched once.

What is public has changed by itself, to the second. The rows tell those who keep copies and listen to changes of the
content (caches outside this server), and the log tells people.
"""

from datetime import timedelta

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django_tasks import task
from wagtail.log_actions import log

from cms.delivery.attempts import BACKEND
from cms.delivery.periodic import periodic
from cms.delivery.titles import titled
from cms.hiding.models import Hiding
from cms.hiding.periods import BEGUN, OVER


@task(backend=BACKEND)
@transaction.atomic
def tell_of_periods() -> None:
    """Tell once of each period that it has begun, and once that it is over."""
    now = timezone.now()
    for name, action, moment in (("told_of_beginning", BEGUN, "begins_at"), ("told_of_end", OVER, "ends_at")):
        due = Hiding.objects.select_for_update().filter(**{name: False, f"{moment}__lte": now})
        for hiding in due.order_by("pk"):
            setattr(hiding, name, True)
            hiding.save(update_fields=[name])
            hiding.pages.update(told=F("told") + 1)
            log(instance=hiding, action=action, data={"pages": hiding.pages.count()})


titled(tell_of_periods, _("Aviso de que páginas saíram do ar ou voltaram"))
periodic(tell_of_periods, every=timedelta(minutes=1))
