"""Every door of the admin, tried by every role: ``doors.txt`` says whom each lets in.

The doors are read from the URLs themselves, so that a new one fails here until somebody has said whose it is. Pages are
answered and not drawn: what counts is who is let in. ``WRITE_DOORS=1`` has the list written anew, to be read.
"""

import os
import re
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.core.files.base import ContentFile
from django.db import transaction
from django.template.response import SimpleTemplateResponse
from django.urls import URLResolver, get_resolver
from django.utils import timezone
from django_tasks_db.models import DBTaskResult
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Collection, Locale, Site, Task, UploadedFile, Workflow

from cms.hiding.periods import hide
from cms.importing.runs import ContentImport, ImportState
from home.models import SiteText
from home.models.submissions import FormSubmission, SubmittedFile
from search.models import ApprovedQuery, PromotedQuery, Synonyms
from tests.builders import (
    make_city,
    make_document,
    make_form,
    make_image,
    make_indicator,
    make_measurement,
    make_menu,
    make_partner,
    make_person,
)

LIST = Path(__file__).parent / "doors.txt"
ROLES = {"E": "editor", "R": "reviewer", "A": "administrator", "S": "superuser"}
SENT_AWAY = re.compile(r"^/admin/(login/.*)?$")
NOT_FOR_ROLES = {
    "login",
    "accounts_code",
    "password_reset",
    "wagtailadmin_login",
    "wagtailadmin_error_test",
    "wagtailadmin_logout",
}
NOT_FOR_ROLES |= {f"wagtailadmin_password_reset{step}" for step in ("", "_done", "_confirm", "_complete")}
"""Who is not in yet comes through these, anybody goes out through one, and one shows what an error looks like."""


def doors(patterns: Any = None, route: str = "", names: tuple[str, ...] = ()) -> Iterator[tuple[str, str]]:
    """Yield of each URL of the admin its name and its route."""
    for pattern in patterns or get_resolver().url_patterns:
        here = route + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from doors(pattern.url_patterns, here, (*names, *filter(None, [pattern.namespace])))
        elif here.startswith("admin/") and ".*" not in here and "test404" not in here:
            name = ":".join([*names, pattern.name or ""])
            if name not in NOT_FOR_ROLES:
                yield name, here


OF_WAITING = (
    "workflow_action",
    "collect_workflow_action_data",
    "confirm_workflow_cancellation",
    "workflow_preview",
    "workflow_history_detail",
)
"""Doors of a page that waits for its review."""


@pytest.fixture
def keys(home, person):
    """Return what stands in the place of each argument: by the namespace and its name, or by its name."""
    city, form = make_city(), make_form()
    revision = city.save_revision()
    boss = person("superuser")
    workflow = Workflow.objects.get()
    waiting = make_city()
    waiting.save_revision()
    state = workflow.start(waiting, boss)
    submission = FormSubmission.objects.create(page=form, form_data={}, expires_at="2100-01-01T00:00Z")
    file = SubmittedFile.objects.create(
        page=form, submission=submission, field="f", name="a.txt", type="text/plain", size=1
    )
    file.file.save("a.txt", ContentFile(b"a"))
    upload = UploadedFile.objects.create(for_content_type=None, uploaded_by_user=boss)
    snippets = {
        "home_partner": make_partner(),
        "home_person": make_person(),
        "home_menu": make_menu(),
        "home_sitetext": SiteText.objects.first()
        or SiteText.objects.create(site=Site.objects.get(), programme_name="P"),
        "cities_indicator": make_indicator(),
        "cities_measurement": make_measurement(),
        "cities_municipality": city.municipality,
        "search_synonyms": Synonyms.objects.first(),
        "search_promotedquery": PromotedQuery.objects.create(text="a"),
        "search_approvedquery": ApprovedQuery.objects.create(text="a"),
    }
    found = {}
    for name, row in snippets.items():
        for kind in ("wagtailsnippets", "wagtailsnippetchoosers"):
            found[f"{kind}_{name}:pk"] = row.pk
            if hasattr(row, "save_revision"):
                found[f"{kind}_{name}:revision_id"] = row.save_revision().pk
    return {
        **found,
        **dict.fromkeys(["page_id", "parent_page_id", "page_to_move_id", "page_pk"], city.pk),
        "wagtailforms:page_id": form.pk,
        "wagtailadmin_pages:add:parent_page_id": home.pk,
        "destination_id": home.pk,
        "revision_id": revision.pk,
        **{f"wagtailadmin_pages:{name}:page_id": waiting.pk for name in OF_WAITING},
        "workflow_state_id": state.pk,
        "cms_guide_picture:name": "inicio.png",
        "task_state_id": state.current_task_state.pk,
        "workflow_pk": workflow.pk,
        "task_id": Task.objects.get().pk,
        "action_name": "approve",
        "image_id": make_image().pk,
        "document_id": (document := make_document().pk),
        "doc_id": document,
        "uploaded_file_id": upload.pk,
        "collection_id": (collection := Collection.get_first_root_node().add_child(name="Fotos").pk),
        "redirect_id": Redirect.objects.create(old_path="/a", redirect_link="/b").pk,
        "wagtailadmin_collections:pk": collection,
        "wagtailadmin_workflows:pk": workflow.pk,
        "wagtailadmin_api:pages:pk": city.pk,
        "wagtailadmin_api:images:pk": make_image().pk,
        "wagtailadmin_api:documents:pk": document,
        "wagtailimages_chooser:pk": make_image().pk,
        "wagtaildocs_chooser:pk": document,
        "wagtaillocales:pk": Locale.objects.create(language_code="en").pk,
        "wagtailsites:pk": Site.objects.get().pk,
        "wagtailsettings:pk": Site.objects.get().pk,
        "simple_translation:pk": snippets["home_person"].pk,
        "wagtailusers_users:pk": person().pk,
        "accounts_take_second_step:pk": person().pk,
        "wagtailusers_groups:pk": Group.objects.get(name="Editores").pk,
        "home_submitted_file:pk": file.pk,
    }


