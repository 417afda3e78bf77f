"""The second step of a login, by django-otp: codes of an application (TOTP), and recovery codes for when it is lost."""

from math import ceil
from secrets import choice
from typing import Any

import segno
from django.conf import settings
from django.contrib.sessions.backends.base import SessionBase
from django.db import transaction
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django_otp.plugins.otp_static.models import StaticDevice
from django_otp.plugins.otp_totp.models import TOTPDevice

Device = TOTPDevice | StaticDevice
PASSED = "second_step_passed"
CODES, LETTERS, LENGTH = 10, "abcdefghjkmnpqrstuvwxyz23456789", 10


def is_on(user: Any) -> bool:
    """Tell whether ``user`` needs a code to come in."""
    return TOTPDevice.objects.filter(user=user, confirmed=True).exists()


def is_asked_of(user: Any) -> bool:
    """Tell whether this installation asks ``user`` to have a second step."""
    manages = user.is_superuser or user.has_perm("auth.change_user")
    return {"optional": False, "administrators": manages, "everyone": True}[settings.TWO_STEPS]


def begin(user: Any) -> TOTPDevice:
    """Return a secret that counts for nothing until a code of it is shown; the same until then."""
    device = TOTPDevice.objects.filter(user=user, confirmed=False).first()
    return device or TOTPDevice.objects.create(user=user, name="TOTP", confirmed=False)


def confirm(device: TOTPDevice, code: str) -> bool:
    """Turn the second step on, if ``code`` is one of the device's."""
    if not device.verify_token(_digits(code)):
        return False
    device.confirmed = True
    device.save()
    return True


@transaction.atomic
def verified_by(user: Any, code: str) -> Device | None:
    """Return what of ``user`` the code is of, and have it used up; nothing where it is wrong or comes too soon."""
    digits = _digits(code)
    is_totp = len(digits) == 6 and digits.isdecimal()
    model, token = (TOTPDevice, digits) if is_totp else (StaticDevice, _sealed(user, code))
    for device in model.objects.select_for_update().filter(user=user, confirmed=True):
        if device.verify_token(token):
            return device
    return None


def wait(user: Any) -> int:
    """Return for how many seconds more no code of ``user`` is looked at: it doubles with each wrong one."""
    until = [
        refused["locked_until"]
        for model in (TOTPDevice, StaticDevice)
        for device in model.objects.filter(user=user, confirmed=True)
        if (refused := device.verify_is_allowed()[1])
    ]
    return ceil((max(until) - timezone.now()).total_seconds()) if until else 0


def new_codes(user: Any) -> list[str]:
    """Return new recovery codes, each good for once; those of before are not any more. Only seals of them are kept."""
    device, _created = StaticDevice.objects.get_or_create(user=user, name="recovery")
    device.token_set.all().delete()
    codes = ["".join(choice(LETTERS) for _letter in range(LENGTH)) for _code in range(CODES)]
    for code in codes:
        device.token_set.create(token=_sealed(user, code))
    return [f"{code[:5]}-{code[5:]}" for code in codes]


def codes_left(user: Any) -> int:
    """Return how many recovery codes are still good."""
    return sum(device.token_set.count() for device in StaticDevice.objects.filter(user=user))


def is_recovery(device: Device) -> bool:
    """Tell whether it was a recovery code."""
    return isinstance(device, StaticDevice)


def turn_off(user: Any) -> None:
    """Take away the second step of ``user``, its secret and its codes."""
    for model in (TOTPDevice, StaticDevice):
        model.objects.filter(user=user).delete()


def passed(session: SessionBase) -> None:
    """Remember in the session that who is in it told a code."""
    session[PASSED] = True


def has_passed(session: SessionBase) -> bool:
    return session.get(PASSED, False)


def drawn(device: TOTPDevice) -> str:
    """Return the picture that applications read the secret from, as the address of an image."""
    return segno.make(device.config_url, error="m").svg_data_uri(scale=5, border=2, dark="#000", light="#fff")


def _digits(code: str) -> str:
    return "".join(code.split())


def _sealed(user: Any, code: str) -> str:
    """As long as django-otp's column is; that of one user's is no good for another."""
    plain = "".join(letter for letter in code.lower() if letter.isalnum())
    return salted_hmac("cms.accounts.recovery", f"{user.pk}:{plain}", algorithm="sha256").hexdigest()[:16]
