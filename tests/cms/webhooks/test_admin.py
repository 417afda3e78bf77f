"""*Configurações → Webhooks*, as administrators and editors meet it."""

import re

import pytest
from django.contrib.auth.models import Group
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from cms.webhooks.events import EVENTS
from cms.webhooks.models import Attempt, Delivery, Message, State, Webhook

WEBHOOKS = "/admin/webhooks/"
URL = "https://example.org/hook"


@pytest.fixture
def administrator(admin_user):
    client = Client(headers={"host": "127.0.0.1"})
    client.force_login(admin_user)
    return client


def text(response):
    assert response.status_code == 200
    return re.sub(r"(<[^>]+>|\s)+", " ", response.content.decode())


def form(**fields):
    return {"name": "Produção", "url": URL, "events": list(EVENTS), "is_active": "on", **fields}


def delivered(webhook, status=204, **fields):
    message = Message.objects.create(type="page.published", body='{"type": "page.published"}')
    delivery = Delivery.objects.create(webhook=webhook, message=message, **fields)
    Attempt.objects.create(delivery=delivery, at=timezone.now(), milliseconds=42, status=status, excerpt="<b>eco</b>")
    return delivery


@pytest.fixture
def webhook(db):
    return Webhook.objects.create(name="Produção", url=URL)


def test_none_yet(administrator):
    assert "Nenhum webhook ainda." in text(administrator.get(WEBHOOKS))
    assert f'"{WEBHOOKS}"' in administrator.get("/admin/").content.decode()


def test_a_new_one_wants_everything_unless_told_otherwise(administrator):
    assert administrator.get(f"{WEBHOOKS}new/").content.decode().count("checked") == len(EVENTS) + 1


def test_the_secret_of_a_new_one_is_shown_once(administrator):
    said = administrator.post(f"{WEBHOOKS}new/", form(), follow=True)
    webhook = Webhook.objects.get()
    assert said.redirect_chain[-1][0] == f"{WEBHOOKS}log/{webhook.pk}/"
    assert webhook.secret.startswith("whsec_")
    assert webhook.secret in said.content.decode()
    for page in (f"log/{webhook.pk}/", f"edit/{webhook.pk}/", ""):
        assert webhook.secret not in administrator.get(WEBHOOKS + page).content.decode()
    assert (webhook.name, webhook.url, webhook.events, webhook.is_active) == ("Produção", URL, list(EVENTS), True)


@pytest.mark.parametrize(
    ("fields", "error"),
    [
        ({"url": "http://example.org/"}, "O endereço precisa começar com https://."),
        ({"url": "https://ana:segredo@example.org/"}, "O endereço não pode ter usuário e senha"),
        ({"url": "ftp://example.org/"}, "Informe uma URL válida."),
        ({"events": []}, "Este campo é obrigatório."),
        ({"events": ["outro"]}, "Faça uma escolha válida."),
    ],
)
def test_what_is_wrong_is_said(administrator, settings, fields, error):
    settings.WEBHOOKS_INSIDE = False
    assert error in text(administrator.post(f"{WEBHOOKS}new/", form(**fields)))
    assert not Webhook.objects.exists()


def test_a_new_secret_is_shown_once_and_the_old_one_goes_on(administrator, webhook):
    old = webhook.secret
    said = administrator.post(f"{WEBHOOKS}secret/{webhook.pk}/", follow=True)
    webhook.refresh_from_db()
    assert (webhook.secret != old, webhook.secrets()) == (True, [webhook.secret, old])
    assert webhook.secret in said.content.decode()
    again = administrator.get(f"{WEBHOOKS}log/{webhook.pk}/")
    assert webhook.secret not in again.content.decode()
    assert "O segredo anterior ainda vale até" in text(again)


def test_a_test_is_queued(administrator, webhook):
    said = administrator.post(f"{WEBHOOKS}test/{webhook.pk}/", follow=True)
    delivery = Delivery.objects.get()
    assert (delivery.message.type, delivery.state) == ("webhook.test", State.WAITING)
    assert "O teste está na fila" in text(said)
    Webhook.objects.update(is_active=False)
    said = administrator.post(f"{WEBHOOKS}test/{webhook.pk}/", follow=True)
    assert ("O webhook está desligado" in text(said), Delivery.objects.count()) == (True, 1)


def test_the_log_tells_how_it_went(administrator, webhook):
    delivery = delivered(webhook, 500, state=State.FAILED, attempts_made=10)
    row = text(administrator.get(f"{WEBHOOKS}log/{webhook.pk}/"))
    assert "Página publicada, ou mudada no ar" in row
    assert "Não entregue 500 42 ms 10 de 10" in row
    page = administrator.get(f"{WEBHOOKS}delivery/{delivery.pk}/").content.decode()
    assert "&lt;b&gt;eco&lt;/b&gt;" in page
    assert delivery.message_id in page
    assert "Nenhuma entrega assim." in text(administrator.get(f"{WEBHOOKS}log/{webhook.pk}/?state=delivered"))


def test_it_is_sent_again(administrator, webhook):
    delivery = delivered(webhook, state=State.DELIVERED)
    administrator.post(f"{WEBHOOKS}delivery/{delivery.pk}/again/")
    again = Delivery.objects.get(state=State.WAITING)
    assert (again.message_id, again.pk != delivery.pk) == (delivery.message_id, True)
    later = timezone.now() + timezone.timedelta(hours=3)
    Delivery.objects.filter(pk=again.pk).update(next_at=later)
    administrator.post(f"{WEBHOOKS}delivery/{again.pk}/again/")
    again.refresh_from_db()
    assert (again.next_at < timezone.now(), Delivery.objects.count()) == (True, 2)


def test_an_address_that_was_turned_off_says_why(administrator, webhook):
    Webhook.objects.update(is_active=False, disabled_because="O endereço falhou por dias seguidos.")
    assert "Desligado após falhas" in text(administrator.get(WEBHOOKS))
    assert "O endereço falhou por dias seguidos." in text(administrator.get(f"{WEBHOOKS}log/{webhook.pk}/"))
    administrator.post(f"{WEBHOOKS}edit/{webhook.pk}/", form())
    webhook.refresh_from_db()
    assert (webhook.is_active, webhook.disabled_because) == (True, "")


def test_lists_cost_the_same_at_any_length(administrator, webhook):
    def cost(path):
        administrator.get(WEBHOOKS + path)
        with CaptureQueriesContext(connection) as statements:
            administrator.get(WEBHOOKS + path)
        return len(statements)

    delivered(webhook)
    log = f"log/{webhook.pk}/"
    few = cost(""), cost(log)
    for number in range(15):
        delivered(Webhook.objects.create(name=str(number), url=URL))
        delivered(webhook)
    assert (cost(""), cost(log)) == few


@pytest.mark.parametrize("path", ["", "new/", "edit/{}/", "log/{}/", "delivery/{}/", "test/{}/", "secret/{}/"])
def test_editors_do_not_come_here(webhook, django_user_model, path):
    user = django_user_model.objects.create_user("ana", "ana@example.org", "uma senha bem comprida")
    user.groups.add(*Group.objects.all())
    client = Client(headers={"host": "127.0.0.1"})
    client.force_login(user)
    delivery = delivered(webhook)
    key = delivery.pk if "delivery" in path else webhook.pk
    ask = client.post if path.startswith(("test", "secret")) else client.get
    assert ask(WEBHOOKS + path.format(key)).status_code in (302, 403)
    webhook.refresh_from_db()
    assert (webhook.previous_secret, Delivery.objects.count()) == ("", 1)
