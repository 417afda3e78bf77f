"""What the documentation says is so: its queries run, its commands exist, its demo is there."""

import json
import re
import textwrap
from hashlib import sha256
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from graphql import OperationType, get_operation_ast, parse
from wagtail.models import Page, PageViewRestriction

from cms.api.mutations import InputErrorCode
from cms.graphql.cost import weigh
from cms.graphql.documents import read_manifest
from cms.graphql.pages import examples
from cms.graphql.preparing import prepare
from cms.graphql.schema import schema
from cms.media import CustomImage
from cms.renditions import PRESETS
from home.forms.kinds import FormFieldKind
from tests.builders import make_area, make_narrative

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
IMAGES = (ROOT / "docs" / "frontend" / "images.md").read_text(encoding="utf-8")
ERRORS = (ROOT / "docs" / "frontend" / "errors.md").read_text(encoding="utf-8")
EXAMPLE = ROOT / "cms" / "graphql" / "trusted" / "example-astro.json"
PAGES = [
    ROOT / "README.md",
    *(page for page in sorted((ROOT / "docs").rglob("*.md")) if "node_modules" not in page.parts),
]


def blocks(text, language):
    found = re.findall(rf"^( *)```{language}\n(.*?)^\1```", text, re.MULTILINE | re.DOTALL)
    return [textwrap.dedent(block) for _indent, block in found]


def documented_queries():
    """Return each query of the documentation with its page, and the variables of a line ``# variables: {…}``."""
    for page in PAGES:
        for query in blocks(page.read_text(encoding="utf-8"), "graphql"):
            variables = re.search(r"^# variables: (.*)$", query, re.MULTILINE)
            yield page.name, query, json.loads(variables[1]) if variables else {}


def is_mutation(query):
    return get_operation_ast(parse(query)).operation is OperationType.MUTATION


def ask(query, variables=None, **headers):
    client = Client(headers={"host": "127.0.0.1", **headers})
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
    call_command("load_demo", "--second-site")
    call_command("load_demo", "--second-site")
    assert "The second site is there already: rede.localhost." in capsys.readouterr().out
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
    documented = list(documented_queries())
    assert len(documented) == sum(page.read_text(encoding="utf-8").count("```graphql") for page in PAGES)
    for page, query, variables in documented:
        if is_mutation(query):  # what it needs is made by a test of its own
            continue
        with subtests.test(f"{page}: {query.splitlines()[:2]}"):
            data, statements = counted(query, variables)
            assert statements <= 12
            assert all(value is not None for value in data.values())
    with subtests.test("the example's documents show a page of every type"):
        texts = {re.match(r"(?:query|mutation) (\w+)", text)[1]: text for text in read_manifest(EXAMPLE).values()}
        nodes = ask("{ paths { nodes { type path } } }")["data"]["paths"]["nodes"]
        assert [node["path"] for node in nodes] == [
            node["path"] for node in ask(texts["Paths"])["data"]["paths"]["nodes"]
        ]
        paths = {node["type"]: node["path"] for node in nodes}
        assert len(paths) == 10
        for kind, path in paths.items():
            data, statements = counted(texts["Page"], {"path": path})
            assert statements <= 30
            assert data["route"]["page"]["__typename"] == kind
            assert [menu["handle"] for menu in data["site"]["menus"]] == ["footer", "main"]
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


def test_the_documented_journey_to_a_protected_page(home):
    """The queries of docs/frontend/protected-pages.md, with the values that stand there."""
    page = "protected-pages.md"
    route, unlock = [(query, values) for name, query, values in documented_queries() if name == page]
    assert [is_mutation(query) for query, _values in (route, unlock)] == [False, True]
    area = make_area(slug="saude", title="Saúde")
    PageViewRestriction.objects.create(page=area, restriction_type="password", password=unlock[1]["password"])
    assert ask(*route)["data"] == {"route": {"__typename": "PasswordRoute", "path": "/areas/saude/"}}
    token = ask(*unlock)["data"]["unlock"]["token"]
    assert ask(*route, **{"page-token": token})["data"]["route"]["page"] == {"title": "Saúde", "path": "/areas/saude/"}


