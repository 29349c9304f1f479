"""Faults of a real MariaDB: deadlocks, lock timeouts, restarts and lost connections."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest
from service_kit.db import idempotency
from service_kit.db.database import Database, DatabaseUnavailable
from service_kit.db.errors import LOCK_ERRORS, LOST_CONNECTION, OUT_OF_RESOURCES, READ_ONLY
from sqlalchemy import Connection, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from testing.proxy import TcpProxy
from testing.servers import MariaDB

from .conftest import OpenDatabase
from .counter import Counter, values


def add(name: str) -> Callable[[Session], None]:
    return lambda session: session.add(Counter(name=name, value=0, version=1))


def increment(session: Session, name: str) -> None:
    session.execute(text("UPDATE counter SET value = value + 1 WHERE name = :name"), {"name": name})


def connection_id(reader: Connection | Session) -> int:
    return int(reader.execute(text("SELECT CONNECTION_ID()")).scalar_one())


@contextmanager
def account(database: Database, limits: str = "") -> Iterator[str]:
    """The database URL with an account without administrative rights."""
    url = database.engine.url
    with database.engine.connect() as root:
        root.execute(text(f"CREATE USER limited@'127.0.0.1' {limits}"))
        root.execute(text(f"GRANT SELECT, INSERT, UPDATE, DELETE ON `{url.database}`.* TO limited@'127.0.0.1'"))
        try:
            yield url.set(username="limited").render_as_string(hide_password=False)
        finally:
            root.execute(text("DROP USER limited@'127.0.0.1'"))


@contextmanager
def read_only(database: Database) -> Iterator[None]:
    """Make the server read-only for such accounts."""
    with database.engine.connect() as root:
        root.execute(text("SET GLOBAL read_only = 1"))
        try:
            yield
        finally:
            root.execute(text("SET GLOBAL read_only = 0"))


def warm_up(database: Database, size: int = 4) -> None:
    """Fill both pools with this number of connections."""
    together = threading.Barrier(size)

    def read(connection: Connection) -> None:
        connection_id(connection)
        together.wait(timeout=10)

    def write(session: Session) -> None:
        connection_id(session)
        together.wait(timeout=10)

    for work in (lambda: database.read(read), lambda: database.write(write)):
        threads = [threading.Thread(target=work) for _ in range(size)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()


@pytest.fixture
def proxy(mariadb_database: Database) -> Iterator[TcpProxy]:
    """The proxy between `proxied` and MariaDB."""
    url = mariadb_database.engine.url
    assert url.host is not None
    with TcpProxy(url.host, url.port or 3306) as proxy:
        yield proxy


@pytest.fixture
def proxied(mariadb_database: Database, proxy: TcpProxy, open_database: OpenDatabase) -> Database:
    """The database behind the proxy, with one counter."""
    mariadb_database.write(add("a"))
    url = mariadb_database.engine.url.set(port=proxy.port)
    return open_database(url.render_as_string(hide_password=False))


@pytest.mark.parametrize("method", ["read", "write"])
def test_every_connection_is_strict_in_utc_and_reads_what_is_committed(
    mariadb_database: Database, method: str
) -> None:
    def look(reader: Connection | Session) -> tuple[str, str, str, int]:
        connection = reader.connection() if isinstance(reader, Session) else reader
        query = text("SELECT @@sql_mode, @@time_zone, @@collation_connection, @@autocommit")
        mode, zone, collation, autocommit = connection.execute(query).one()
        assert "STRICT_ALL_TABLES" in mode
        return connection.get_isolation_level(), zone, collation.partition("_")[0], autocommit

    found = getattr(mariadb_database, method)(look)
    if method == "write":
        assert found == ("READ COMMITTED", "+00:00", "utf8mb4", 0)
    else:
        assert found[1:] == ("+00:00", "utf8mb4", 1)


@pytest.mark.parametrize("nested", [False, True], ids=["plain", "savepoint"])
def test_a_deadlock_is_repeated_until_both_transactions_have_committed(
    mariadb_database: Database, nested: bool
) -> None:
    mariadb_database.write(add("a"))
    mariadb_database.write(add("b"))
    both_hold_one = threading.Barrier(2)
    tries: list[str] = []

    def cross(first: str, second: str) -> None:
        def work(session: Session) -> None:
            tries.append(first)
            increment(session, first)
            if len(tries) <= 2:
                both_hold_one.wait()
            if nested:
                with session.begin_nested():
                    increment(session, second)
            else:
                increment(session, second)

        mariadb_database.write(work)

    other = threading.Thread(target=cross, args=["b", "a"])
    other.start()
    cross("a", "b")
    other.join()
    assert values(mariadb_database) == {"a": 2, "b": 2}
    assert len(tries) == 3


def test_a_lock_that_is_never_released_is_waited_for_a_bounded_number_of_times(
    mariadb_database: Database, open_database: OpenDatabase, monkeypatch: pytest.MonkeyPatch
) -> None:
    mariadb_database.write(add("a"))
    monkeypatch.setattr("service_kit.db.database.MAX_ATTEMPTS", 2)
    monkeypatch.setattr("service_kit.db.database._MYSQL_MODE", "SET SESSION innodb_lock_wait_timeout=1")
    impatient = open_database(mariadb_database.engine.url.render_as_string(hide_password=False))
    tries: list[int] = []

    def work(session: Session) -> None:
        tries.append(1)
        increment(session, "a")

    with Session(mariadb_database.engine) as holder:
        increment(holder, "a")
        with pytest.raises(DatabaseUnavailable):
            impatient.write(work)
    assert len(tries) == 2
    impatient.write(work)
    assert values(mariadb_database) == {"a": 1}


@pytest.mark.parametrize("graceful", [True, False], ids=["restarted", "killed"])
def test_after_the_database_restarted_under_a_warm_pool_the_next_read_and_write_succeed(
    mariadb_database: Database, mortal_mariadb: MariaDB, graceful: bool
) -> None:
    mariadb_database.write(add("a"))
    warm_up(mariadb_database)
    mortal_mariadb.stop() if graceful else mortal_mariadb.kill()
    with pytest.raises(DatabaseUnavailable):
        mariadb_database.read(connection_id)
    with pytest.raises(DatabaseUnavailable):
        mariadb_database.write(lambda session: increment(session, "a"))
    mortal_mariadb.start()
    assert values(mariadb_database) == {"a": 0}
    mariadb_database.write(lambda session: increment(session, "a"))
    assert values(mariadb_database) == {"a": 1}


def test_a_database_that_came_back_before_anybody_noticed_is_no_error(
    mariadb_database: Database, mortal_mariadb: MariaDB
) -> None:
    mariadb_database.write(add("a"))
    warm_up(mariadb_database)
    mortal_mariadb.restart()
    mariadb_database.write(lambda session: increment(session, "a"))
    assert values(mariadb_database) == {"a": 1}


def test_connections_that_an_operator_killed_are_no_error(mariadb_database: Database) -> None:
    mariadb_database.write(add("a"))
    victims = [mariadb_database.read(connection_id), mariadb_database.write(connection_id)]
    with mariadb_database.engine.connect() as operator:
        for victim in set(victims) - {connection_id(operator)}:
            operator.execute(text(f"KILL {victim}"))
    mariadb_database.write(lambda session: increment(session, "a"))
    assert values(mariadb_database) == {"a": 1}


def test_a_connection_lost_before_the_commit_repeats_the_transaction(proxied: Database, proxy: TcpProxy) -> None:
    proxied.write(lambda session: increment(session, "a"))
    tries: list[int] = []

    def work(session: Session) -> None:
        tries.append(1)
        if len(tries) == 1:
            connection_id(session)
            proxy.cut()
        increment(session, "a")

    proxied.write(work)
    assert len(tries) == 2
    assert values(proxied) == {"a": 2}


def test_a_connection_lost_during_the_commit_is_an_error_and_nothing_is_done_twice(
    proxied: Database, proxy: TcpProxy, mariadb_database: Database
) -> None:
    proxied.write(lambda session: increment(session, "a"))
    proxy.lose_reply_to(b"COMMIT")
    with pytest.raises(DatabaseUnavailable):
        proxied.write(lambda session: increment(session, "a"))
    assert proxy.lost_replies == 1
    assert values(mariadb_database) == {"a": 2}
    proxy.pass_through()
    proxied.write(lambda session: increment(session, "a"))
    assert values(mariadb_database) == {"a": 3}


def test_a_repeated_request_after_a_lost_commit_is_processed_once(
    proxied: Database, proxy: TcpProxy, mariadb_database: Database
) -> None:
    def order(session: Session) -> str:
        def work() -> str:
            increment(session, "a")
            return "ordered"

        return idempotency.once(session, "order", "key-1", {"cake": 1}, work)

    proxied.write(connection_id)
    proxy.lose_reply_to(b"COMMIT")
    with pytest.raises(DatabaseUnavailable):
        proxied.write(order)
    proxy.pass_through()
    assert proxied.write(order) == "ordered"
    assert values(mariadb_database) == {"a": 1}


def test_an_error_does_not_contain_the_stored_values(database: Database) -> None:
    statement = text("INSERT INTO nowhere VALUES (:secret)")
    for run in (database.read, database.write):
        with pytest.raises(DBAPIError) as failed:
            run(lambda connection: connection.execute(statement, {"secret": "hunter2"}))
        assert "hunter2" not in str(failed.value)


OUTAGES = sorted(LOCK_ERRORS | LOST_CONNECTION | READ_ONLY | OUT_OF_RESOURCES | {1203, 1226, 1290, 1836})


@pytest.mark.parametrize("code", OUTAGES)
def test_a_refusal_of_the_server_that_is_an_outage_is_a_clean_error(
    mariadb_database: Database, monkeypatch: pytest.MonkeyPatch, code: int
) -> None:
    monkeypatch.setattr("service_kit.db.database.MAX_ATTEMPTS", 1)
    refusal = text(f"SIGNAL SQLSTATE 'HY000' SET MYSQL_ERRNO = {code}, MESSAGE_TEXT = 'refused'")
    for run in (mariadb_database.read, mariadb_database.write):
        with pytest.raises(DatabaseUnavailable):
            run(lambda reader: reader.execute(refusal))


def test_too_many_connections_of_the_account_are_an_outage(
    mariadb_database: Database, open_database: OpenDatabase
) -> None:
    with account(mariadb_database, "WITH MAX_USER_CONNECTIONS 1") as url:
        limited = open_database(url)
        with limited.engine.connect():
            for refused in (limited.ping, lambda: limited.write(connection_id)):
                with pytest.raises(DatabaseUnavailable):
                    refused()
        limited.write(connection_id)


def test_a_read_only_server_is_an_outage_and_left_after_the_failover(
    mariadb_database: Database, open_database: OpenDatabase
) -> None:
    mariadb_database.write(add("a"))
    with account(mariadb_database) as url:
        limited = open_database(url)
        former = limited.write(connection_id)
        with read_only(mariadb_database):
            for refused in (limited.ping, lambda: limited.write(lambda session: increment(session, "a"))):
                with pytest.raises(DatabaseUnavailable):
                    refused()
        limited.ping()
        limited.write(lambda session: increment(session, "a"))
        assert limited.write(connection_id) != former
    assert values(mariadb_database) == {"a": 1}
