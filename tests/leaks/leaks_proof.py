"""What nobody may see changes no answer: with it there, and with it never made, strangers are told the same bytes.

Nothing here names a field. ``planting`` makes a hidden row of every kind for every model of the project, with words of
its own in every text (blocks too), hung on something public of every type; ``walking`` makes the questions from the
schema that is served; ``corpus`` adds the addresses beside it. A content type that comes later is planted and asked for
without a change here: see the head of ``planting``. ``make test-leaks`` removes each check of visibility in turn and
shows that this notices.
"""

import json
import logging
import re

import pytest
from django.test import Client
from wagtail.models import Page

from cms.visibility import Hidden, public
from tests.leaks.corpus import Corpus, ask, without_limits
from tests.leaks.filling import PUBLIC
from tests.leaks.planting import Planted

pytestmark = pytest.mark.usefixtures("indexed")

NEVER_TOLD = {
    "cms.CustomImage.description",
    "cms.CustomImage.file",
    "cms.CustomImage.rights_note",
    "cms.CustomImage.title",
    "engagement.Comment.consent_text",
    "engagement.Comment.consent_version",
    "engagement.Comment.email",
    "engagement.Comment.rejection",
    "engagement.CommentSettings.notified",
    "home.FormField.choices",
    "home.FormPage.recipients",
    "home.Menu.title",
    "home.SiteSettings.share_image_alt",
    "search.ApprovedQuery.key",
    "search.PromotedPage.description",
    "search.PromotedQuery.key",
    "search.PromotedQuery.text",
    "search.Synonyms.terms",
    "wagtailredirects.Redirect.old_path",
    "wagtailredirects.Redirect.redirect_link",
    "wagtailredirects.Redirect.redirect_page_route_path",
}
"""Columns of public rows that are for the team alone, or belong here to what leads to a hidden row or to a field of
another type: everything else that editors write, an answer must tell."""


@pytest.fixture
def site(home, settings):
    without_limits(settings)
    logging.disable()
    planted = Planted().plant()
    yield planted, Client(headers={"host": "127.0.0.1"})
    logging.disable(logging.NOTSET)


def test_what_is_hidden_changes_no_answer(site, subtests):
    planted, client = site
    corpus = Corpus(planted, client)
    questions = list(corpus.questions())
    present = [ask(client, question) for question in questions]
    with subtests.test("no hidden word is told"):
        told = {q.name: words for q, a in zip(questions, present, strict=True) if (words := a.told(q.words))}
        assert told == {}
    with subtests.test("every column that editors write for visitors is told, so that the questions reach it"):
        text = b"".join(answer.body for answer in present).decode("latin-1")
        found = set(re.findall(rf"{PUBLIC}[a-z]{{5}}", text))
        owners = planted.public_words.owners
        never = set(owners.values()) - {owners[word] for word in found & set(owners)}
        assert (never - NEVER_TOLD, NEVER_TOLD - never) == (set(), set())
    with subtests.test("the branches that search leaves out are all that is not public"):
        hidden, below = Hidden(), Page.objects.filter(path__startswith="00010001")
        shown = {page.pk for page in below if page.path not in hidden}
        assert shown == set(public(below).values_list("pk", flat=True))
    with planted.absent(), subtests.test("all is as if nothing hidden had ever been"):
        for question, before in zip(questions, present, strict=True):
            after = ask(client, question)
            if question.name.startswith("asking"):
                assert json.loads(before.body)["data"]["a0"]["__typename"] == "PasswordRoute"
                assert json.loads(after.body)["data"]["a0"] is None
                continue
            assert (after.status, after.body) == (before.status, before.body), question.name
            if question.is_alone:
                assert after.statements == before.statements, question.name