@pytest.fixture
def more_keys(keys):
    run = {"file": "imports/x.csv", "name": "x.csv", "state": ImportState.READY, "report": {"digest": "x"}}
    task = DBTaskResult.objects.create(
        task_path="cms.delivery.cleaning.clean", args_kwargs={"args": [], "kwargs": {}}, backend_name="worker"
    )
    for name in ("cms_import", "cms_import_progress", "cms_import_confirm", "cms_import_discard"):
        keys[f"{name}:pk"] = ContentImport.objects.create(**run).pk
    now = timezone.now()
    for name in ("hiding_period", "hiding_end"):
        keys[f"{name}:pk"] = hide([], reason="R", begins_at=now, ends_at=now + timedelta(hours=1), by=None).pk
    for name in ("cms_task", "cms_task_retry", "cms_task_discard"):
        keys[f"{name}:pk"] = task.pk
    return keys


WORDS = {
    "wagtail_bulk_action": "wagtailcore/page/unpublish/?id={page_id}",
    "wagtailadmin_pages:": "home/narrativepage/",
    "wagtailadmin_tag_model_autocomplete": "cms/customimage/",
    "wagtailadmin_workflows:add_task": "wagtailcore/groupapprovaltask/",
    "wagtailadmin_editing_sessions": "cities/citypage/{page_id}/1/",
    "wagtailsettings:": "home/sitesettings/",
    "simple_translation:": "home/person/",
}
MODELS = r"<(?:slug|str):(?:\w+_)?app\w*>/<(?:slug|str):\w*model\w*>"


def address(name: str, route: str, keys: dict[str, Any]) -> str:
    """Return an address that the route answers."""
    model = next((words for begins, words in WORDS.items() if name.startswith(begins)), "").rstrip("/")
    route = re.sub(MODELS, model.split("/{")[0].split("/unpublish")[0], route).replace("<str:action>", "unpublish")
    space = name.rpartition(":")[0]
    pk = keys.get(f"{space}:pk", keys["page_id"])

    def value(match: re.Match) -> str:
        argument = match[1]
        ways: tuple[str, ...] = (f"{name}:{argument}", f"{space}:{argument}", argument)
        return str(next((keys[way] for way in ways if way in keys), 1))

    route = re.sub(r"<\w+:(\w+)>", value, route)
    route = route.replace(r"(\d+)", str(pk)).replace("(?P<pk>.+)", str(pk)).replace(r"\.\.\.", "...")
    route = re.sub(r"\((\?P<\w+>)?live\|earliest[^)]*\)", "earliest", route)
    route = re.sub(r"\((\?P<\w+>)?live\|latest[^)]*\)", "latest", route)
    query = f"?id={keys['page_id']}" if name == "wagtail_bulk_action" else ""
    return "/" + re.sub(r"[\^$]", "", route) + query


def lets_in(client: Any, place: str) -> bool | str:
    answer = client.get(place)
    if answer.status_code == 405:
        with transaction.atomic():
            answer = client.post(place)
            transaction.set_rollback(True)
    if answer.status_code == 302:
        return not SENT_AWAY.match(answer["Location"])
    return answer.status_code in {200, 400} or (f"{answer.status_code}" if answer.status_code >= 500 else False)


def test_every_door_lets_in_whom_the_list_says_and_no_other(more_keys, person, browser, monkeypatch):
    monkeypatch.setattr(SimpleTemplateResponse, "rendered_content", "")
    clients = {letter: browser(person(role)) for letter, role in ROLES.items()}
    found = []
    for name, route in doors():
        place = address(name, route, more_keys)
        let_in = "".join(letter if lets_in(client, place) else "-" for letter, client in clients.items())
        found.append(f"{let_in} {name or route}")
    text = "\n".join(sorted(set(found), key=lambda line: line[5:])) + "\n"
    if os.environ.get("WRITE_DOORS"):
        LIST.write_text(text)
    assert text == LIST.read_text()
