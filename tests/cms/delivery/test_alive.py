"""Locks that end with their worker."""

import pytest
from django.db import connection, connections

from cms.delivery.alive import is_running, living, lock_of, number
from tests.cms.delivery.waiting import wait_for


@pytest.fixture
def hold(db):
    locks = []

    def lock(worker_id):
        locks.append(lock_of(worker_id))
        assert locks[-1].hold()
        return locks[-1]

    yield lock
    for each in locks:
        each.release()


def test_a_worker_lives_while_it_holds_its_lock(hold):
    lock = hold("ana")
    assert number("ana") in living()
    assert number("ana.default") in living()
    assert number("bia") not in living()
    assert is_running()
    lock.release()
    wait_for(lambda: number("ana") not in living())


def test_holding_again_changes_nothing(hold):
    lock = hold("ana")
    assert lock.hold()
    lock.release()
    wait_for(lambda: number("ana") not in living())


def test_a_lost_lock_is_noticed_and_taken_again(hold, tmp_path):
    lock = hold("ana")
    if connection.vendor == "postgresql":
        end_sessions_with_locks()
        assert lock.hold() is False
    else:
        (tmp_path / "workers" / str(number("ana"))).unlink()
    wait_for(lambda: number("ana") not in living())
    assert lock.hold()
    assert number("ana") in living()


def test_a_file_left_by_a_dead_worker_is_removed(db, tmp_path):
    if connection.vendor != "sqlite":
        pytest.skip("there are no files")
    left = tmp_path / "workers" / str(number("ana"))
    left.parent.mkdir()
    left.touch()
    assert living() == set()
    assert not left.exists()


def test_a_session_that_the_server_still_holds_is_ended(hold):
    """The network broke, the worker knows and the server does not: the old session would keep the lock for hours."""
    if connection.vendor != "postgresql":
        pytest.skip("there are no sessions")
    hold("ana")
    again = lock_of("ana")
    assert again.hold() is False
    wait_for(again.hold)
    again.release()


def end_sessions_with_locks():
    other = connections["default"].copy()
    with other.cursor() as cursor:
        cursor.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_locks JOIN pg_database ON pg_database.oid = database "
            "WHERE locktype = 'advisory' AND datname = current_database()"
        )
    other.close()
