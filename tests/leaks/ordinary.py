"""Asks the ordinary tests about a check that no question reaches: of letters, webhooks, files of builds."""

import os
import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
ONE_FAILED = 1
FURTHER = {
    "cms": ["tests/cms/api/test_paths.py"],
    "cms/api": ["tests/test_sites_and_languages.py", "tests/cms/previews"],
}
"""Where else a room's checks are tested: by what is planted in one language, and published, they do nothing."""
OF_VISIBILITY = [
    ["tests/cms/api/test_unlocking.py", "tests/cms/hiding", "tests/cms/test_image_rights.py"],
    ["tests/cms/webhooks", "tests/cms/redirects"],
    ["tests/test_visibility.py", "tests/search"],
]
"""Where what ``cms.visibility`` says is tested: by those who ask it."""


def noticing(name: str) -> str:
    """Return the tests that fail without the check ``name``, a folder that mirrors its module's; empty if none do."""
    path = re.split("[: ]", name)[0]
    for tests in _mirrors(Path(path)) if path.endswith(".py") else ():
        command = [sys.executable, "-m", "pytest", "-q", "-x", "-n", "0", "-p", "tests.leaks.without", *tests]
        environment = {**os.environ, "REMOVED": name, "PYTHONPATH": str(ROOT)}
        ran = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
        if ran.returncode == ONE_FAILED:
            return f"a test: {_failed(ran.stdout)}"
    return ""


def _mirrors(module: Path) -> list[list[str]]:
    if module == Path("cms/visibility.py"):
        return OF_VISIBILITY
    folder = Path("tests", module.parent)
    # what lies in a room of the roof itself has its tests beside the rooms
    files = sorted(map(str, (ROOT / folder).glob("test_*.py")))
    beside = files or sorted(map(str, (ROOT / folder.parent).glob("test_*.py")))
    return [beside, *([FURTHER[str(module.parent)]] if str(module.parent) in FURTHER else [])]


def _failed(output: str) -> str:
    lines = [line for line in output.splitlines() if line.startswith(("FAILED tests", "ERROR tests"))]
    return lines[0].split(" ")[1].rpartition("::")[2] if lines else "one"
