"""Coming in: guesses are counted, locks end, a forgotten password tells nothing, nobody stays for ever."""

import re
from datetime import timedelta

import pytest
from axes.models import AccessAttempt
from django.conf import settings as configured
from django.contrib.sessions.models import Session
from django.core import mail
from django.utils import timezone
from django_tasks_db.models import DBTaskResult
from wagtail.models import ModelLogEntry

from cms.accounts import resetting, sessions
from cms.accounts.retention import forget_old_entries

WRONG = "não é esta a senha"


def actions_about(user):
    entries = ModelLogEntry.objects.filter(content_type__model="user", object_id=user.pk)
    return list(entries.order_by("pk").values_list("action", flat=True))


def test_the_right_password_comes_in_and_is_written_down(person, browser, log_in):
    user, client = person(), browser()
    answer = log_in(client, user, next="/admin/pages/")
    assert (answer.status_code, answer["Location"]) == (302, "/admin/pages/")
    assert client.get("/admin/").status_code == 200
    assert actions_about(user)[-1] == "accounts.login"
    assert ModelLogEntry.objects.get(action="accounts.login").data == {"address": "203.0.113.7"}


def test_after_five_wrong_ones_the_right_one_is_refused_until_the_lock_ends(person, browser, log_in):
    user, client = person(), browser()
    answers = [log_in(client, user, WRONG).status_code for _guess in range(5)]
    assert answers == [200, 200, 200, 200, 429]
    refused = log_in(client, user)
    assert (refused.status_code, refused["Retry-After"]) == (429, "900")
    assert "bloqueado por 15 minutos" in refused.content.decode()
    assert client.get("/admin/").status_code == 302
    AccessAttempt.objects.update(attempt_time=timezone.now() - timedelta(minutes=16))
    assert log_in(client, user).status_code == 302
    assert actions_about(user).count("accounts.failed") == 6
    assert actions_about(user).count("accounts.locked") >= 1


def test_a_lock_is_of_one_name_from_one_address(person, browser, log_in):
    user, other = person(), person()
    for _guess in range(5):
        log_in(browser(), user, WRONG)
    assert log_in(browser(), user).status_code == 429
    assert log_in(browser(), other).status_code == 302
    assert log_in(browser(address="198.51.100.1"), user).status_code == 302


def test_behind_a_proxy_the_address_is_what_the_proxy_saw(person, browser, log_in, settings):
    settings.PROXIES = 1
    user = person()
    for guess in range(5):
        forged = {"HTTP_X_FORWARDED_FOR": f"10.0.0.{guess}, 2001:db8::{guess}"}
        browser(address="10.1.1.1").post("/admin/login/", {"username": user.username, "password": WRONG}, **forged)
    assert AccessAttempt.objects.values_list("ip_address", flat=True).distinct().get() == "2001:db8::"
    assert log_in(browser(address="10.1.1.1"), user).status_code == 302


def test_an_administrator_ends_a_lock(person, browser, log_in):
    user, client = person(), browser()
    for _guess in range(5):
        log_in(client, user, WRONG)
    admin = browser(person("administrator"))
    page = admin.get("/admin/reports/locks/").content.decode()
    assert user.username in page
    assert "203.0.113.7" in page
    admin.post("/admin/reports/locks/unlock/", {"username": user.username, "address": "203.0.113.7"})
    assert "Ninguém está bloqueado" in admin.get("/admin/reports/locks/").content.decode()
    assert log_in(client, user).status_code == 302
    assert "accounts.unlocked" in actions_about(user)


def test_one_address_tries_few_names(person, browser, log_in, settings):
    settings.RATES = {**settings.RATES, "login": "3/minute"}
    answers = [log_in(browser(), f"ninguem{number}", WRONG).status_code for number in range(4)]
    assert answers == [200, 200, 200, 429]


def test_one_name_is_tried_from_few_addresses(person, browser, log_in, settings):
    settings.RATES = {**settings.RATES, "login_name": "3/minute"}
    user = person()
    answers = [log_in(browser(address=f"198.51.100.{n}"), user, WRONG).status_code for n in range(4)]
    assert answers == [200, 200, 200, 429]


def test_no_password_and_no_unknown_name_is_kept(browser, log_in, db):
    log_in(browser(), "uma senha no lugar errado", "outra senha errada")
    kept = str(list(AccessAttempt.objects.values("get_data", "post_data")))
    assert "senha" not in kept
    assert not ModelLogEntry.objects.filter(action__startswith="accounts.").exists()


