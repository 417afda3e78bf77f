"""The second step: turned on with a code, asked for at each login, replaced by a recovery code, required."""

import re
import time
from urllib.parse import unquote

import pytest
from django_otp.oath import totp
from django_otp.plugins.otp_static.models import StaticDevice, StaticToken
from django_otp.plugins.otp_totp.models import TOTPDevice
from wagtail.models import ModelLogEntry

from cms.accounts import second_step
from tests.cms.accounts.conftest import PASSWORD

STEP = "/admin/account/second-step/"


def code_of(user, *, later=0):
    device = TOTPDevice.objects.get(user=user)
    return f"{totp(device.bin_key, t0=-30 * later):06d}"


@pytest.fixture
def careful(person):
    """Somebody with a second step, whose codes of recovery are ``careful.codes``."""
    user = person()
    TOTPDevice.objects.create(user=user, name="TOTP", confirmed=True)
    user.codes = second_step.new_codes(user)
    return user


def words(response):
    return " ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split())


def test_it_is_turned_on_with_the_picture_and_a_code_and_shows_recovery_codes_once(person, browser):
    user = person()
    client = browser(user)
    page = client.get(f"{STEP}on/")
    secret = re.search(r"<code>([A-Z2-7 ]+)</code>", page.content.decode())[1].replace(" ", "")
    device = TOTPDevice.objects.get(user=user)
    assert secret in unquote(device.config_url)
    assert "issuer=Programa%20Juntos" in device.config_url
    assert "data:image/svg+xml" in page.content.decode()
    assert not second_step.is_on(user)
    assert "Código errado" in words(client.post(f"{STEP}on/", {"code": "000000"}))
    TOTPDevice.objects.update(throttling_failure_count=0)
    shown = client.post(f"{STEP}on/", {"code": code_of(user)})
    codes = re.findall(r"<code>(\w{5}-\w{5})</code>", shown.content.decode())
    assert len(set(codes)) == 10
    assert "no-store" in shown["Cache-Control"]
    assert second_step.is_on(user)
    assert not StaticToken.objects.filter(token__in=[code.replace("-", "") for code in codes]).exists()
    assert "Restam 10 códigos" in words(client.get(STEP))
    assert ModelLogEntry.objects.filter(action="accounts.factor_on", user=user).count() == 1


def test_the_password_alone_lets_nobody_in(careful, browser, log_in):
    client = browser()
    answer = log_in(client, careful, next="/admin/pages/")
    assert (answer.status_code, answer["Location"]) == (302, "/admin/login/code/")
    assert "_auth_user_id" not in client.session
    assert client.get("/admin/").status_code == 302
    entered = client.post("/admin/login/code/", {"code": code_of(careful)})
    assert (entered.status_code, entered["Location"]) == (302, "/admin/pages/")
    assert client.get("/admin/").status_code == 200


def test_a_code_is_good_once_and_wrong_ones_are_slowed_down(careful, browser, log_in):
    first, second = browser(), browser()
    for client in (first, second):
        log_in(client, careful)
    code = code_of(careful)
    assert first.post("/admin/login/code/", {"code": code}).status_code == 302
    again = second.post("/admin/login/code/", {"code": code})
    assert again.status_code == 200
    assert "já usado" in words(again)
    fresh = code_of(careful, later=1)  # right, and too soon
    assert second.post("/admin/login/code/", {"code": fresh}).status_code == 200
    TOTPDevice.objects.update(throttling_failure_count=0)
    assert second.post("/admin/login/code/", {"code": fresh}).status_code == 302


def test_five_wrong_codes_begin_the_login_again(careful, browser, log_in):
    client = browser()
    log_in(client, careful)
    answers = [client.post("/admin/login/code/", {"code": "000000"}).status_code for _guess in range(5)]
    assert answers == [200, 200, 200, 200, 302]
    assert client.get("/admin/login/code/")["Location"] == "/admin/login/"
    assert ModelLogEntry.objects.filter(action="accounts.code_failed").count() == 5


