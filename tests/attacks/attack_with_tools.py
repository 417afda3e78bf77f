"""Tools that read the schema and send what nobody would think of. They are installed apart from our own packages."""

import os
import re
import subprocess
import sys
import venv
from pathlib import Path

from tests.attacks.conftest import Target
from tests.faults.servers import HOST

EXAMPLES = int(os.environ.get("ATTACK_EXAMPLES", "100"))
"""Of each operation."""
SECONDS = 30
"""For the tool that counts its time and not its questions."""
HERE = Path(__file__).parent
TOOLS = {"schemathesis": "4.32.5", "GraphQLer": "2.1.9"}


def tool(name: str) -> Path:
    """Return the Python of an environment that has the tool, made once."""
    folder = Path(sys.prefix) / "attack-tools" / f"{name}-{TOOLS[name]}"
    python = folder / "bin" / "python"
    if not (folder / "installed").exists():
        venv.create(folder, with_pip=True)
        pip = [str(python), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
        subprocess.run([*pip, f"{name}=={TOOLS[name]}"], check=True)
        (folder / "installed").touch()
    return python


def test_schemathesis(target: Target, tmp_path, tell):
    command = [str(tool("schemathesis").with_name("st")), "run", f"{target.url}/graphql/"]
    command += ["-H", f"Host: {HOST}", "-H", "X-Forwarded-Proto: https", "-c", "keeps_its_promises", "-w", "2"]
    command += ["--phases", "fuzzing", "-n", str(EXAMPLES), "--no-shrink", "--continue-on-failure", "--no-color"]
    environment = {**os.environ, "SCHEMATHESIS_HOOKS": "promises", "PYTHONPATH": str(HERE), "COLUMNS": "200"}
    done = subprocess.run(command, env=environment, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout[-6000:] + done.stderr[-2000:]
    tested = re.search(r"Tested: (\d+)", done.stdout)
    generated = re.search(r"(\d+) generated", done.stdout)
    assert tested, done.stdout[-3000:]
    assert generated, done.stdout[-3000:]
    assert int(tested[1]) >= 20
    assert int(generated[1]) >= 5 * EXAMPLES
    tell("operations", tested[1])
    tell("test cases", generated[1])
    tell("findings", 0)


def test_graphqler(target: Target, tmp_path, tell):
    config = tmp_path / "graphqler.toml"
    config.write_text(
        f"MAX_TIME = {SECONDS}\nMAX_OUTPUT_SELECTOR_DEPTH = 2\nMAX_OBJECT_CYCLES = 1\nMAX_INPUT_DEPTH = 4\n"
        f'[CUSTOM_HEADERS]\nHost = "{HOST}"\nX-Forwarded-Proto = "https"\n'
    )
    before = target.requests()
    command = [str(tool("GraphQLer")), "-m", "graphqler", "--url", f"{target.url}/graphql/", "--mode", "run"]
    command += ["--path", str(tmp_path / "found"), "--config", str(config)]
    (tmp_path / "found").mkdir()
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False, timeout=SECONDS * 8)
    assert done.returncode == 0, done.stdout[-3000:] + done.stderr[-3000:]
    stats = (tmp_path / "found" / "stats.txt").read_text()
    assert not re.search(r'"5\d\d"', stats), stats
    sent = target.requests() - before
    assert sent >= 20
    tell("requests", sent)
    tell("answers of status 5xx", 0)
