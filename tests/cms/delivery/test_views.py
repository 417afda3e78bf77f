"""The report on tasks, as administrators and editors meet it."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from django.contrib.auth.models import Group
from django.contrib.messages import get_messages
from django.test import Client
from django.utils import timezone
from django_tasks.base import TaskResultStatus
from django_tasks_db.models import DBTaskResult
from wagtail.models import Revision

from cms.delivery.alive import lock_of
from cms.delivery.lanes import Lane
from cms.delivery.publishing import enqueue_what_is_due, publish_revision, unpublish
from tests.builders import make_area
from tests.cms.delivery.schedules import expire, schedule
from tests.cms.delivery.tasks_for_tests import note, note_and_fail

TASKS = "/admin/reports/tasks/"
NO_WORKER = "O executor de tarefas está parado"


@pytest.fixture
def administrator(admin_user):
    client = Client(headers={"host": "127.0.0.1"})
    client.force_login(admin_user)
    return client


@pytest.fixture
def editor(db, django_user_model):
    user = django_user_model.objects.create_user("ana", "ana@example.org", "uma senha bem comprida")
    user.groups.add(Group.objects.get(name="Revisores"))
    client = Client(headers={"host": "127.0.0.1"})
    client.force_login(user)
    return client


@pytest.fixture
def failed(db):
    """A task that was given up."""
    row = note_and_fail.enqueue("falha").db_result
    lane = Lane("one", "default", may_run=lambda: True)
    row.worker_ids = ["x"] * 5
    row.claim(lane.worker_id)
    lane.run_task(row)
    row.refresh_from_db()
    return row


def text(response):
    assert response.status_code == 200
    return response.content.decode()


def plain(html):
    return re.sub(r"(<[^>]+>|\s)+", " ", html).strip()


def cells(page):
    """Name, state and attempts of each row of the table."""
    rows = re.findall(r"<tr.*?</tr>", page.partition("<tbody>")[2].partition("</table>")[0], re.DOTALL)
    return [[plain(cell) for cell in re.findall(r"<td.*?</td>", row, re.DOTALL)][:3] for row in rows]


def said(response):
    """What the admin says after an action."""
    (message,) = get_messages(response.wsgi_request)
    return plain(str(message))


def test_nothing_there_yet(administrator):
    assert "Nenhuma tarefa ainda." in text(administrator.get(TASKS))


def test_it_is_for_administrators(administrator, editor, failed):
    menu = text(editor.get("/admin/"))
    assert TASKS not in menu
    assert TASKS in text(administrator.get("/admin/"))
    for address in ("", "results/", f"{failed.pk}/"):
        assert editor.get(TASKS + address).status_code == 302, address
    for action in ("retry", "discard"):
        assert editor.post(f"{TASKS}{failed.pk}/{action}/").status_code == 302
        assert administrator.get(f"{TASKS}{failed.pk}/{action}/").status_code == 405
    assert DBTaskResult.objects.get() == failed


def test_tasks_are_listed_with_their_state(administrator, failed):
    note.enqueue("x")
    note.enqueue("y")
    later = datetime(2030, 1, 2, 12, tzinfo=UTC)
    waiting = DBTaskResult.objects.filter(args_kwargs__args=["y"])
    waiting.update(traceback="de antes", worker_ids=["one.default"], run_after=later)
    assert "02/01/2030 09:00" in text(administrator.get(TASKS))
    assert "02/01/2030 09:00" in text(administrator.get(f"{TASKS}{waiting.get().pk}/"))
    assert sorted(cells(text(administrator.get(TASKS)))) == [
        ["note", "Na fila", "0 de 6"],
        ["note", "Vai tentar de novo", "1 de 6"],
        ["note_and_fail", "Falhou", "6 de 6"],
    ]
    assert cells(text(administrator.get(f"{TASKS}?status=FAILED"))) == [["note_and_fail", "Falhou", "6 de 6"]]
    assert "3 tarefas" in text(administrator.get(TASKS))
    assert "Nenhuma tarefa neste estado." in text(administrator.get(f"{TASKS}results/?status=RUNNING"))


def test_a_task_says_what_it_is_about(home, administrator):
    schedule(make_area(title="Saúde", live=False), seconds=-1)
    expire(make_area(title="Cultura"), seconds=-1)
    enqueue_what_is_due()
    publish_revision.enqueue(0, "2020-01-01T00:00:00+00:00")
    unpublish.enqueue("gone", "gone", "x", "y")
    DBTaskResult.objects.update(run_after=timezone.now() + timedelta(hours=1))
    assert sorted(row[0] for row in cells(text(administrator.get(TASKS)))) == [
        "Fim da publicação",
        "Fim da publicação: Cultura",
        "Publicação agendada",
        "Publicação agendada: Saúde",
    ]


def test_a_missing_worker_is_said(administrator, failed):
    for address in (TASKS, f"{TASKS}{failed.pk}/"):
        assert NO_WORKER in text(administrator.get(address))
    lock = lock_of("ana")
    assert lock.hold()
    try:
        for address in (TASKS, f"{TASKS}{failed.pk}/"):
            assert NO_WORKER not in text(administrator.get(address))
    finally:
        lock.release()


def test_a_task_shows_its_trace_and_arguments(administrator, failed):
    page = text(administrator.get(f"{TASKS}{failed.pk}/"))
    for words in ("Última falha", "ValueError: não deu", "&quot;falha&quot;", "6 de 6", "Tentar de novo", "Descartar"):
        assert words in page, words


def test_a_task_that_is_gone_is_listed_and_shown(administrator, failed):
    DBTaskResult.objects.update(task_path="gone.module.task")
    assert cells(text(administrator.get(TASKS))) == [["task", "Falhou", "6 de 6"]]
    assert "gone.module.task" in text(administrator.get(f"{TASKS}{failed.pk}/"))


def test_a_failed_task_is_tried_again(administrator, failed):
    response = administrator.post(f"{TASKS}{failed.pk}/retry/")
    assert response.url == TASKS
    assert said(response) == "A tarefa voltou para a fila: note_and_fail"
    failed.refresh_from_db()
    assert (failed.status, failed.worker_ids, failed.finished_at) == ("READY", [], None)
    assert DBTaskResult.objects.ready().get() == failed


def test_a_failed_task_is_discarded(administrator, failed):
    response = administrator.post(f"{TASKS}{failed.pk}/discard/")
    assert said(response) == "A tarefa foi descartada: note_and_fail"
    assert not DBTaskResult.objects.exists()


@pytest.mark.parametrize("action", ["retry", "discard"])
@pytest.mark.parametrize("now", [TaskResultStatus.RUNNING, TaskResultStatus.SUCCESSFUL])
def test_what_runs_or_is_done_is_left_alone(administrator, failed, action, now):
    DBTaskResult.objects.update(status=now)
    assert "Tentar de novo" not in text(administrator.get(f"{TASKS}{failed.pk}/"))
    response = administrator.post(f"{TASKS}{failed.pk}/{action}/")
    assert said(response) == "A tarefa já mudou de estado: nada foi feito."
    assert DBTaskResult.objects.get().status == now


def test_buttons_ask_for_a_token(admin_user, failed):
    client = Client(headers={"host": "127.0.0.1"}, enforce_csrf_checks=True)
    client.force_login(admin_user)
    assert client.post(f"{TASKS}{failed.pk}/discard/").status_code == 403


def test_discarding_a_publication_cancels_it(home, administrator):
    schedule(make_area(live=False), seconds=-1)
    enqueue_what_is_due()
    DBTaskResult.objects.update(status=TaskResultStatus.FAILED)
    row = DBTaskResult.objects.get()
    assert "Descartar cancela o agendamento" in text(administrator.get(f"{TASKS}{row.pk}/"))
    administrator.post(f"{TASKS}{row.pk}/discard/")
    assert not Revision.objects.exclude(approved_go_live_at=None).exists()
    enqueue_what_is_due()
    assert not DBTaskResult.objects.exists()


def test_an_expiry_is_not_discarded_for_it_would_come_back(home, administrator):
    expire(make_area(), seconds=-1)
    enqueue_what_is_due()
    row = DBTaskResult.objects.get()
    page = text(administrator.get(f"{TASKS}{row.pk}/"))
    assert "mude o prazo na edição" in page
    assert "Descartar</button>" not in page
    assert "mude o prazo na edição" in said(administrator.post(f"{TASKS}{row.pk}/discard/"))
    assert DBTaskResult.objects.get() == row
