"""Database access survives deadlocks, restarts and concurrent writers."""

import asyncio
import contextvars
import sqlite3
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing, contextmanager
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from service_kit.db.database import Database, DatabaseUnavailable, announce, database_now
from sqlalchemy import Connection, select, text
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session
from sqlmodel import col

from testing.ports import free_port

from .conftest import OpenDatabase
from .counter import Counter, values


def add(name: str, value: int = 0) -> Callable[[Session], None]:
    return lambda session: session.add(Counter(name=name, value=value, version=1))


def increment(session: Session, name: str) -> None:
    session.execute(text("UPDATE counter SET value = value + 1 WHERE name = :name"), {"name": name})


def one(connection: Connection) -> int:
    return int(connection.execute(text("SELECT 1")).scalar_one())


@contextmanager
def sqlite_writer(database: Database) -> Iterator[sqlite3.Connection]:
    """A write transaction of another process."""
    path = database.engine.url.database
    assert path is not None
    with closing(sqlite3.connect(path, isolation_level=None, check_same_thread=False)) as connection:
        connection.execute("BEGIN IMMEDIATE")
        yield connection


def test_a_transaction_commits_all_of_its_work(database: Database) -> None:
    assert database.write(lambda session: add("a", 3)(session) or "done") == "done"
    assert values(database) == {"a": 3}


def test_a_transaction_that_raises_commits_nothing(database: Database) -> None:
    def work(session: Session) -> None:
        add("a")(session)
        session.flush()
        raise ValueError("a rule")

    with pytest.raises(ValueError, match="a rule"):
        database.write(work)
    assert values(database) == {}


def test_a_constraint_violation_is_raised_and_not_retried(database: Database) -> None:
    database.write(add("a"))
    calls: list[int] = []

    def work(session: Session) -> None:
        calls.append(1)
        add("a")(session)

    with pytest.raises(IntegrityError):
        database.write(work)
    assert calls == [1]


def test_returned_objects_are_usable_after_the_commit(database: Database) -> None:
    def work(session: Session) -> Counter:
        add("a", 3)(session)
        return session.get_one(Counter, "a")

    assert database.write(work).value == 3


def test_listeners_are_called_after_a_commit_but_not_after_a_rollback(database: Database) -> None:
    heard: list[str] = []
    database.on_commit("news", lambda: heard.append("news"))
    database.on_commit("other", lambda: heard.append("other"))

    def work(session: Session, *, fails: bool) -> None:
        announce(session, "news")
        if fails:
            raise ValueError

    with pytest.raises(ValueError, match=r"^$"):
        database.write(lambda session: work(session, fails=True))
    assert heard == []
    database.write(lambda session: work(session, fails=False))
    assert heard == ["news"]


def test_the_databases_clock_is_utc_with_microseconds(database: Database) -> None:
    moments = [database.read(database_now) for _ in range(20)]
    assert all(abs(moment - datetime.now(UTC)) < timedelta(minutes=1) for moment in moments)
    assert any(moment.microsecond % 1000 for moment in moments)
    assert database.write(database_now).tzinfo is UTC


async def test_async_methods_do_not_block_the_loop_and_keep_the_context(database: Database) -> None:
    variable = contextvars.ContextVar("variable", default="")
    variable.set("kept")
    ticks = 0

    def slow(_: Any) -> str:
        time.sleep(0.3)
        return f"{variable.get()} on {threading.current_thread().name}"

    task = asyncio.gather(database.aread(slow), database.awrite(slow))
    while not task.done():
        await asyncio.sleep(0.01)
        ticks += 1
    assert ticks > 5
    assert all(result.startswith("kept on database_") for result in await task)


def test_a_read_sees_what_was_committed_a_moment_ago(database: Database) -> None:
    for value in range(20):
        database.write(lambda session, value=value: session.merge(Counter(name="a", value=value, version=1)))  # type: ignore[misc]
        assert values(database) == {"a": value}


