"""What the documentation says is so: its queries run, its commands exist, its demo is there."""

import json
import re
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from wagtail.models import Page

from cms.graphql.pages import examples
from cms.media import CustomImage
from cms.renditions import PRESETS
from tests.builders import make_narrative

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
IMAGES = (ROOT / "docs" / "frontend" / "images.md").read_text(encoding="utf-8")
FRONTEND = (ROOT / "docs" / "frontend.md").read_text(encoding="utf-8")


def blocks(text, language):
    return re.findall(rf"^```{language}\n(.*?)^```", text, re.MULTILINE | re.DOTALL)


def ask(query, variables=None):
    client = Client(headers={"host": "127.0.0.1"})
    body = json.dumps({"query": query, "variables": variables or {}})
    return client.post("/graphql/", body, content_type="application/json").json()


def counted(query, variables=None):
    ask(query, variables)
    with CaptureQueriesContext(connection) as captured:
        answer = ask(query, variables)
    assert "errors" not in answer, answer["errors"]
    return answer["data"], len(captured)


def test_the_demo_and_every_documented_query(home, subtests, capsys):
    call_command("load_demo")
    totals = "{ programme { cities workFronts areas citizensReached } cities { totalCount } workFronts { totalCount } }"
    assert ask(totals)["data"] == {
        "programme": {"cities": 16, "workFronts": 65, "areas": 12, "citizensReached": 20334838},
        "cities": {"totalCount": 17},
        "workFronts": {"totalCount": 75},
    }
    for example in examples():
        with subtests.test(example["name"]):
            data, statements = counted(example["query"], json.loads(example["variables"]))
            assert statements <= 12
            assert all(value is not None for value in data.values())
    for query in [*blocks(FRONTEND, "graphql"), *blocks(IMAGES, "graphql"), *blocks(README, "graphql")]:
        with subtests.test(query.split("{")[0]):
            assert counted(query)[1] <= 12
    with subtests.test("the README's answer"):
        assert ask(blocks(README, "graphql")[0]) == json.loads(blocks(README, "json")[0])
    with subtests.test("a work front that is an example says so and knows no number"):
        for front in ask(
            '{ workFronts(first: 100, filter: { text: "(exemplo)" }) { nodes { '
            "title summary startedYear endedYear partners { name } } } }"
        )["data"]["workFronts"]["nodes"]:
            assert front["title"].endswith("(exemplo)")
            assert (front["startedYear"], front["endedYear"], front["partners"]) == (None, None, [])
            assert not re.search(r"\d", front["summary"])
    with subtests.test("every image has a placeholder"):
        assert CustomImage.objects.count() == 33
        assert not CustomImage.objects.filter(placeholder="").exists()
    with subtests.test("loaded again it changes nothing"):
        before = list(Page.objects.order_by("pk").values("pk", "title", "latest_revision"))
        call_command("load_demo")
        assert list(Page.objects.order_by("pk").values("pk", "title", "latest_revision")) == before
    with subtests.test("every image of a body is described"):
        assert all(page.specific.full_clean() is None for page in Page.objects.filter(depth__gt=1))


def test_the_documented_files_are_imported(home, tmp_path):
    """The JSON of docs/importing.md, then its table: everything new, then everything the same."""
    text = (ROOT / "docs" / "importing.md").read_text(encoding="utf-8")
    for name, language in (("content.json", "json"), ("cidades.csv", "csv")):
        [written] = blocks(text, language)
        (tmp_path / name).write_text(written, encoding="utf-8")
        call_command("import_content", str(tmp_path / name), stdout=StringIO())
        again = StringIO()
        call_command("import_content", str(tmp_path / name), stdout=again)
        assert re.findall(r"(\d+) new, (\d+) changed", again.getvalue()) == [("0", "0")] * again.getvalue().count("\n")
    assert ask('{ city(slug: "pelotas-rs") { population { count } workFronts { totalCount } } }')["data"]["city"] == {
        "population": {"count": 326000},
        "workFronts": {"totalCount": 1},
    }


def test_the_demo_touches_no_other_site(home):
    make_narrative(title="Nossa página")
    with pytest.raises(CommandError, match="content of its own"):
        call_command("load_demo")
    assert Page.objects.filter(depth__gt=2).count() == 1


def test_every_command_of_the_readme_is_a_target():
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(), re.MULTILINE))
    assert set(re.findall(r"\bmake ([a-z-]+)", README)) <= targets
    assert {"run", "test", "schema", "migrations"} <= targets


def test_every_setting_is_documented():
    settings = (ROOT / "cms" / "settings.py").read_text(encoding="utf-8")
    operators = (ROOT / "docs" / "operators.md").read_text(encoding="utf-8")
    assert set(re.findall(r'env\.\w+\(\s*"(\w+)"', settings)) == set(
        re.findall(r"^\| `(\w+)` \|", operators, re.MULTILINE)
    )


def test_every_error_code_is_documented_and_tested():
    code = "".join(path.read_text(encoding="utf-8") for path in (ROOT / "cms").rglob("*.py"))
    used = set(re.findall(r'"([A-Z]+(?:_[A-Z]+)+)"', code)) - set(PRESETS)
    documented = set(re.findall(r"^\| `([A-Z_]+)` \|", FRONTEND, re.MULTILINE))
    prefixes = ("BAD_", "DOCUMENT_", "GRAPHQL_", "INTERNAL_", "NO_", "PERSISTED_", "QUERY_")
    assert documented == {name for name in used if name.startswith(prefixes)}
    tests = "".join(path.read_text(encoding="utf-8") for path in (ROOT / "tests" / "cms" / "graphql").glob("test_*.py"))
    assert {code for code in documented if f'"{code}"' not in tests} == set()


def test_every_preset_is_documented():
    told = re.findall(r"^\| `([A-Z]+)` \| (.+?) \| (.+?) \|", IMAGES, re.MULTILINE)
    assert told == [
        (
            name,
            f"{preset.width} × {preset.height}" if preset.height else f"{preset.width} × its own",
            ", ".join(map(str, preset.widths())),
        )
        for name, preset in PRESETS.items()
    ]


def test_links_between_pages_of_the_documentation_lead_somewhere():
    for page in [ROOT / "README.md", *(ROOT / "docs").rglob("*.md")]:
        for target in re.findall(r"\]\((?!https?:)([^)#]+)\)", page.read_text(encoding="utf-8")):
            assert (page.parent / target).exists(), f"{page.name}: {target}"
