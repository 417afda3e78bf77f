"""What a receiver gets: signed, in order, again until it is heard, and never inside our own network."""

import json
import time
from datetime import timedelta

import pytest
from django.utils import timezone
from django_tasks_db.models import DBTaskResult
from standardwebhooks.webhooks import Webhook as Verifier
from standardwebhooks.webhooks import WebhookVerificationError

from cms.webhooks import sending
from cms.webhooks.cleaning import clean_webhook_log
from cms.webhooks.composing import message_about
from cms.webhooks.delivering import ATTEMPTS, PAUSES, addresses_with_work, deliver_to
from cms.webhooks.models import Attempt, Delivery, Message, State, Webhook
from cms.webhooks.turning_off import tell_administrators
from tests.cms.webhooks.receivers import receiving

pytestmark = pytest.mark.django_db


@pytest.fixture
def receiver():
    with receiving() as server:
        yield server


@pytest.fixture
def address(home, receiver):
    return Webhook.objects.create(name="Site", url=receiver.url)


def wait_in_line(address, text="um"):
    message = message_about("webhook.test", {"name": text}, at=timezone.now())
    message.save()
    return Delivery.objects.create(webhook=address, message=message)


def skip_pause(delivery):
    Delivery.objects.filter(pk=delivery.pk).update(next_at=timezone.now())


def work():
    for key in addresses_with_work():
        deliver_to(key)


def state(delivery):
    delivery.refresh_from_db()
    return delivery.state, delivery.attempts_made


def test_it_is_signed_as_the_public_library_checks(address, receiver):
    delivery = wait_in_line(address, "São João")
    work()
    [(headers, body)] = receiver.heard
    told = Verifier(address.secret).verify(body, headers)
    assert told == json.loads(delivery.message.body)
    assert (told["type"], told["data"]) == ("webhook.test", {"name": "São João"})
    assert headers["webhook-id"] == delivery.message_id
    assert headers["Content-Type"] == "application/json"
    with pytest.raises(WebhookVerificationError):
        Verifier(address.secret).verify(body + b" ", headers)
    assert state(delivery) == (State.DELIVERED, 1)
    attempt = delivery.attempts.get()
    assert (attempt.status, attempt.error, attempt.excerpt) == (204, "", "")


def test_a_new_secret_signs_beside_the_one_before(address, receiver):
    before = address.secret
    address.renew_secret()
    wait_in_line(address)
    work()
    [(headers, body)] = receiver.heard
    assert before != address.secret
    for secret in (before, address.secret):
        Verifier(secret).verify(body, headers)
    Webhook.objects.update(previous_until=timezone.now())
    wait_in_line(address)
    work()
    headers, body = receiver.heard[1]
    with pytest.raises(WebhookVerificationError):
        Verifier(before).verify(body, headers)


def test_it_is_sent_again_under_the_same_id_and_in_order(address, receiver):
    first, second = wait_in_line(address, "um"), wait_in_line(address, "dois")
    receiver.answers = [(500, {}, "Não foi\0 desta vez".encode())]
    work()
    assert (state(first), state(second)) == ((State.WAITING, 1), (State.WAITING, 0))
    assert first.attempts.get().excerpt == "Não foi desta vez"
    assert PAUSES[0] <= first.next_at - first.attempts.get().at <= PAUSES[0] * 1.1 + timedelta(seconds=5)
    assert Webhook.objects.get().failing_since == first.attempts.get().at
    work()
    assert len(receiver.heard) == 1  # the second waits for the first
    skip_pause(first)
    work()
    assert (state(first), state(second)) == ((State.DELIVERED, 2), (State.DELIVERED, 1))
    ids = [headers["webhook-id"] for headers, _body in receiver.heard]
    assert ids == [first.message_id, first.message_id, second.message_id]
    assert Webhook.objects.get().failing_since is None


def test_it_waits_as_long_as_the_receiver_asks(address, receiver):
    delivery = wait_in_line(address)
    receiver.answers = [(503, {"Retry-After": "3600"}, b"")]
    work()
    delivery.refresh_from_db()
    assert timedelta(seconds=3590) < delivery.next_at - timezone.now() <= timedelta(hours=1)


def test_pauses_add_up_to_a_day():
    assert timedelta(hours=23) < sum(PAUSES, timedelta()) < timedelta(hours=25)
    assert list(PAUSES) == sorted(PAUSES)


def test_it_is_given_up_after_a_day_and_the_next_goes_out(address, receiver):
    first, second = wait_in_line(address), wait_in_line(address)
    Delivery.objects.filter(pk=first.pk).update(attempts_made=ATTEMPTS - 1)
    receiver.answers = [(500, {}, b"")]
    work()
    assert state(first) == (State.FAILED, ATTEMPTS)
    work()
    assert state(second) == (State.DELIVERED, 1)


