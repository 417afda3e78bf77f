"""Servers as production runs them, and a browser that reaches them through a proxy of ours."""

import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from contextlib import suppress
from http.cookies import SimpleCookie
from pathlib import Path

import requests
from wagtail.test.utils.form_data import inline_formset, nested_form_data, streamfield

from home.models import HomePage

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

    def __init__(self, log: Path, environment: dict[str, str], *, workers: int = 1, before: Sequence[str] = ()) -> None:
        self.log, self.port = log, free_port()
        command = [*before, sys.executable, str(ROOT / "manage.py"), "serve", "--port", str(self.port)]
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

    def processes(self, *words: str) -> list[int]:
        """Return the numbers of the processes that belong to it and whose command line has all ``words``."""
        found = [self.process.pid]
        for pid in found:
            found += _children_of(pid)
        return [pid for pid in found if all(word in _command_of(pid) for word in words)]

    def answering(self) -> list[int]:
        """Return the numbers of the processes that answer requests."""
        [master] = self.processes("granian", "cms.wsgi")[:1]
        return [pid for pid in _children_of(master) if "resource_tracker" not in _command_of(pid)]

    def kill(self) -> None:
        """``kill -9`` of all that belongs to it at once, as when the machine loses its power."""
        for pid in self.processes():
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        self.process.wait()

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


class Editor(Browser):
    """Somebody who works in the admin."""

    NAME, PASSWORD = "ana", "uma senha bem comprida"

    def enter(self, server: Server) -> None:
        self.log_in(server, self.NAME, self.PASSWORD)

    def open_home(self, server: Server) -> None:
        """Open the form of the home page, which stays open."""
        self._address = f"/admin/pages/{HomePage.objects.get().pk}/edit/"
        page = self.get(server, self._address).text
        self._token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', page)[1]  # type: ignore[index]

    def publish_home(self, server: Server, title: str) -> requests.Response:
        """Publish the home page, whose form is open, under another title. Threads may: it asks no database."""
        form = {**home_form(title=title), "csrfmiddlewaretoken": self._token}
        return self.ask(server, "POST", self._address, data=form)


def home_form(**fields: str) -> dict[str, str]:
    empty = {
        "slug": "inicio",
        "hero_title": "Cidades melhores",
        "opening_text": "null",
        "action-publish": "action-publish",
        "body": streamfield([]),
    }
    for relation in ("featured_cities", "featured_areas", "comments"):
        empty[relation] = inline_formset([])
    return nested_form_data({**empty, **fields})


class Redis:
    """A Redis that can be stopped and started again at its port."""

    def __init__(self, folder: Path) -> None:
        program = shutil.which("redis-server")
        assert program, "redis-server is not installed (Debian: apt-get install redis-server)"
        self._port = str(free_port())
        self._command = [program, "--port", self._port, "--bind", "127.0.0.1", "--save", "", "--dir", str(folder)]

    @property
    def url(self) -> str:
        return f"redis://127.0.0.1:{self._port}/0"

    def start(self) -> None:
        self._process = subprocess.Popen(self._command, stdout=subprocess.DEVNULL)

    def stop(self) -> None:
        self._process.terminate()
        self._process.wait(10)


class Postgres:
    """A PostgreSQL server of a test's own, with a copy of a database."""

    def __init__(self) -> None:
        # not among pytest's folders, which are for their owner alone
        self._data, self.port = Path(tempfile.mkdtemp(prefix="postgres-")), free_port()
        found = [*Path("/usr/lib/postgresql").glob("*/bin/initdb"), Path(shutil.which("initdb") or "/nowhere")]
        self._programs = found[-2 if len(found) > 1 else -1].parent
        self._as_postgres = ["runuser", "-u", "postgres", "--"] if os.geteuid() == 0 else []
        if self._as_postgres:
            shutil.chown(self._data, "postgres")
        self._run("initdb", "-D", str(self._data), "-A", "trust", "-U", "postgres", "--no-sync", "-E", "UTF8")
        self.start()

    @property
    def url(self) -> str:
        return f"postgres://postgres@127.0.0.1:{self.port}/cms"

    def copy(self, url: str) -> None:
        """Make the database ``cms`` out of the one at ``url``."""
        self._run("createdb", "-h", "127.0.0.1", "-p", str(self.port), "-U", "postgres", "cms")
        dump = subprocess.run([self._programs / "pg_dump", url], check=True, capture_output=True).stdout
        restore = [self._programs / "psql", "-q", "-o", "/dev/null", self.url]
        subprocess.run(restore, input=dump, check=True, capture_output=True)

    def start(self) -> None:
        options = f"-p {self.port} -c listen_addresses=127.0.0.1 -c unix_socket_directories='' -c fsync=off"
        self._run("pg_ctl", "-D", str(self._data), "-w", "-o", options, "-l", str(self._data / "log"), "start")

    def stop(self, mode: str = "immediate") -> None:
        self._run("pg_ctl", "-D", str(self._data), "-w", "-m", mode, "stop")

    def end(self) -> None:
        with suppress(subprocess.CalledProcessError):
            self.stop()
        shutil.rmtree(self._data)

    def _run(self, program: str, *arguments: str) -> None:
        command = [*self._as_postgres, str(self._programs / program), *arguments]
        # pg_ctl leaves its server the output that it was given: not a pipe, whose end nobody would see
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, cwd="/")


def _children_of(pid: int) -> list[int]:
    with suppress(OSError):
        tasks = Path(f"/proc/{pid}/task").iterdir()
        return [int(child) for task in tasks for child in (task / "children").read_text().split()]
    return []


def _command_of(pid: int) -> str:
    with suppress(OSError):
        return Path(f"/proc/{pid}/cmdline").read_text().replace("\0", " ")
    return ""


def path_of(url: str) -> str:
    return url.partition(f"https://{HOST}")[2] or url
