"""Databases with the kit's tables, on SQLite and on a real MariaDB."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import structlog
from service_kit.db.database import Database
from service_kit.events.consumer import Consumer
from service_kit.process.settings import KitSettings

from testing.ports import free_port
from testing.servers import AnyMariaDB

from .counter import Handler, create_tables, empty_tables, make_consumer

SECRET = "whsec_b25lLW9mLXRlc3RzLW9uZS1vZi10ZXN0cw=="
OpenDatabase = Callable[[str], Database]


@pytest.fixture(scope="session", autouse=True)
def plain_logs() -> None:
    """Log failures in plain text: tracebacks with all variables, structlog's choice, take longer than tests."""
    renderer = structlog.dev.ConsoleRenderer(colors=False, exception_formatter=structlog.dev.plain_traceback)
    structlog.configure(processors=[structlog.processors.add_log_level, renderer])


@pytest.fixture
def open_database() -> Iterator[OpenDatabase]:
    """Opens the database at a URL, and closes it at the end."""
    opened: list[Database] = []

    def open_one(url: str) -> Database:
        opened.append(Database(url))
        return opened[-1]

    yield open_one
    for database in opened:
        database.dispose()


@pytest.fixture(scope="session")
def filled_mariadb_url(mariadb: AnyMariaDB) -> Iterator[str]:
    """The URL of a MariaDB database with tables. Shared, because creating tables is slower than most tests."""
    with mariadb.fresh_database() as url:
        database = Database(url)
        create_tables(database)
        database.dispose()
        yield url


@pytest.fixture
def mariadb_database(filled_mariadb_url: str, open_database: OpenDatabase) -> Database:
    """A database with empty tables on MariaDB."""
    database = open_database(filled_mariadb_url)
    empty_tables(database)
    return database


@pytest.fixture
def sqlite_database(sqlite_url: str, open_database: OpenDatabase) -> Database:
    """A database with empty tables on SQLite."""
    database = open_database(sqlite_url)
    create_tables(database)
    return database


@pytest.fixture(params=["sqlite", "mariadb"])
def database(request: pytest.FixtureRequest) -> Database:
    """A database with empty tables. The test runs on each database."""
    found: Database = request.getfixturevalue(f"{request.param}_database")
    return found


@pytest.fixture
def environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> dict[str, str]:
    """The settings of a tiny service whose peer is unavailable."""
    peer = f"http://127.0.0.1:{free_port()}"
    variables = {
        "PORT": str(free_port()),
        "DATABASE_URL": f"sqlite:///{tmp_path / 'test.db'}",
        "EVENTS_URL": peer,
        "EVENTS_SECRET": SECRET,
        "PEER_URL": peer,
    }
    for name in KitSettings.model_fields:
        monkeypatch.delenv(name.upper(), raising=False)
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    monkeypatch.chdir(tmp_path)
    return variables


@pytest.fixture
def stored(environment: dict[str, str], open_database: OpenDatabase) -> Database:
    """The tiny service's database, with tables."""
    database = open_database(environment["DATABASE_URL"])
    create_tables(database)
    return database


@pytest.fixture
def handler() -> Handler:
    """What the consumer does with an event."""
    return Handler()


@pytest.fixture
def consumer(database: Database, handler: Handler) -> Consumer:
    """A consumer of the counter's events."""
    return make_consumer(database, handler)
