"""Every file that a page names is there: in production a name without a file is no page at all."""

import re
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders

ROOT = Path(__file__).parent.parent
NAMED = sorted(
    {
        name
        for app in ("cms", "home", "cities", "search")
        for kind in ("*.html", "*.py")
        for file in (ROOT / app).rglob(kind)
        if "node_modules" not in file.parts
        for name in re.findall(r"""\bstatic[ (]["']([^"']+\.\w+)["']""", file.read_text(encoding="utf-8"))
    }
)


def test_names_are_found():
    assert {"cms/welcome.css", "cms/moments.js", "cms/previews/reading.css"} <= set(NAMED)


@pytest.mark.parametrize("name", NAMED)
def test_a_file_that_is_named_is_there(name):
    assert finders.find(name)
