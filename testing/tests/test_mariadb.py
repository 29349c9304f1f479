"""Tests of the private MariaDB server: committed data survives a kill, and external servers are not stopped."""

from collections.abc import Iterator

import pytest
from sqlalchemy import create_engine, text
from sqlalchemy.exc import OperationalError
from sqlalchemy.pool import NullPool

from testing.requirements import require
from testing.servers import AnyMariaDB, ExternalMariaDB, MariaDB, NotOurs


@pytest.fixture(scope="module")
def server() -> Iterator[MariaDB]:
    require("mariadb", own=True)
    with MariaDB("mariadb-of-its-own-tests") as server:
        yield server


def execute(url: str, statement: str) -> None:
    with create_engine(url, poolclass=NullPool).begin() as connection:
        connection.execute(text(statement))


def query(url: str, statement: str) -> list[tuple[object, ...]]:
    with create_engine(url, poolclass=NullPool).connect() as connection:
        return [tuple(row) for row in connection.execute(text(statement))]


@pytest.fixture
def table(server: MariaDB) -> Iterator[str]:
    with server.fresh_database() as url:
        execute(url, "CREATE TABLE note (body VARCHAR(100)) ENGINE=InnoDB")
        execute(url, "INSERT INTO note VALUES ('committed 🍺')")
        yield url


def test_committed_rows_survive_kill_9(server: MariaDB, table: str) -> None:
    first = server.pid
    server.kill()
    assert not server.is_running
    server.start()
    assert server.pid != first
    assert query(table, "SELECT body FROM note") == [("committed 🍺",)]


def test_uncommitted_rows_do_not_survive_kill_9(server: MariaDB, table: str) -> None:
    connection = create_engine(table, poolclass=NullPool).connect()
    connection.execute(text("INSERT INTO note VALUES ('uncommitted')"))
    server.kill()
    connection.invalidate()
    connection.close()
    server.start()
    assert query(table, "SELECT body FROM note") == [("committed 🍺",)]


def test_a_stopped_server_refuses_and_comes_back_at_the_same_address(server: MariaDB, table: str) -> None:
    server.stop()
    with pytest.raises(OperationalError, match="Can't connect"):
        query(table, "SELECT 1")
    server.start()
    assert query(table, "SELECT body FROM note") == [("committed 🍺",)]


def test_a_frozen_server_keeps_connections_open_and_answers_later(server: MariaDB, table: str) -> None:
    server.pause()
    with pytest.raises(OperationalError, match="timed out"):
        query(f"{table}&connect_timeout=1&read_timeout=1", "SELECT 1")
    server.resume()
    assert query(table, "SELECT 1") == [(1,)]


def test_healing_restores_a_killed_and_a_frozen_server(server: MariaDB, table: str) -> None:
    server.kill()
    server.heal()
    assert query(table, "SELECT 1") == [(1,)]
    server.pause()
    server.heal()
    assert query(table, "SELECT 1") == [(1,)]


def test_every_database_is_fresh_and_utf8mb4(mariadb_url: str, mariadb: AnyMariaDB) -> None:
    assert query(mariadb_url, "SHOW TABLES") == []
    assert query(mariadb_url, "SELECT @@character_set_database") == [("utf8mb4",)]
    with mariadb.fresh_database() as other:
        assert other != mariadb_url


def test_a_server_that_we_did_not_start_is_used_but_never_stopped(server: MariaDB) -> None:
    external = ExternalMariaDB(server.url())
    with external.fresh_database() as url:
        execute(url, "CREATE TABLE note (body INT)")
    with pytest.raises(OperationalError, match="Unknown database"):
        query(url, "SELECT 1")
    for touch in (external.stop, external.kill, external.restart, external.pause):
        with pytest.raises(NotOurs):
            touch()


def test_closing_removes_the_data() -> None:
    require("mariadb", own=True)
    with MariaDB("mariadb-to-be-closed") as server:
        assert (server.directory / "data").is_dir()
    assert not server.is_running
    assert not server.directory.exists()
