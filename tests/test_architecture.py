"""Imports go one way: libraries, ground, neighbours, roof, tests."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
NEIGHBOURS = {"home", "cities", "search"}
GROUND = (
    "cms.file_types",
    "cms.pages",
    "cms.private",
    "cms.sheets",
    "cms.whole_files",
    "cms.media",
    "cms.pixels",
    "cms.renditions",
    "cms.visibility",
    "cms.blocks",
    "cms.api",
    "cms.collation",
    "cms.choices",
    "cms.slugs",
    "cms.paths",
    "cms.redirects",
    "cms.facets",
    "cms.languages",
    "cms.translating",
    "cms.clients",
    "cms.throttling",
    "cms.dashboard",
    "cms.delivery",
    "cms.versions",
    "cms.prepared",
    "cms.operations",
    "cms.rules",
    "cms.filling_in",
    "cms.engagement",
    "cms.guide",
    "cms.webhooks",
    "cms.accounts",
    "cms.hiding",
    "cms.previews",
)


def modules(*folders: str) -> Iterator[tuple[str, Path]]:
    for folder in folders:
        for path in sorted((ROOT / folder).rglob("*.py")):
            if "migrations" not in path.parts and "node_modules" not in path.parts:
                yield ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__"), path


def imports(path: Path) -> set[str]:
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            found |= {node.module or "", *(f"{node.module}.{alias.name}" for alias in node.names)}
    return found


def rooms(names: set[str]) -> set[str]:
    return {name.partition(".")[0] for name in names}


@pytest.mark.parametrize(("name", "path"), [pair for pair in modules("cms") if pair[0].startswith(GROUND)])
def test_the_ground_imports_no_neighbour_and_no_roof(name, path):
    found = imports(path)
    assert not rooms(found) & NEIGHBOURS
    assert not [other for other in found if other.startswith("cms.") and not other.startswith(GROUND)]


@pytest.mark.parametrize(("name", "path"), list(modules("home", "cities", "search")))
def test_a_neighbour_imports_the_ground_and_itself_alone(name, path):
    found = imports(path)
    room = name.partition(".")[0]
    assert not rooms(found) & (NEIGHBOURS - {room})
    assert not [other for other in found if other.startswith("cms.") and not other.startswith(GROUND)]


def test_nothing_imports_the_tests():
    assert not [name for name, path in modules("cms", "home", "cities", "search") if "tests" in rooms(imports(path))]


def test_public_is_said_once():
    words = (".live(", ".public(", "live=True")
    guilty = [
        name
        for name, path in modules("cms", "home", "cities", "search")
        if name != "cms.visibility" and any(word in path.read_text(encoding="utf-8") for word in words)
    ]
    assert guilty == []


def test_no_room_for_what_has_no_name():
    bad = {"utils", "helpers", "common", "base"}
    assert not [name for name, _ in modules("cms", "home", "cities", "search", "tests") if bad & set(name.split("."))]
