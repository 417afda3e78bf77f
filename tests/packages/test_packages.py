"""What is installed is what was chosen, down to its bytes, and each package has a reason and a licence."""

import re

from tests.packages.licences import PAGE, ROOT, locked, normal, reasons

CHOSEN = (ROOT / "requirements.txt").read_text(encoding="utf-8")
LOCK = (ROOT / "requirements.lock").read_text(encoding="utf-8")


def test_the_lock_holds_what_was_chosen():
    chosen = {normal(name): version for name, version in re.findall(r"^([\w.-]+)(?:\[\S+\])?==(\S+)", CHOSEN, re.M)}
    assert len(chosen) > 15
    assert {name: locked().get(name, ("not locked",))[0] for name in chosen} == chosen, "Run `make lock`"


def test_every_package_has_hashes_and_comes_from_nowhere_in_particular():
    entries = re.split(r"^(?=[\w.-]+(?:\[[\w,]+\])?==)", LOCK, flags=re.M)[1:]
    assert len(entries) >= len(locked()) > 60
    assert [entry.split()[0] for entry in entries if "--hash=sha256:" not in entry] == []
    assert re.findall(r"https?://|file:|--(?:extra-)?index|@ ", LOCK) == []


def test_every_chosen_package_has_a_reason():
    assert [name for name, reason in reasons().items() if not reason] == []


def test_every_package_has_its_licence():
    listed = dict(re.findall(r"^\| (\S+) \| (\S+) \|", PAGE.read_text(encoding="utf-8"), re.M))
    assert {name: version for name, (version, _askers) in locked().items()}.items() <= listed.items(), (
        "Run `make licences`"
    )
    assert "| UNKNOWN |" not in PAGE.read_text(encoding="utf-8")