def test_a_query_is_one_round_trip(mariadb_database: Database) -> None:
    def statements_so_far(connection: Connection) -> int:
        return int(connection.execute(text("SHOW SESSION STATUS LIKE 'Questions'")).one()[1])

    first, second, third = [mariadb_database.read(statements_so_far) for _ in range(3)]
    assert (second - first, third - second) == (1, 1)


def test_an_unreachable_database_is_a_clean_error(open_database: OpenDatabase) -> None:
    database = open_database(f"mysql+pymysql://root@127.0.0.1:{free_port()}/nothing")
    with pytest.raises(DatabaseUnavailable):
        database.read(one)
    with pytest.raises(DatabaseUnavailable):
        database.write(lambda session: increment(session, "a"))
    with pytest.raises(DatabaseUnavailable):
        database.ping()


def test_a_full_pool_is_a_clean_error(mariadb_database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(mariadb_database.engine.pool, "_timeout", 0.1)
    with ExitStack() as held:
        for _ in range(10):
            held.enter_context(mariadb_database.engine.connect())
        with pytest.raises(DatabaseUnavailable):
            mariadb_database.write(add("a"))
    mariadb_database.write(add("a"))


def test_the_number_of_connections_is_limited_by_the_settings(
    mariadb_database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    url = mariadb_database.engine.url.render_as_string(hide_password=False)
    database = Database(url, pool_size=1, pool_overflow=0)
    monkeypatch.setattr(database.engine.pool, "_timeout", 0.1)
    with database.engine.connect(), pytest.raises(DatabaseUnavailable):
        database.write(add("a"))
    database.dispose()


def test_a_full_disk_is_a_clean_error_on_sqlite(sqlite_database: Database) -> None:
    def fill(session: Session) -> None:
        session.execute(text("PRAGMA max_page_count = 1"))  # SQLite raises it to the size of the file
        for number in range(1000):
            session.add(Counter(name=f"{number:040}", value=0, version=1))
        session.flush()

    with pytest.raises(DatabaseUnavailable):
        sqlite_database.write(fill)
    assert values(sqlite_database) == {}


def test_sqlite_in_memory_is_refused() -> None:
    with pytest.raises(ValueError, match="needs a file"):
        Database("sqlite://")


def test_a_sqlite_writer_waits_for_another_that_holds_the_file_for_a_second(sqlite_database: Database) -> None:
    with sqlite_writer(sqlite_database) as other:
        started = time.monotonic()
        release = threading.Timer(1, other.execute, ["COMMIT"])
        release.start()
        sqlite_database.write(add("a"))
        waited = time.monotonic() - started
    release.join()
    assert values(sqlite_database) == {"a": 0}
    assert waited > 0.8


def test_sqlite_reads_do_not_wait_for_a_writer(sqlite_database: Database) -> None:
    with sqlite_writer(sqlite_database):
        started = time.monotonic()
        assert values(sqlite_database) == {}
        assert time.monotonic() - started < 0.8


def test_a_sqlite_file_that_stays_locked_is_a_clean_error_and_works_again_afterwards(
    sqlite_database: Database, open_database: OpenDatabase, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("service_kit.db.database.SQLITE_BUSY_SECONDS", 0.2)
    impatient = open_database(str(sqlite_database.engine.url))
    with sqlite_writer(sqlite_database), pytest.raises(DatabaseUnavailable):
        impatient.write(add("a"))
    impatient.write(add("a"))
    assert values(impatient) == {"a": 0}


def test_a_sqlite_read_that_turns_into_a_write_does_not_fail_beside_another_writer(
    sqlite_database: Database,
) -> None:
    sqlite_database.write(add("a"))

    def read_then_write(session: Session) -> None:
        known = session.scalars(select(Counter).where(col(Counter.name) == "a")).one()
        time.sleep(0.05)
        known.value += 1

    threads = [threading.Thread(target=sqlite_database.write, args=[read_then_write]) for _ in range(5)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert values(sqlite_database) == {"a": 5}
