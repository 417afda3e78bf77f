"""A way to import what a test writes, and to export what is there."""

import json
from collections.abc import Callable
from io import BytesIO, StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from PIL import Image


@pytest.fixture
def run_import(home, tmp_path) -> Callable[..., str]:
    """Return a function that imports sections, or a file's bytes, with the command. It returns what that says."""

    def run(content: Any, name: str = "content.json", *, dry_run: bool = False) -> str:
        path = tmp_path / name
        path.write_bytes(content if isinstance(content, bytes) else json.dumps(content).encode())
        out = StringIO()
        call_command("import_content", str(path), dry_run=dry_run, stdout=out)
        return out.getvalue()

    return run


@pytest.fixture
def problems(home, tmp_path) -> Callable[..., list[str]]:
    """Return a function that imports what has problems, and gives the lines that name them."""

    def run(content: Any, name: str = "content.json") -> list[str]:
        path = tmp_path / name
        path.write_bytes(content if isinstance(content, bytes) else json.dumps(content).encode())
        err = StringIO()
        with pytest.raises(CommandError, match="nothing was changed"):
            call_command("import_content", str(path), stderr=err)
        return err.getvalue().splitlines()

    return run


@pytest.fixture
def picture(tmp_path) -> Callable[..., Path]:
    """Return a function that puts a picture beside the file."""

    def draw(name: str, colour: str = "teal") -> Path:
        data = BytesIO()
        Image.new("RGB", (40, 30), colour).save(data, "PNG")
        path = tmp_path / "images" / name
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(data.getvalue())
        return path

    return draw


@pytest.fixture
def export(home, tmp_path) -> Callable[..., Any]:
    """Return a function that exports with the command, and gives the sections, or the folder."""

    def run(name: str = "export", *, folder: bool = False, **options: Any) -> Any:
        target = tmp_path / name
        call_command("export_content", str(target), stdout=StringIO(), **options)
        return target if folder else json.loads((target / "content.json").read_text(encoding="utf-8"))

    return run
