"""Asks the same questions with one check removed after the other, in two processes, and prints what noticed."""

import logging
import os
import sys
import tempfile
from collections.abc import Callable, Iterator
from multiprocessing.pool import ThreadPool
from pathlib import Path

from django.conf import settings
from django.db import connection, transaction
from django.test import Client
from django.test.utils import setup_test_environment

from cms.api import kept
from tests.leaks import removing
from tests.leaks.corpus import Answer, Corpus, Question, ask, without_limits
from tests.leaks.ordinary import noticing
from tests.leaks.planting import Planted

PROCESSES = 2
NOTHING = "nothing"


def try_all(names: Callable[[], list[str]], wanted: str) -> int:
    """Try every check whose name holds ``wanted``; print a table and return how many nothing noticed."""
    logging.disable(logging.CRITICAL)
    setup_test_environment()
    connection.creation.create_test_db(verbosity=0, serialize=False)
    with tempfile.TemporaryDirectory() as folder:
        settings.MEDIA_ROOT, settings.PRIVATE_ROOT = f"{folder}/media", Path(folder, "private")
        settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.dummy.DummyCache"}}
        without_limits(settings)
        chosen = [name for name in names() if wanted in name]
        with transaction.atomic():
            lines = _in_processes(Trial(), chosen)
            transaction.set_rollback(True)
    if changed := [line for line in lines if line.startswith(NOTHING)]:
        raise SystemExit(f"Answers changed while every check stood, so none of this says anything: {changed}")
    with ThreadPool(PROCESSES) as pool:
        return _report(pool.map(_noticed, lines, chunksize=1))


def _noticed(line: str) -> str:
    name, noticed = line.split("\t")
    if not noticed and removing.idle.get(name):
        return f"{line}every row shows"
    return line if noticed else f"{line}{noticing(name)}"


class Trial:
    """The questions, with their answers while every check stands."""

    def __init__(self) -> None:
        self.client = Client(headers={"host": "127.0.0.1"})
        self.planted, self.questions, self.expected = self._plant()

    def _plant(self) -> tuple[Planted, list[Question], list[Answer]]:
        planted = Planted().plant()
        questions = list(Corpus(planted, self.client).questions())
        return planted, questions, [ask(self.client, question) for question in questions]

    def notices(self, name: str) -> str:
        """Return the question whose answer changes without the check ``name``; empty where none does."""
        restore = removing.remove(name)
        kept._kept.clear()
        try:
            return next(self._changed(), "")
        except Exception as error:
            return f"an error: {type(error).__name__}"
        finally:
            restore()
            kept._kept.clear()

    def _changed(self) -> Iterator[str]:
        for question, before in zip(self.questions, self.expected, strict=True):
            after = ask(self.client, question)
            if (after.status, after.body) != (before.status, before.body):
                word = "a hidden word" if after.told(question.words) else "another answer"
                yield f"{word}: {question.name[:70]}"


def _in_processes(trial: Trial, names: list[str]) -> list[str]:
    """Share the work: each child has the database in memory as it was, for itself."""
    readers = []
    for part in range(PROCESSES):
        reader, writer = os.pipe()
        if os.fork() == 0:
            os.close(reader)
            with os.fdopen(writer, "w") as told:
                for name in names[part::PROCESSES]:
                    print(f"{name}\t{trial.notices(name)}", file=told, flush=True)
                if changed := trial.notices(NOTHING):
                    print(f"{NOTHING}\t{changed}", file=told, flush=True)
            os._exit(0)
        os.close(writer)
        readers.append(os.fdopen(reader))
    lines = [line.rstrip("\n") for reader in readers for line in reader]
    for _part in range(PROCESSES):
        os.wait()
    return sorted(lines)


def _report(lines: list[str]) -> int:
    survivors = 0
    for line in lines:
        name, noticed = line.split("\t")
        survivors += not noticed
        sys.stdout.write(f"| {name} | {noticed or '**nothing noticed**'} |\n")
    sys.stdout.write(f"{len(lines)} checks removed, {len(lines) - survivors} noticed\n")
    return survivors
