"""The server that the journeys are on, as other processes and the network see it."""

import json
import os
import socket
import subprocess
import sys
import urllib.error
import urllib.request
from dataclasses import dataclass
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from pathlib import Path
from typing import Any

from tests.cms.delivery.waiting import wait_for

ROOT = Path(__file__).parents[2]
PASSWORD = "uma senha bem comprida"
PEOPLE = {"admin": "", "editor": "Editores", "reviewer": "Revisores"}
"""Who can log in, and the group that each is in."""
MAKE_PEOPLE = """
from django.contrib.auth.models import Group, User
for name, group in %r.items():
    user, _ = User.objects.get_or_create(username=name, defaults={"email": name + "@example.org"})
    user.is_superuser = not group
    if not user.check_password(%r):
        user.set_password(%r)
    user.save()
    user.groups.set(Group.objects.filter(name=group))
"""


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def environment(folder: Path, port: int) -> dict[str, str]:
    """Return the environment of a server of its own in ``folder``."""
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
    own = {"DEBUG": "true", "VAR_DIR": str(folder / "var"), "PUBLIC_URL": f"http://127.0.0.1:{port}"}
    return {**kept, **own, "EMAIL_URL": f"filemail:///{folder}/letters", "PYTHONUNBUFFERED": "1"}


@dataclass(frozen=True)
class Site:
    """A running server: its address, and the environment in which commands reach what is its own."""

    url: str
    environment: dict[str, str]

    def is_up(self) -> bool:
        try:
            urllib.request.urlopen(f"{self.url}/schema.graphql", timeout=10).close()
        except OSError:
            return False
        return True

    def run(self, code: str) -> str:
        """Run ``code`` beside the server, on its database, and return what it prints: for what no person can do."""
        command = [sys.executable, str(ROOT / "manage.py"), "shell", "-v", "0", "-c", code]
        done = subprocess.run(command, env=self.environment, check=True, capture_output=True, text=True)
        return done.stdout.strip()

    def make_people(self) -> None:
        self.run(MAKE_PEOPLE % (PEOPLE, PASSWORD, PASSWORD))

    def letters(self, to: str) -> list[EmailMessage]:
        """Return the e-mails that were sent to ``to``, the oldest first."""
        folder = Path("/" + self.environment["EMAIL_URL"].partition("://")[2].lstrip("/"))
        files = sorted(folder.glob("*.log"), key=lambda file: file.stat().st_mtime_ns)
        texts = [text for file in files for text in file.read_bytes().split(b"-" * 79 + b"\n") if text.strip()]
        return [letter for text in texts if (letter := message_from_bytes(text, policy=default))["To"] == to]

    def letter(self, to: str, subject: str) -> EmailMessage:
        """Wait for an e-mail to ``to`` whose subject has ``subject`` in it, and return the newest such."""
        found = wait_for(lambda: [letter for letter in self.letters(to) if subject in letter["Subject"]], seconds=30)
        return found[-1]

    def ask(self, query: str, variables: dict[str, Any] | None = None, **headers: str) -> dict[str, Any]:
        """Post ``query`` as a frontend does, and return the whole answer."""
        body = json.dumps({"query": query, "variables": variables or {}}).encode()
        headers = {"Content-Type": "application/json", **headers}
        request = urllib.request.Request(f"{self.url}/graphql/", body, headers)
        try:
            with urllib.request.urlopen(request) as response:
                return json.load(response)
        except urllib.error.HTTPError as refused:
            return json.load(refused)

    def read(self, query: str, **variables: Any) -> dict[str, Any]:
        """Ask ``query`` and return its data: an answer with errors is a fault of the journey."""
        answer = self.ask(query, variables)
        assert "errors" not in answer, answer["errors"]
        return answer["data"]
