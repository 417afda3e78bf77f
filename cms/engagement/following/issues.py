"""Issues: drafted from what was published, and turned into letters once an editor approves them."""

from datetime import datetime, time, timedelta

from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.log_actions import log
from wagtail.models import Page, Site

from cms.engagement.following.letters import letters_of
from cms.engagement.following.sending import send_issue
from cms.engagement.models import Follower, FollowSettings, Issue, Letter
from cms.engagement.models.following import Frequency
from cms.visibility import public

APPROVED, DISCARDED = "following.approve", "following.discard"
MOST_PAGES = 50
BATCH = 2000


def draft_what_is_due(now: datetime | None = None) -> list[Issue]:
    """Draft the issues whose period is over, of each site that somebody may follow; none without anything new."""
    now = now or timezone.now()
    open_sites = FollowSettings.objects.filter(is_open=True).values("site")
    followed = Follower.objects.order_by().values("site")
    sites = Site.objects.filter(pk__in=open_sites.union(followed)).select_related("root_page")
    return [issue for site in sites for frequency in Frequency if (issue := _draft(site, frequency, now))]


def _draft(site: Site, frequency: Frequency, now: datetime) -> Issue | None:
    until = _period_end(frequency, now)
    last = Issue.objects.filter(site=site, frequency=frequency).first()
    since = last.until if last else _period_start(frequency, until)
    if since >= until or not Follower.objects.filter(site=site, frequency=frequency).exists():
        return None
    pages = _new_pages(site, since, until)
    if not pages:
        return None
    with transaction.atomic():
        issue, is_new = Issue.objects.get_or_create(
            site=site,
            frequency=frequency,
            until=until,
            defaults={"since": since, "subject": _subject(site, pages)},
        )
        if is_new:
            issue.pages.set(pages)
    return issue if is_new else None


def _period_end(frequency: Frequency, now: datetime) -> datetime:
    """Return when the last period of ``frequency`` ended: an hour, a Monday, the first of a month."""
    here = timezone.localtime(now)
    if frequency is Frequency.AT_ONCE:
        return here.replace(minute=0, second=0, microsecond=0)
    day = here.date()
    day = day - timedelta(days=day.weekday()) if frequency is Frequency.WEEKLY else day.replace(day=1)
    return timezone.make_aware(datetime.combine(day, time()))


def _period_start(frequency: Frequency, until: datetime) -> datetime:
    """Return when the first period began: nobody hears of what is older."""
    if frequency is Frequency.AT_ONCE:
        return until - timedelta(hours=1)
    if frequency is Frequency.WEEKLY:
        return until - timedelta(days=7)
    return (until - timedelta(days=1)).replace(day=1)


def _new_pages(site: Site, since: datetime, until: datetime) -> list[Page]:
    """Return the public pages that were published for the first time within a period, the newest first."""
    found = public(Page.objects.filter(path__startswith=site.root_page.path)).filter(
        first_published_at__gte=since, first_published_at__lt=until
    )
    pages = [page for page in found.order_by("-first_published_at").specific() if getattr(page, "is_news", False)]
    return pages[:MOST_PAGES]


def _subject(site: Site, pages: list[Page]) -> str:
    return pages[0].title[:120] if len(pages) == 1 else _("%(number)d novidades") % {"number": len(pages)}


@transaction.atomic
def approve(issue: Issue, user: AbstractBaseUser) -> bool:
    """Write a letter to each follower who wants to hear of a page of ``issue``. Tells whether that was still to do."""
    locked = Issue.objects.select_for_update().get(pk=issue.pk)
    if locked.status != Issue.Status.DRAFT:
        return False
    Letter.objects.bulk_create(letters_of(locked), batch_size=BATCH)
    locked.status, locked.approved_by, locked.approved_at = Issue.Status.SENDING, user, timezone.now()
    locked.save(update_fields=["status", "approved_by", "approved_at"])
    log(instance=locked, action=APPROVED, user=user)
    send_issue.enqueue(locked.pk)
    return True


@transaction.atomic
def discard(issue: Issue, user: AbstractBaseUser) -> bool:
    """Send nothing of ``issue``. Tells whether that could still be done."""
    changed = Issue.objects.filter(pk=issue.pk, status=Issue.Status.DRAFT).update(status=Issue.Status.DISCARDED)
    if changed:
        log(instance=issue, action=DISCARDED, user=user)
    return bool(changed)
