"""A process kept beside a server: begun again when it dies, never left behind."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from cms.delivery import beside
from cms.delivery.beside import Keeper
from tests.cms.conftest import ROOT
from tests.cms.delivery.waiting import wait_for

CHILD = """
import os, sys
out = open(sys.argv[1], "a")
print(os.getpid(), file=out, flush=True)
sys.stdin.read()
print("0", file=out, flush=True)
"""
SERVER = (
    "import sys, time; from cms.delivery.beside import Keeper; Keeper(sys.argv[1:]).start(); print('.'); time.sleep(60)"
)


@pytest.fixture
def pids(tmp_path):
    def read():
        path = Path(tmp_path, "pids")
        return [int(line) for line in path.read_text().split()] if path.exists() else []

    return read


@pytest.fixture
def command(tmp_path):
    return [sys.executable, "-c", CHILD, str(tmp_path / "pids")]


def lives(pid):
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


@pytest.fixture
def keeper(command):
    keeper = Keeper(command)
    keeper.start()
    yield keeper
    keeper.end(within=5)


def test_what_dies_begins_again(keeper, pids, monkeypatch):
    monkeypatch.setattr(beside.Patience, "pause", lambda self: 0.05)
    wait_for(pids)
    os.kill(pids()[0], 9)
    wait_for(lambda: len(pids()) == 2)
    assert lives(pids()[1])


def test_it_ends_with_its_keeper(keeper, pids):
    wait_for(pids)
    keeper.end(within=5)
    assert not lives(pids()[0])
    assert len(pids()) == 1


def test_it_is_killed_when_it_does_not_end(command, pids):
    command[2] = "import signal; signal.signal(signal.SIGTERM, signal.SIG_IGN)" + CHILD
    keeper = Keeper(command)
    keeper.start()
    wait_for(pids)
    keeper.end(within=0.1)
    assert not lives(pids()[0])


def test_it_ends_when_the_server_is_killed(command, pids):
    server = subprocess.Popen([sys.executable, "-c", SERVER, *command], cwd=ROOT)
    wait_for(pids)
    server.kill()
    server.wait()
    wait_for(lambda: pids()[-1] == 0)