def test_the_documented_form_is_filled_in(home):
    """The three documents of docs/frontend/forms.md, one after the other, with the values that stand there."""
    call_command("load_demo", verbosity=0)
    text = (ROOT / "docs" / "frontend" / "forms.md").read_text(encoding="utf-8")
    page, start, submit = blocks(text, "graphql")
    form = ask(page)["data"]["page"]
    begun, statements = counted(start, {"page": form["id"]})
    assert (begun["startForm"]["errors"], statements) == ([], 1)
    [given] = [json.loads(block) for block in blocks(text, "json")]
    known = {field["name"] for field in form["fields"]} | {form["honeypot"]}
    assert {value["name"] for value in given["input"]["values"]} <= known
    given["input"] |= {"page": form["id"], "token": begun["startForm"]["token"]}
    assert ask(submit, given)["data"]["submitForm"]["errors"][0]["code"] == "CONSENT_OUTDATED"
    given["input"]["consent"] = form["consent"]["version"]
    with CaptureQueriesContext(connection) as captured:
        assert ask(submit, given)["data"]["submitForm"] == {"submitted": True, "errors": []}
    assert len(captured) <= 12, [query["sql"] for query in captured]
    codes = {
        code for row in re.findall(r"^\| (`[A-Z_`, ]+`) \| ", text, re.MULTILINE) for code in re.findall("[A-Z_]+", row)
    }
    assert set(InputErrorCode.names) | set(FormFieldKind.names) == codes


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
        re.findall(r"^\| `([A-Z]\w+)` \|", operators, re.MULTILINE)
    )


def test_every_query_of_the_documentation_costs_less_than_a_quarter_of_the_budget(settings, subtests):
    asked = [(example["name"], example["query"], json.loads(example["variables"])) for example in examples()]
    for page, query, variables in [*documented_queries(), *asked]:
        with subtests.test(f"{page}: {query.splitlines()[:2]}"):
            prepared = prepare(query)
            assert prepared.errors == ()
            cost = weigh(schema, prepared.document, get_operation_ast(prepared.document), variables)
            assert cost < settings.GRAPHQL_LIMITS["cost"] / 4


def test_every_error_code_is_documented_and_tested():
    modules = [path for path in (ROOT / "cms").rglob("*.py") if path.name != "settings.py"]
    code = "".join(path.read_text(encoding="utf-8") for path in modules)
    used = set(re.findall(r'"([A-Z]+(?:_[A-Z]+)+|TIMEOUT)"', code)) - set(PRESETS)
    rows = re.findall(r"^\| (`[A-Z_`, ]+`) \|", ERRORS, re.MULTILINE)
    documented = {code for row in rows for code in re.findall(r"[A-Z_]+", row)}
    prefixes = (
        "BAD_",
        "DOCUMENT_",
        "DRAFT_",
        "INVALID_",
        "GRAPHQL_",
        "INTERNAL_",
        "NO_",
        "PERSISTED_",
        "QUERY_",
        "RATE_",
        "REQUEST_TOO_",
        "TOO_",
        "LIST_",
        "TIMEOUT",
        "INTROSPECTION_",
        "SERVICE_",
        "WRONG_",
    )
    assert documented == {name for name in used if name.startswith(prefixes)}
    tests = "".join(path.read_text(encoding="utf-8") for path in (ROOT / "tests" / "cms").rglob("test_*.py"))
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
    for page in PAGES:
        for target in re.findall(r"\]\((?!https?:)([^)#]+)\)", page.read_text(encoding="utf-8")):
            assert (page.parent / target).exists(), f"{page.name}: {target}"


def test_the_example_names_its_documents_by_their_hashes():
    documents = read_manifest(EXAMPLE)
    assert len(documents) == 5
    assert {sha256(text.encode()).hexdigest(): text for text in documents.values()} == documents


def test_every_block_is_documented():
    blocks_page = (ROOT / "docs" / "frontend" / "blocks.md").read_text(encoding="utf-8")
    contract = (ROOT / "cms" / "graphql" / "schema.graphql").read_text(encoding="utf-8")
    members = re.search(r"^union BodyBlock = (.*)$", contract, re.MULTILINE)[1].split(" | ")
    assert sorted(re.findall(r"^\| `(\w+Block)` \|", blocks_page, re.MULTILINE)) == sorted(members)
