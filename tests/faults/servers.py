"""Servers as production runs them, and a browser that reaches them through a proxy of ours."""

import os
import re
import signal
import socket
import subprocess
import sys
from http.cookies import SimpleCookie
from pathlib import Path

import requests

ROOT = Path(__file__).parents[2]
HOST = "cms.example.org"
KEY = "kZ3-9fQx_7hT2mVb8LpWc4RsYd6NgJe1AuXo5Ki0Bz-HqEwMtC7yUvSaFlDr"


def production(**settings: str) -> dict[str, str]:
    """Return the environment of a server in production, behind a proxy that speaks HTTPS."""
    clean = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
    own = {
        "SECRET_KEY": KEY,
        "PUBLIC_URL": f"https://{HOST}",
        "BEHIND_PROXY": "true",
        "TWO_STEPS": "optional",
        "PYTHONPATH": str(ROOT),
    }
    return {**clean, **own, **settings}


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Server:
    """A server with a worker beside it, as ``manage.py serve`` runs them. Its log goes to a file."""

    def __init__(self, log: Path, environment: dict[str, str], *, workers: int = 1) -> None:
        self.log, self.port = log, free_port()
        command = [sys.executable, str(ROOT / "manage.py"), "serve", "--port", str(self.port)]
        command += ["--workers", str(workers), "--threads", "4"]
        with log.open("w") as output:
            self.process = subprocess.Popen(command, env=environment, stdout=output, stderr=subprocess.STDOUT)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def is_live(self) -> bool:
        assert self.process.poll() is None, self.log.read_text()
        return self.probe("live") == 200

    def is_ready(self) -> bool:
        return self.probe("ready") == 200

    def probe(self, name: str) -> int:
        """Return the status of a health address; 0 where nobody answers."""
        try:
            return requests.get(f"{self.url}/health/{name}", timeout=10).status_code
        except requests.ConnectionError:
            return 0

    def end(self) -> None:
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
            try:
                self.process.wait(45)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait()


class Browser:
    """Keeps cookies, and asks any server by the name that all of them have behind their balancer."""

    def __init__(self) -> None:
        self.cookies: dict[str, str] = {}

    def ask(self, server: Server, method: str, path: str, **what) -> requests.Response:
        headers = {"Host": HOST, "X-Forwarded-Proto": "https", "X-Forwarded-For": "203.0.113.5"}
        headers["Referer"] = f"https://{HOST}/"
        headers["Cookie"] = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        response = requests.request(
            method,
            server.url + path,
            headers={**headers, **what.pop("headers", {})},
            allow_redirects=False,
            timeout=60,
            **what,
        )
        for line in response.raw.headers.getlist("Set-Cookie"):
            self.cookies |= {name: morsel.value for name, morsel in SimpleCookie(line).items()}
        return response

    def get(self, server: Server, path: str, **what) -> requests.Response:
        return self.ask(server, "GET", path, **what)

    def submit(self, server: Server, path: str, form: dict[str, str], **what) -> requests.Response:
        """Open the form at ``path`` and send it filled in."""
        page = self.get(server, path).text
        token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', page)
        assert token, page[:500]
        return self.ask(server, "POST", path, data={**form, "csrfmiddlewaretoken": token[1]}, **what)

    def log_in(self, server: Server, name: str, password: str) -> None:
        response = self.submit(server, "/admin/login/", {"username": name, "password": password, "next": "/admin/"})
        assert response.status_code == 302, response.text

    def graphql(self, server: Server, **body) -> dict:
        return self.ask(server, "POST", "/graphql/", json=body).json()


def path_of(url: str) -> str:
    return url.partition(f"https://{HOST}")[2] or url
