"""What comments and news by e-mail cost at size: 10,000 comments on a page, 20,000 followers. Nothing is kept.

``make bench-engagement`` runs it on the database of the settings.
"""

import os
import sys
import time
from datetime import timedelta
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cms.settings")

import django

django.setup()

from django.db import connection, transaction  # noqa: E402
from django.test.utils import CaptureQueriesContext  # noqa: E402
from django.utils import timezone  # noqa: E402
from wagtail.models import Page, Site  # noqa: E402

from cms.engagement.following.issues import draft_what_is_due  # noqa: E402
from cms.engagement.following.letters import letters_of  # noqa: E402
from cms.engagement.models import Comment, Follower, Letter  # noqa: E402
from cms.graphql.planning import run  # noqa: E402
from cms.graphql.request import GraphQLRequest  # noqa: E402
from tests.builders import make_area, make_narrative, make_story  # noqa: E402

COMMENTS, FOLLOWERS, TIMES = 10_000, 20_000, 50
QUERY = """query($path: String!, $after: String) { page(path: $path) { comments(first: 20, after: $after) {
  totalCount pageInfo { endCursor } nodes { text replies { nodes { text } } } } } }"""


def tell(line: str) -> None:
    sys.stdout.write(f"{line}\n")


def comment(page: Page, number: int) -> None:
    Comment.objects.bulk_create(
        [Comment(page=page, name="Maria", text=f"Comentário {n}", status="approved") for n in range(number)],
        batch_size=2000,
    )


def read(slug: str) -> None:
    path, after = f"/{slug}/", None
    for _page in range(3):
        result = run(GraphQLRequest(QUERY, variables={"path": path, "after": after}))
        assert not result.errors, result.errors
        after = result.data["page"]["comments"]["pageInfo"]["endCursor"]
    asked = GraphQLRequest(QUERY, variables={"path": path, "after": after})
    with CaptureQueriesContext(connection) as captured:
        run(asked)
    began, processor = time.perf_counter(), time.process_time()
    for _time in range(TIMES):
        run(asked)
    wall = (time.perf_counter() - began) / TIMES * 1000
    cpu = (time.process_time() - processor) / TIMES * 1000
    tell(f"  {slug}: {wall:.1f} ms ({cpu:.1f} ms of our processor), {len(captured)} statements")


def comments() -> None:
    tell(f"The second page of comments, and how many there are: 100 beside {COMMENTS}")
    for slug, number in (("hundred", 100), ("ten-thousand", COMMENTS)):
        comment(make_narrative(slug=slug), number)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    for slug in ("hundred", "ten-thousand"):
        read(slug)


def followers() -> None:
    area, now = make_area(), timezone.now()
    story = make_story(areas=[area])
    Page.objects.filter(pk=story.pk).update(first_published_at=now - timedelta(days=8))
    made = Follower.objects.bulk_create(
        [
            Follower(
                key=f"k{n}",
                site=Site.objects.first(),
                email=f"p{n}@example.org",
                frequency="weekly",
                language="pt-br",
                follows_everything=n % 2 == 0,
                consent_text="Aceito.",
                consented_at=now,
            )
            for n in range(FOLLOWERS)
        ],
        batch_size=2000,
    )
    through = Follower.pages.through
    through.objects.bulk_create(
        [through(follower_id=each.pk, page_id=area.pk) for each in made if not each.follows_everything], batch_size=5000
    )
    [issue] = [each for each in draft_what_is_due(now) if each.frequency == "weekly"]
    began = time.perf_counter()
    Letter.objects.bulk_create(letters_of(issue), batch_size=2000)
    tell(f"{issue.letters.count()} letters prepared in {time.perf_counter() - began:.1f} s")


def main() -> None:
    tell(connection.vendor)
    with transaction.atomic():
        comments()
        followers()
        transaction.set_rollback(True)


if __name__ == "__main__":
    main()
