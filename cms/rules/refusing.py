"""An administrator's way past a fault; and a publication that the rules stop when nobody is there."""

from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser
from django.core.mail import send_mail
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from wagtail.log_actions import log
from wagtail.models import Page, Revision

from cms.rules.gate import PublishingStopped
from cms.rules.models import Overruling

OVERRULED, STOPPED = "rules.overrule", "rules.stop"
"""What the page's history calls them."""
PERMISSION = "rules.add_overruling"


@transaction.atomic
def overrule(page: Page, revision: Revision, faults, *, reason: str, user: AbstractBaseUser) -> None:
    """Let ``faults`` of ``page`` pass for ``reason``, and publish ``revision``.

    Raises ``PublishingStopped``, and lets nothing pass, if others than these stand in the way.
    """
    rows = [Overruling(page_id=page.pk, mark=f.mark, rule=f.rule, reason=reason, user=user) for f in faults]
    Overruling.objects.bulk_create(rows, ignore_conflicts=True)
    told = {"reason": reason, "rules": sorted({fault.rule for fault in faults})}
    log(instance=page, action=OVERRULED, user=user, revision=revision, data=told)
    revision.publish(user=user)


def cancel_stopped_schedule(revision: Revision, stopped: PublishingStopped) -> None:
    """Take a scheduled publication back that the rules stop, and tell by e-mail who scheduled it."""
    page = stopped.page
    with transaction.atomic():
        Revision.objects.filter(pk=revision.pk).update(approved_go_live_at=None)
        log(instance=page, action=STOPPED, revision=revision, data={"faults": [f.message for f in stopped.faults]})
    people = {person.email for person in (revision.user, page.owner) if person and person.is_active and person.email}
    if people:
        with translation.override(settings.LANGUAGE_CODE):
            editor = settings.PUBLIC_URL + reverse("wagtailadmin_pages:edit", args=[page.pk])
            text = render_to_string("cms/rules/stopped.txt", {"page": page, "faults": stopped.faults, "editor": editor})
            subject = _("Não foi publicada: %(title)s") % {"title": " ".join(page.get_admin_display_title().split())}
            send_mail(subject, text, None, sorted(people))