@pytest.mark.parametrize(
    ("password", "message"),
    [
        ("curta", "12 caracteres"),
        ("password1234", "muito comum"),
        ("098765432109", "inteiramente numérica"),
        ("ana.lima.silva", "parecida"),
    ],
)
def test_passwords_are_long_rare_and_unlike_the_name(password, message, person, browser):
    user = person(username="ana.lima.silva")
    form = {"old_password": "girassol no telhado azul", "new_password1": password, "new_password2": password}
    answer = browser(user).post("/admin/account/", {f"password-{name}": value for name, value in form.items()})
    user.refresh_from_db()
    assert not user.check_password(password)
    assert message in answer.content.decode()


def send_what_waits():
    for row in DBTaskResult.objects.filter(task_path=resetting.send_link.module_path):
        resetting.send_link.func(*row.args_kwargs["args"])


def test_a_forgotten_password_is_answered_alike_whether_the_address_is_known_or_not(
    person, browser, django_assert_num_queries
):
    user = person()
    answers = []
    for address in (user.email, "ninguem@example.org"):
        with django_assert_num_queries(3):  # a savepoint around the queue's row
            answers.append(browser().post("/admin/password_reset/", {"email": address}))
    assert [(answer.status_code, answer["Location"]) for answer in answers] == [
        (302, "/admin/password_reset/done/")
    ] * 2
    assert mail.outbox == []
    send_what_waits()
    assert [message.to for message in mail.outbox] == [[user.email]]
    link = re.search(r"http://127.0.0.1:8000(/admin/password_reset/\S+)", mail.outbox[0].body)[1]
    client = browser()
    form = client.get(link, follow=True)
    new = "outra senha bem comprida"
    client.post(form.request["PATH_INFO"], {"new_password1": new, "new_password2": new})
    user.refresh_from_db()
    assert user.check_password(new)
    assert {"accounts.reset", "accounts.password"} <= set(actions_about(user))


def test_a_forgotten_password_is_asked_for_a_few_times_only(person, browser, settings):
    settings.RATES = {**settings.RATES, "reset": "2/minute", "reset_address": "1/hour"}
    address = person().email
    answers = [browser().post("/admin/password_reset/", {"email": address}).status_code for _ask in range(3)]
    assert answers == [302, 302, 429]
    assert DBTaskResult.objects.filter(task_path=resetting.send_link.module_path).count() == 1


def age(client, **seconds):
    session = client.session
    for key, value in seconds.items():
        session[key] -= value
    session.save()


def test_who_does_nothing_is_out_and_who_works_is_in_for_a_day(person, browser, log_in):
    user, client = person(), browser()
    log_in(client, user)
    cookie = client.cookies[configured.SESSION_COOKIE_NAME]
    assert cookie["max-age"] == ""  # it goes with the browser's window
    age(client, since=11 * 3600, seen=3600)
    assert client.get("/admin/").status_code == 200
    left = Session.objects.get().expire_date - timezone.now()
    assert timedelta(minutes=58) < left < timedelta(minutes=61)
    age(client, since=3600)
    assert client.get("/admin/").status_code == 302


def test_idle_time_is_put_off_by_work_and_not_by_an_open_window(person, browser, log_in):
    user, client = person(), browser()
    log_in(client, user)
    age(client, seen=3600)
    before = client.session[sessions.SEEN]
    client.post("/admin/editing-sessions/ping/home/homepage/1/1/")
    assert client.session[sessions.SEEN] == before
    client.get("/admin/")
    assert client.session[sessions.SEEN] > before
    assert timedelta(minutes=119) < Session.objects.get().expire_date - timezone.now() < timedelta(minutes=121)


def test_who_is_remembered_stays_for_two_weeks(person, browser, log_in):
    user, client = person(), browser()
    log_in(client, user, remember="on")
    assert client.cookies[configured.SESSION_COOKIE_NAME]["max-age"] > 13 * 24 * 3600
    age(client, since=13 * 24 * 3600, seen=13 * 24 * 3600)
    assert client.get("/admin/").status_code == 200
    age(client, since=2 * 24 * 3600)
    assert client.get("/admin/").status_code == 302


def test_what_was_written_down_of_logins_goes_after_a_year(person, browser, log_in):
    user = person()
    log_in(browser(), user)
    log_in(browser(), user)
    ModelLogEntry.objects.filter(pk=ModelLogEntry.objects.order_by("pk").last().pk).update(
        timestamp=timezone.now() - timedelta(days=366)
    )
    before = ModelLogEntry.objects.filter(action="accounts.login").count()
    forget_old_entries.func()
    assert ModelLogEntry.objects.filter(action="accounts.login").count() == before - 1
