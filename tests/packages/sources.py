"""The texts of our own code and templates, which are Portuguese where people read them."""

import ast
import re
from collections.abc import Iterator
from functools import cache

from tests.packages.catalogues import OURS, ROOT

TAG = re.compile(r"""\{%\s*(?:trans|translate)\s+(["'])(.+?)\1|_\((["'])(.+?)\3\)""")
VARIABLE = re.compile(r"\{\{\s*(\w+)\s*\}\}")
PLURAL = re.compile(r"\{%\s*plural\s*%\}")
BLOCK = re.compile(r"\{%\s*blocktrans[^%]*%\}(.*?)\{%\s*endblocktrans", re.DOTALL)


@cache
def sources_of_ours() -> frozenset[str]:
    """Return every text in our modules, and every message of our templates that is not also a package's."""
    return frozenset(set(_of_modules()) | set(_of_templates()))


def _of_modules() -> Iterator[str]:
    for package in OURS:
        for module in (ROOT / package).rglob("*.py"):
            for node in ast.walk(ast.parse(module.read_text())):
                if isinstance(node, ast.Constant) and isinstance(node.value, str):
                    yield node.value


def _of_templates() -> Iterator[str]:
    for package in OURS:
        for template in (ROOT / package).rglob("*.html"):
            text = template.read_text()
            yield from (found[2] or found[4] for found in TAG.finditer(text))
            for block in BLOCK.findall(text):
                # with its placeholders as gettext is given them, in one line or several
                message = VARIABLE.sub(r"%(\1)s", block)
                yield from (message, " ".join(message.split()), *PLURAL.split(message))
