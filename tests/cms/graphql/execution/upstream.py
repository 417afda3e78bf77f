"""Run graphql-core's own tests by our executor: ``python -m tests.cms.graphql.execution.upstream``.

They come from the source distribution of the version that is installed. It is kept in the environment, and apart
from it what these tests need of pytest: there, plugins would reach into our own.
"""

import json
import os
import subprocess
import sys
import tarfile
from collections import Counter
from pathlib import Path

import graphql

HERE = Path(__file__).parent
ROOT = HERE.parents[3]
VERSION = graphql.__version__
KEPT = Path(sys.prefix) / "graphql-core"
PLUGINS = ["pytest-asyncio==1.5.0", "pytest-describe==3.2.0"]
TESTS = [
    "tests/execution",
    "tests/test_hide_suggestions.py",
    "tests/test_star_wars_introspection.py",
    "tests/test_star_wars_query.py",
    "tests/test_user_registry.py",
    "tests/type/test_custom_scalars.py",
    "tests/type/test_enum.py",
    "tests/type/test_introspection.py",
]
LEAST = 170
"""So many tests ran compiled when this was written: fewer would mean that this proves nothing."""


def main() -> int:
    folder = fetch()
    ours = run(folder, "compiled")
    failed = {test for test, entry in ours.items() if entry["outcome"] == "failed"}
    theirs = run(folder, "graphql-core") if failed else {}
    worse = [test for test in failed if theirs[test]["outcome"] != "failed"]
    ways = Counter(" and ".join(entry["ways"]) or "executes nothing" for entry in ours.values())
    sys.stdout.write(f"graphql-core {VERSION}: {len(ours)} of its tests, {len(worse)} fail by our executor alone.\n")
    sys.stdout.writelines(f"{count:5} {way}\n" for way, count in ways.most_common())
    sys.stdout.writelines(f"FAILED {test}\n" for test in worse)
    return int(bool(worse) or ways["compiled"] < LEAST)


def fetch() -> Path:
    """Return the folder of the source distribution, fetched once. Exits where it cannot be had."""
    folder = KEPT / f"graphql_core-{VERSION}"
    if not folder.exists():
        pip("install", "--no-deps", f"--target={KEPT / 'plugins'}", "--upgrade", *PLUGINS)
        pip("download", "--no-deps", "--no-binary=:all:", f"--dest={KEPT}", f"graphql-core=={VERSION}")
        with tarfile.open(f"{folder}.tar.gz") as archive:
            archive.extractall(KEPT, filter="data")
    return folder


def pip(*arguments: str) -> None:
    command = [sys.executable, "-m", "pip", "--quiet", "--disable-pip-version-check", *arguments]
    if subprocess.run(command, check=False).returncode:
        sys.exit("graphql-core's own tests cannot be fetched from the package index: is there a network?")


def run(folder: Path, executor: str) -> dict[str, dict]:
    """Run the tests by ``executor`` and return how each ended."""
    account, paths = KEPT / f"{executor}.json", [HERE, KEPT / "plugins", ROOT]
    account.unlink(missing_ok=True)
    environment = {**os.environ, "EXECUTOR": executor, "ACCOUNT": str(account)}
    environment |= {"PYTHONPATH": os.pathsep.join(map(str, paths)), "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"}
    plugins = ["-p", "compiled", "-p", "pytest_asyncio.plugin", "-p", "pytest_describe.plugin"]
    settings = ["-c", "setup.cfg", "-o", "addopts=", "-o", "timeout=", "-p", "no:cacheprovider", "-W", "ignore", "-q"]
    command = [sys.executable, "-m", "pytest", *plugins, *settings, *TESTS]
    done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False)
    if done.returncode not in (0, 1) or not account.exists():
        sys.exit(f"{done.stdout}\n{done.stderr}")
    return json.loads(account.read_text(encoding="utf-8"))


if __name__ == "__main__":
    sys.exit(main())
