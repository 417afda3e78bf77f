"""Production does not start without its secrets. Each case is a process of its own, as a start is."""

import json
import os
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest

from cms.operations.checks import check_production

ROOT = Path(__file__).parents[3]
KEY = "kZ3-9fQx_7hT2mVb8LpWc4RsYd6NgJe1AuXo5Ki0Bz-HqEwMtC7yUvSaFlDr"
GOOD = {"SECRET_KEY": KEY, "PUBLIC_URL": "https://cms.example.org", "DATABASE_URL": "postgres://cms@127.0.0.1/cms"}
SHOW = """
import json, cms.settings as s
print(json.dumps({name: getattr(s, name, None) for name in %r}))
"""


def run(*command: str, **environment: str) -> subprocess.CompletedProcess[str]:
    clean = {name: value for name, value in os.environ.items() if name in {"PATH", "HOME", "LANG"}}
    return subprocess.run(
        [sys.executable, *command], cwd=ROOT, env={**clean, **environment}, capture_output=True, text=True, check=False
    )


@pytest.mark.parametrize(
    ("wrong", "named"),
    [
        ({"SECRET_KEY": ""}, "SECRET_KEY"),
        ({"SECRET_KEY": "secret"}, "SECRET_KEY"),
        ({"SECRET_KEY": "a" * 60}, "SECRET_KEY"),
        ({"SECRET_KEY": "django-insecure-" + KEY}, "SECRET_KEY"),
        ({"PUBLIC_URL": ""}, "PUBLIC_URL"),
        ({"PUBLIC_URL": "cms.example.org"}, "PUBLIC_URL"),
        ({"PUBLIC_URL": "https://example.org/cms"}, "PUBLIC_URL"),
        ({"LOG_FORMAT": "xml"}, "LOG_FORMAT"),
        ({"TWO_STEPS": "nobody"}, "TWO_STEPS"),
    ],
)
def test_it_does_not_start(wrong, named):
    done = run("-c", "import cms.settings", **{**GOOD, **wrong})
    assert done.returncode == 1
    assert named in done.stderr.splitlines()[-1]


def test_secrets_come_from_files_too(tmp_path):
    (tmp_path / "key").write_text(KEY + "\n")
    (tmp_path / "database").write_text("postgres://cms:p@db:5433/juntos\n")
    files = {"SECRET_KEY_FILE": str(tmp_path / "key"), "DATABASE_URL_FILE": str(tmp_path / "database")}
    show = "import cms.settings as s; print(s.SECRET_KEY, s.DATABASES['default']['NAME'])"
    done = run("-c", show, PUBLIC_URL="https://cms.example.org", **files)
    assert done.stdout.split() == [KEY, "juntos"], done.stderr


def test_https_hardens_cookies_and_transport():
    names = ["SESSION_COOKIE_NAME", "SESSION_COOKIE_SECURE", "SESSION_COOKIE_HTTPONLY", "SESSION_COOKIE_SAMESITE"]
    names += ["CSRF_COOKIE_NAME", "CSRF_COOKIE_SECURE", "SECURE_SSL_REDIRECT", "SECURE_HSTS_SECONDS", "ALLOWED_HOSTS"]
    done = run("-c", SHOW % names, **GOOD)
    assert json.loads(done.stdout) == {
        "SESSION_COOKIE_NAME": "__Host-session",
        "SESSION_COOKIE_SECURE": True,
        "SESSION_COOKIE_HTTPONLY": True,
        "SESSION_COOKIE_SAMESITE": "Lax",
        "CSRF_COOKIE_NAME": "__Host-csrf",
        "CSRF_COOKIE_SECURE": True,
        "SECURE_SSL_REDIRECT": True,
        "SECURE_HSTS_SECONDS": 31_536_000,
        "ALLOWED_HOSTS": ["cms.example.org"],
    }


def test_the_checks_of_production_warn(settings, monkeypatch):
    settings.ALLOWED_HOSTS = ["*"]
    monkeypatch.setattr("cms.operations.checks.connection", SimpleNamespace(vendor="sqlite"))
    assert [found.id for found in check_production()] == ["cms.W001", "cms.W002"]
    settings.ALLOWED_HOSTS = ["cms.example.org"]
    monkeypatch.setattr("cms.operations.checks.connection", SimpleNamespace(vendor="postgresql"))
    assert check_production() == []