def test_a_login_does_not_wait_long_and_not_for_an_old_password(careful, browser, log_in):
    late, changed = browser(), browser()
    for client in (late, changed):
        log_in(client, careful)
    session = late.session
    session["second_step"] = {**session["second_step"], "until": time.time() - 1}
    session.save()
    careful.set_password("outra senha bem comprida")
    careful.save()
    for client in (late, changed):
        assert client.post("/admin/login/code/", {"code": code_of(careful)})["Location"] == "/admin/login/"


def test_a_recovery_code_comes_in_once_written_as_people_write(careful, browser, log_in):
    client = browser()
    log_in(client, careful)
    written = careful.codes[0].upper().replace("-", " ")
    assert client.post("/admin/login/code/", {"code": written}).status_code == 302
    assert "Restam 9" in words(client.get("/admin/"))
    again = browser()
    log_in(again, careful)
    assert again.post("/admin/login/code/", {"code": careful.codes[0]}).status_code == 200


def test_recovery_codes_of_one_are_no_good_for_another(careful, person, browser, log_in):
    other = person()
    TOTPDevice.objects.create(user=other, name="TOTP", confirmed=True)
    StaticDevice.objects.create(user=other, name="recovery")
    StaticToken.objects.update(device=StaticDevice.objects.get(user=other))
    client = browser()
    log_in(client, other)
    assert client.post("/admin/login/code/", {"code": careful.codes[0]}).status_code == 200


@pytest.mark.parametrize("place", ["codes/", "off/"])
def test_new_codes_and_turning_off_ask_for_the_password(place, careful, browser):
    client = browser(careful)
    assert "A senha não confere." in words(client.post(f"{STEP}{place}", {"password": "não é esta"}))
    before = set(StaticToken.objects.values_list("token", flat=True))
    client.post(f"{STEP}{place}", {"password": PASSWORD})
    assert second_step.is_on(careful) is (place == "codes/")
    after = set(StaticToken.objects.values_list("token", flat=True))
    assert len(after) == (10 if place == "codes/" else 0)
    assert not after & before


@pytest.mark.parametrize(
    ("setting", "stopped"),
    [("optional", set()), ("administrators", {"administrator", "superuser"}), ("everyone", None)],
)
def test_whom_it_is_asked_of_turns_it_on_first(setting, stopped, person, browser, settings):
    settings.TWO_STEPS = setting
    roles = {"editor", "reviewer", "administrator", "superuser"}
    sent = set()
    for role in roles:
        client = browser(person(role))
        answer = client.get("/admin/pages/")
        if answer.status_code == 302 and answer["Location"] == f"{STEP}on/":
            sent.add(role)
            assert "Sua conta precisa da segunda etapa" in words(client.get(f"{STEP}on/"))
            assert client.get("/documents/1/x.pdf")["Location"] == f"{STEP}on/"
    assert sent == (roles if stopped is None else stopped)


def test_a_browser_from_before_tells_a_code_too(careful, browser, settings):
    settings.TWO_STEPS = "everyone"
    client = browser(careful)
    assert client.get("/admin/")["Location"] == "/admin/login/"
    assert "_auth_user_id" not in client.session


def test_what_is_required_is_not_turned_off(careful, browser, settings):
    settings.TWO_STEPS = "everyone"
    client = browser(careful)
    client.post(f"{STEP}off/", {"password": PASSWORD})
    assert second_step.is_on(careful)


def test_an_administrator_turns_it_off_for_who_lost_everything(careful, person, browser):
    admin = person("administrator")
    assert browser(person()).post(f"/admin/users/{careful.pk}/second-step/").status_code == 302
    assert second_step.is_on(careful)
    assert browser(admin).post(f"/admin/users/{careful.pk}/second-step/").status_code == 302
    assert not second_step.is_on(careful)
    assert ModelLogEntry.objects.get(action="accounts.factor_off").user == admin
