"""The messages of following: text and HTML, in the follower's language, with a way out in each."""

from collections.abc import Iterable

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django_tasks import task
from wagtail.models import Page

from cms.delivery.attempts import BACKEND
from cms.delivery.titles import titled
from cms.engagement.following.links import address_of, follower_token, wish_token
from cms.engagement.following.suppressing import is_suppressed
from cms.engagement.models import Follower, Issue, Letter, Wish
from cms.visibility import public


@task(backend=BACKEND)
def ask_to_confirm(wish_pk: int) -> None:
    """Send the link that confirms a wish. The message holds nothing that was typed: the address may be anybody's."""
    wish = Wish.objects.filter(pk=wish_pk).select_related("site").first()
    if wish and not is_suppressed(wish.email):
        with translation.override(wish.language):
            told = {
                "site": wish.site,
                "pages": public(Page.objects.filter(pk__in=wish.pages)),
                "frequency": wish.get_frequency_display(),
                "link": address_of("follow_confirm", wish_token(wish)),
            }
            _message(_("Confirme que quer receber novidades"), "confirm", told, wish.email, f"wish-{wish.pk}").send()


def letter_message(letter: Letter, issue: Issue, follower: Follower, pages: Iterable[Page]) -> EmailMultiAlternatives:
    """Return the message of ``letter``, with the headers by which mail programs offer to leave (RFC 8058)."""
    token = follower_token(follower)
    leave = f"{address_of('follow_leave', token)}?letter={letter.pk}"
    with translation.override(follower.language):
        told = {
            "issue": issue,
            "site": issue.site,
            "pages": pages,
            "preferences": address_of("follow_preferences", token),
            "leave": leave,
        }
        message = _message(issue.subject, "issue", told, follower.email, f"issue-{issue.pk}-{letter.pk}")
    message.extra_headers |= {
        "List-Unsubscribe": f"<{leave}>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
        "List-ID": f"<{issue.frequency}.{issue.site.hostname}>",
    }
    return message


def _message(subject: str, name: str, told: dict, to: str, key: str) -> EmailMultiAlternatives:
    host = settings.DEFAULT_FROM_EMAIL.rpartition("@")[2].rstrip(">") or "localhost"
    text = render_to_string(f"cms/engagement/emails/{name}.txt", told)
    message = EmailMultiAlternatives(subject, text, to=[to], headers={"Message-ID": f"<{key}@{host}>"})
    message.attach_alternative(render_to_string(f"cms/engagement/emails/{name}.html", told), "text/html")
    return message


titled(
    ask_to_confirm,
    gettext_lazy("E-mail de confirmação de novidades"),
    discarding=gettext_lazy("A pessoa não recebe o link, e pode pedir de novo."),
)
