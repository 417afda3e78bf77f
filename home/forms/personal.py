"""What forms keep of one person: the submissions that name an e-mail address."""

from collections.abc import Iterator

from cms.engagement.people import Record, folded
from home.models.submissions import FormSubmission


def export(address: str) -> list[Record]:
    """Return the submissions among whose answers an e-mail address is."""
    return [
        {
            "form": submission.page.title,
            "sent_at": submission.submit_time.isoformat(),
            "answers": {submission.labels.get(name, name): answer for name, answer in submission.form_data.items()},
            "consent_text": submission.consent_text,
            "consent_version": submission.consent_version,
        }
        for submission in _of(address)
    ]


def erase(address: str) -> int:
    """Delete the submissions among whose answers an e-mail address is, with their files; return how many."""
    found = list(_of(address))
    for submission in found:
        submission.delete()
    return len(found)


def _of(address: str) -> Iterator[FormSubmission]:
    wanted = folded(address)
    named = FormSubmission.objects.filter(form_data__icontains=wanted).select_related("page")
    return (each for each in named if any(wanted == folded(str(answer)) for answer in each.form_data.values()))
