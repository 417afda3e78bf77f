"""Asks the ordinary tests about a check that no question reaches: of letters, webhooks, files of builds."""

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
ONE_FAILED = 1


def noticing(name: str) -> str:
    """Return the tests that fail without the check ``name``, a folder that mirrors its module's; empty if none do."""
    path, _, _line = name.partition(":")
    module = Path(path)
    if not path.endswith(".py") or path == "cms/visibility.py":
        return ""
    for tests in _mirrors(module):
        command = [sys.executable, "-m", "pytest", "-q", "-x", "-n", "0", "-p", "tests.leaks.without", *tests]
        environment = {**os.environ, "REMOVED": name, "PYTHONPATH": str(ROOT)}
        ran = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
        if ran.returncode == ONE_FAILED:
            return f"a test: {_failed(ran.stdout)}"
    return ""


def _mirrors(module: Path) -> list[list[str]]:
    folder = Path("tests", module.parent)
    # what lies in a room of the roof itself has its tests beside the rooms
    files = sorted(map(str, (ROOT / folder).glob("test_*.py")))
    return [files] if files else [[str(each) for each in sorted((ROOT / folder.parent).glob("test_*.py"))]]


def _failed(output: str) -> str:
    lines = [line for line in output.splitlines() if line.startswith(("FAILED ", "ERROR "))]
    return lines[0].split(" ")[1].rpartition("::")[2] if lines else "one"