def test_an_address_that_is_gone_is_turned_off_and_administrators_are_told(address, receiver, admin_user, mailoutbox):
    first, second = wait_in_line(address), wait_in_line(address)
    receiver.answers = [(410, {}, b"")]
    work()
    assert (state(first)[0], state(second)[0]) == (State.FAILED, State.CANCELLED)
    address.refresh_from_db()
    assert (address.is_active, address.disabled_because) == (False, "O endereço respondeu que não existe mais (410).")
    task = DBTaskResult.objects.get(task_path=tell_administrators.module_path)
    tell_administrators.call(*task.args_kwargs["args"])
    [mail] = mailoutbox
    assert (mail.subject, mail.to) == ("Webhook desligado: Site", [admin_user.email])
    assert f"http://127.0.0.1:8000/admin/webhooks/log/{address.pk}/" in mail.body
    address.is_active = True
    address.save()
    assert (address.disabled_because, address.failing_since) == ("", None)


def test_an_address_that_fails_for_days_is_turned_off(address, receiver, settings):
    wait_in_line(address)
    long_ago = timezone.now() - timedelta(days=settings.WEBHOOK_PATIENCE_DAYS, minutes=1)
    Webhook.objects.update(failing_since=long_ago)
    receiver.answers = [(500, {}, b"")]
    work()
    address.refresh_from_db()
    assert (address.is_active, address.disabled_because) == (False, "O endereço falhou por dias seguidos.")


def test_redirects_are_not_followed(address, receiver):
    delivery = wait_in_line(address)
    receiver.answers = [(302, {"Location": receiver.url}, b"")]
    work()
    assert (len(receiver.heard), delivery.attempts.get().status, state(delivery)[0]) == (1, 302, State.WAITING)


def test_little_is_read_of_a_long_answer(address, receiver):
    delivery = wait_in_line(address)
    receiver.answers = [(500, {}, b"x" * 5_000_000)]
    work()
    assert delivery.attempts.get().excerpt == "x" * 500


def test_an_address_that_does_not_answer_is_left(address, receiver, monkeypatch):
    monkeypatch.setattr(sending, "READ_SECONDS", 0.05)
    delivery = wait_in_line(address)
    receiver.answers = [(200, {}, b"")]
    receiver.RequestHandlerClass = type("Slow", (receiver.RequestHandlerClass,), {"handle": lambda _: time.sleep(0.2)})
    work()
    assert (delivery.attempts.get().error, state(delivery)[0]) == ("Não respondeu a tempo.", State.WAITING)


def test_nobody_there(address, receiver):
    receiver.server_close()
    delivery = wait_in_line(address)
    work()
    assert delivery.attempts.get().error.startswith("Sem conexão: ")


@pytest.mark.parametrize(
    "url",
    [
        "http://example.org/hook",
        "https://127.0.0.1/hook",
        "https://localhost/hook",
        "https://10.0.0.1/hook",
        "https://169.254.169.254/latest/meta-data/",
        "https://[::1]/hook",
        "https://[::ffff:127.0.0.1]/hook",
        "https://[fd00::1]/hook",
        "https://2130706433/hook",
        "https://0.0.0.0/hook",
    ],
)
def test_nothing_is_sent_inside(address, url, settings):
    settings.WEBHOOKS_INSIDE = False
    Webhook.objects.update(url=url)
    delivery = wait_in_line(address)
    work()
    assert delivery.attempts.get().error == "O endereço leva para dentro da rede do servidor, ou não é HTTPS: recusado."


def test_an_address_is_one_workers_at_a_time(address, receiver):
    delivery = wait_in_line(address)
    Webhook.objects.update(busy_until=timezone.now() + timedelta(seconds=30))
    assert addresses_with_work() == []
    deliver_to(address.pk)
    assert receiver.heard == []
    Webhook.objects.update(busy_until=timezone.now())  # whoever held it was killed
    work()
    assert (len(receiver.heard), state(delivery)) == (1, (State.DELIVERED, 1))
    assert Webhook.objects.get().busy_until is None


def test_the_log_is_kept_for_some_weeks(address, receiver, settings):
    old, new = wait_in_line(address), wait_in_line(address)
    work()
    Delivery.objects.filter(pk=old.pk).update(
        finished_at=timezone.now() - timedelta(days=settings.WEBHOOK_LOG_DAYS, minutes=1)
    )
    clean_webhook_log.call()
    assert list(Message.objects.values_list("pk", flat=True)) == [new.message_id]
    assert Attempt.objects.count() == 1
