"""How many SQL statements each question takes: counted where they are made, in a process of its own.

``python -m tests.benchmarks.counting`` with the environment of a server prints it as JSON.
"""

import json
import subprocess
import sys

from tests.benchmarks.databases import ROOT, Database
from tests.benchmarks.questions import NAMES, document_of

HEADERS = {"HTTP_HOST": "cms.example.org", "HTTP_X_FORWARDED_PROTO": "https"}
BEFORE = 2
"""Times that a question is asked first, so that what is made once is there."""


def statements(database: Database, **settings: str) -> dict[str, int]:
    """Return the number of statements of each question, by a process with these settings that was asked before."""
    command = [sys.executable, "-m", "tests.benchmarks.counting"]
    done = subprocess.run(
        command, cwd=ROOT, env=database.settings(**settings), capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise SystemExit(f"The statements were not counted:\n{done.stderr}")
    return json.loads(done.stdout.splitlines()[-1])


def _count(name: str) -> int:
    from django.db import connection
    from django.test import Client

    counted = 0

    def count(execute, sql, parameters, many, context):
        nonlocal counted
        counted += 1
        return execute(sql, parameters, many, context)

    client = Client(**HEADERS)
    for _ in range(BEFORE):
        client.post("/graphql/", {"query": document_of(name)}, content_type="application/json")
    with connection.execute_wrapper(count):
        answer = client.post("/graphql/", {"query": document_of(name)}, content_type="application/json")
    if "errors" in answer.json():
        raise SystemExit(f"{name}: {answer.json()['errors']}")
    return counted


if __name__ == "__main__":
    import os

    import django

    os.environ["DJANGO_SETTINGS_MODULE"] = "cms.settings"
    django.setup()
    print(json.dumps({name: _count(name) for name in NAMES}))
