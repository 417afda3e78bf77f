"""Runs the clients and the example frontend against servers of their own, with the demo content."""

import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

HERE = Path(__file__).parent
ROOT = HERE.parent.parent
EXAMPLE = ROOT / "docs" / "examples" / "astro"
PATIENCE = 120
"""Seconds for a server to begin, and for a tool or a group of tests to end."""


def main() -> None:
    shutil.rmtree(HERE / "generated", ignore_errors=True)
    with tempfile.TemporaryDirectory() as folder:
        with serving(Path(folder)) as url:
            for script in ("generate", "types", "ask"):
                npm(script, url)
            for script in ("check", "lint", "build", "check:built"):
                npm(script, url, EXAMPLE)
        shutil.copy(HERE / "generated/codegen/persisted-documents.json", HERE / "generated/trusted/codegen.json")
        trusted = {"TRUSTED_DOCUMENTS": str(HERE / "generated/trusted"), "TRUSTED_DOCUMENTS_ONLY": "true"}
        with serving(Path(folder), **trusted) as url:
            npm("ask:trusted", url)


@contextmanager
def serving(folder: Path, **settings: str) -> Iterator[str]:
    """Serve the demo content out of ``folder`` meanwhile, and give the address. Shows the log if anything fails."""
    port = free_port()
    url = f"http://127.0.0.1:{port}"
    own = {"DEBUG": "true", "VAR_DIR": str(folder / "var"), "PUBLIC_URL": url, "PYTHONUNBUFFERED": "1"}
    others = {name: value for name, value in os.environ.items() if name not in ("DATABASE_URL", "CACHE_URL")}
    command = [sys.executable, str(ROOT / "manage.py"), "start", "--port", str(port)]
    with (folder / "log").open("w+", encoding="utf-8") as log:
        server = subprocess.Popen(command, env=others | own | settings, stdout=log, stderr=subprocess.STDOUT)
        try:
            wait_for(server, f"{url}/schema.graphql")
            yield url
        except BaseException:
            sys.stderr.write(f"\n--- the server's log ---\n{(folder / 'log').read_text(encoding='utf-8')}\n")
            raise
        finally:
            end(server)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def wait_for(server: subprocess.Popen, address: str) -> None:
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        if server.poll() is not None:
            raise SystemExit(f"The server ended with {server.returncode} before it answered.")
        try:
            urllib.request.urlopen(address, timeout=10).close()
            return
        except OSError:
            time.sleep(0.2)
    raise SystemExit(f"The server did not answer within {PATIENCE} s.")


def npm(script: str, url: str, folder: Path = HERE) -> None:
    """Run a script of the package.json in ``folder``. Raises ``SystemExit`` when it fails or takes too long."""
    command = ["npm", "run", "--silent", script]
    environment = os.environ | {"CMS_URL": url, "API_URL": f"{url}/graphql/"}
    with subprocess.Popen(command, cwd=folder, env=environment, start_new_session=True) as process:
        try:
            if process.wait(PATIENCE):
                raise SystemExit(f"npm run {script} failed.")
        except subprocess.TimeoutExpired:
            raise SystemExit(f"npm run {script} took longer than {PATIENCE} s.") from None
        finally:
            if process.poll() is None:
                os.killpg(process.pid, signal.SIGKILL)


def end(server: subprocess.Popen) -> None:
    server.terminate()
    try:
        server.wait(20)
    except subprocess.TimeoutExpired:
        server.kill()
        server.wait()


if __name__ == "__main__":
    signal.signal(signal.SIGTERM, lambda *_: sys.exit("Ended."))
    main()
