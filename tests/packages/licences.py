"""Writes docs/licences.md: every package that production installs, under which licence, and what for."""

import json
import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs" / "licences.md"
HEAD = """# Licences

What production installs beside Python itself, from `requirements.lock`. Written by `make licences`.

| package | version | licence | what for |
| --- | --- | --- | --- |
"""

ENTRY = r"^([\w.-]+)(?:\[[\w,]+\])?==([^ ;\\]+)(.*?)(?=^[\w.]|\Z)"
CHOICE = r"^([\w.-]+)(?:\[\S+\])?==\S+ *(?:# (.*))?$"


def locked() -> dict[str, tuple[str, str]]:
    """Return of each package in the lock its version, and which packages or file ask for it."""
    found = {}
    text = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    for name, version, rest in re.findall(
        r"^([\w.-]+)(?:\[[\w,]+\])?==([^ ;\\]+)(.*?)(?=^[\w.]|\Z)", text, re.M | re.S
    ):
        asked = re.findall(r"^ +#(?: via)? +(\S+)(?: \(.*\))?$", rest, re.M)
        found[normal(name)] = (version, ", ".join(asker for asker in asked if asker != "via"))
    return found


def reasons() -> dict[str, str]:
    """Return what requirements.txt says each package is for."""
    text = (ROOT / "requirements.txt").read_text(encoding="utf-8")
    return {
        normal(name): reason for name, reason in re.findall(r"^([\w.-]+)(?:\[\S+\])?==\S+ *(?:# (.*))?$", text, re.M)
    }


def normal(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def licences() -> dict[str, str]:
    """Return the licence that each installed package declares."""
    program = str(Path(sys.executable).with_name("pip-licenses"))
    command = [program, "--python", sys.executable, "--from=mixed", "--format=json", "--with-system"]
    listed = json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
    return {normal(row["Name"]): row["License"] for row in listed}


def main() -> None:
    known, why = licences(), reasons()
    rows = []
    for name, (version, askers) in sorted(locked().items()):
        licence = known.get(name, "not installed on this platform").replace("\n", " ")
        reason = why.get(name) or f"needed by {askers.replace('-r requirements.txt', '').strip(', ')}"
        rows.append(f"| {name} | {version} | {licence} | {reason} |\n")
    PAGE.write_text(HEAD + "".join(rows), encoding="utf-8")


if __name__ == "__main__":
    main()
