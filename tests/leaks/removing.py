"""Removes each check of visibility in turn and shows that the proof notices: ``make test-leaks CHECK=part of a name``.

The checks are found in the code: every call of a function of ``cms.visibility`` outside it, and every condition within
it. All are wrapped when the modules are loaded, so that one process can switch each off; then the same questions are
asked of the same site, and an answer must change. What is asked only while content is written (where paths are
recorded, say) is planted anew under the removal.
"""

import ast
import importlib
import importlib.abc
import importlib.machinery
import os
import re
import sys
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
CHECKS = {"public", "visible", "public_but_for_passwords", "published_once", "hidden_branches", "Hidden"}
VISIBILITY = "cms.visibility"
ROOMS = ("cms", "home", "cities", "search")
found: list[str] = []
removed: str | None = None
idle: dict[str, bool] = {}
"""Whether a check was only ever made of models of which every row shows: it stands for the day when some hide."""


def check(place: str, function: Callable, *arguments: Any, **options: Any) -> Any:
    """Do what was written at ``place``, unless that is what is removed."""
    if arguments:
        idle[place] = idle.get(place, True) and not may_hide(arguments[0].model)
    if removed != place:
        return function(*arguments, **options)
    if function.__name__ == "hidden_branches":
        return function().none()
    if function.__name__ == "Hidden":
        return frozenset()
    return arguments[0]


@cache
def may_hide(model: type) -> bool:
    """Tell whether what is public says anything about ``model``."""
    from cms.visibility import public

    return bool(public(model._default_manager.all()).query.where)


def holds(place: str, condition: Any) -> Any:
    """Tell whether the condition of the ``if`` at ``place`` holds: never, where that is what is removed."""
    return condition if removed != place else False


def narrowed(place: str, method: Callable, *conditions: Any, **lookups: Any) -> Any:
    """Filter as written at ``place``, but for the condition that is removed."""
    kept = [each for number, each in enumerate(conditions) if removed != f"{place} condition {number + 1}"]
    others = {name: value for name, value in lookups.items() if removed != f"{place} {name}"}
    return method(*kept, **others)


def both(place: str, left: Any, right: Any) -> Any:
    """Join the conditions of ``place``, but for the one that is removed."""
    return right if removed == f"{place} left" else left if removed == f"{place} right" else left & right


def either(place: str, left: Any, right: Any) -> Any:
    """Join the conditions of ``place`` by "or", but for the one that is removed."""
    return right if removed == f"{place} left" else left if removed == f"{place} right" else left | right


class Wrapping(ast.NodeTransformer):
    """Wraps each check, so that it can be switched off by its place."""

    def __init__(self, name: str, path: str):
        self.is_visibility = name == VISIBILITY
        self.path = path

    def _place(self, node: Any, what: str) -> str:
        return f"{self.path}:{node.lineno} {what}"

    def visit_Call(self, node: ast.Call) -> ast.AST:
        self.generic_visit(node)
        called = node.func
        if not self.is_visibility and isinstance(called, ast.Name) and called.id in CHECKS:
            place = self._place(node, called.id)
            found.append(place)
            return self._wrapped("check", place, node)
        if self.is_visibility and isinstance(called, ast.Attribute) and called.attr in {"filter", "exclude"}:
            place = self._place(node, called.attr)
            found.extend(f"{place} condition {number + 1}" for number in range(len(node.args)))
            found.extend(f"{place} {each.arg}" for each in node.keywords if each.arg)
            return self._wrapped("narrowed", place, node)
        return node

    def visit_If(self, node: ast.If) -> ast.AST:
        self.generic_visit(node)
        if self.is_visibility:
            place = self._place(node, "if")
            found.append(place)
            call = ast.copy_location(ast.Call(node.test, [node.test], []), node.test)
            node.test = self._wrapped("holds", place, call, with_function=False)
        return node

    def visit_BinOp(self, node: ast.BinOp) -> ast.AST:
        is_condition = any(isinstance(each, ast.Name) and each.id in {"Q"} for each in ast.walk(node))
        self.generic_visit(node)
        word = {ast.BitAnd: "and", ast.BitOr: "or"}.get(type(node.op))
        if not (self.is_visibility and word and is_condition):
            return node
        place = self._place(node, f"{word}, column {node.col_offset}-{node.end_col_offset}")
        found.extend([f"{place} left", f"{place} right"])
        joint = "both" if word == "and" else "either"
        call = ast.Call(ast.Name(joint, ast.Load()), [node.left, node.right], [])
        return self._wrapped(joint, place, ast.copy_location(call, node), with_function=False)

    def _wrapped(self, by: str, place: str, node: ast.Call, *, with_function: bool = True) -> ast.AST:
        module = ast.parse(f"__import__('tests.leaks.removing', fromlist=['_']).{by}", mode="eval").body
        arguments = [ast.Constant(place), *([node.func] if with_function else []), *node.args]
        return ast.fix_missing_locations(ast.copy_location(ast.Call(module, arguments, node.keywords), node))


class Loader(importlib.machinery.SourceFileLoader):
    def source_to_code(self, data: Any, path: Any, *, _optimize: int = -1) -> Any:
        tree = ast.parse(data)
        return compile(Wrapping(self.name, str(Path(path).relative_to(ROOT))).visit(tree), path, "exec")

    def get_code(self, fullname: str) -> Any:
        return self.source_to_code(self.get_data(self.get_filename(fullname)), self.get_filename(fullname))


class Finder(importlib.abc.MetaPathFinder):
    def find_spec(self, name: str, path: Any = None, target: Any = None) -> Any:
        if name.split(".")[0] not in ROOMS or "migrations" in name:
            return None
        spec = importlib.machinery.PathFinder.find_spec(name, path)
        if spec and isinstance(spec.loader, importlib.machinery.SourceFileLoader):
            spec.loader = Loader(spec.loader.name, spec.loader.path)
        return spec


OF_ABOVE = r"AND above\.path IN \((?:SUBSTR\(([^,]+), 1, \d+\)(?:, )?)+\)"
BRANCHES = r"^(\S+ IN \(SELECT above\.path .*)"
SQL = {
    "live": (r"[\w.\"]+\.live AND", "1 = 1 AND"),
    "expired": (r"([\w.\"]+\.expire_at > %s)", r"\1 OR 1 = 1"),
    "not expiring": (r"[\w.\"]+\.expire_at IS NULL OR", "1 = 0 OR"),
    "scheduled": (r"([\w.\"]+\.go_live_at <= %s)", r"\1 OR 1 = 1"),
    "not scheduled": (r"[\w.\"]+\.go_live_at IS NULL OR", "1 = 0 OR"),
    "hidden for a while": (r"WHERE period", "WHERE 1 = 0 AND period"),
    "hidden for a while, begun": (r"period\.begins_at <= %s", r"(period.begins_at <= %s OR 1 = 1)"),
    "hidden for a while, not over": (r"period\.ends_at > %s", r"(period.ends_at > %s OR 1 = 1)"),
    "restricted": (r"asked\.restriction_type <> 'none'", "1 = 0"),
    "restricted, in name only": (r"asked\.restriction_type <> 'none'", "1 = 1"),
    "asking more than a password": (r"asked\.restriction_type NOT IN \('none', 'password'\)", "1 = 0"),
    "below a site": (r"WHERE above\.translation_key", "WHERE 1 = 1 OR above.translation_key"),
    "depth": (r"AND LENGTH\([^)]+\) <= \d+", ""),
    "of ancestors, published": (r"above\.numchild > 0", "1 = 0"),
    "of ancestors, hidden for a while": (r"(period\.ends_at > %s) " + OF_ABOVE, r"\1 AND above.path = \2"),
    "of ancestors, restricted": (r"(asked\.restriction_type <> 'none') " + OF_ABOVE, r"\1 AND above.path = \2"),
    "of branches, published": (BRANCHES + r"WHERE NOT", r"\1WHERE 1 = 0 AND NOT"),
    "of branches, hidden for a while": (BRANCHES + r"WHERE period", r"\1WHERE 1 = 0 AND period"),
    "of branches, restricted": (BRANCHES + r"asked\.restriction_type <> 'none'", r"\g<1>1 = 0"),
}
"""The conditions that are written in SQL: what each is, and what stands there without it."""


def remove_in_sql(name: str) -> Callable[[], None]:
    """Remove a condition of ``SQL``, and return what puts it back."""
    from cms import visibility

    pattern, new = SQL[name]
    filled = visibility._filled

    def without(sql: str, *arguments: Any) -> tuple[str, list]:
        return filled(re.sub(pattern, new, sql), *arguments)

    visibility._filled = without

    def restore() -> None:
        visibility._filled = filled

    return restore


def owners() -> Iterator[tuple[type, str]]:
    """Yield what ``visible_with`` names: each is a check."""
    from django.apps import apps

    for model in apps.get_models():
        yield from ((model, name) for name in getattr(model, "visible_with", ()))


def remove(name: str) -> Callable[[], None]:
    """Switch the check ``name`` off, and return what switches it on again."""
    global removed
    if name.startswith("cms/visibility.py SQL: "):
        return remove_in_sql(name.removeprefix("cms/visibility.py SQL: "))
    for model, owner in owners():
        if name == f"{model._meta.label} visible_with {owner}":
            before = model.visible_with
            model.visible_with = [each for each in before if each != owner]
            return lambda: setattr(model, "visible_with", before)
    removed = name

    def restore() -> None:
        global removed
        removed = None

    return restore


def names() -> list[str]:
    """Return every check there is."""
    return [
        *sorted(set(found)),
        *(f"cms/visibility.py SQL: {name}" for name in SQL),
        *(f"{model._meta.label} visible_with {owner}" for model, owner in owners()),
    ]


def main() -> None:
    sys.meta_path.insert(0, Finder())
    sys.modules["tests.leaks.removing"] = sys.modules[__name__]
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cms.settings")
    import django

    django.setup()
    from django.conf import settings

    importlib.import_module(settings.ROOT_URLCONF)  # every view, so that its checks are found
    from tests.leaks.trying import try_all

    wanted = os.environ.get("CHECK", "")
    sys.exit(try_all(names, wanted))


if __name__ == "__main__":
    main()
