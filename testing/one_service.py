"""Fixtures for tests of a single service. Its `conftest.py` imports them and defines `commands`.

Each test runs on SQLite and on MariaDB (use ON_SQLITE or ON_MARIADB to restrict it). The tables are created once
per run by the real migrations. Building an application takes longer than most tests, so tests that need no special
settings share one.
"""

from collections.abc import AsyncIterator, Callable, Iterator, Mapping
from contextlib import AbstractAsyncContextManager
from typing import Any

import pytest
from fastapi import FastAPI
from service_kit.db.database import Database
from service_kit.db.migrations import upgrade
from service_kit.process.cli import Commands
from service_kit.process.service import Service
from structlog.testing import capture_logs
from structlog.typing import EventDict

from testing.api import Client, client_of, connect
from testing.rows import clear
from testing.servers import AnyMariaDB

ON_SQLITE = pytest.mark.parametrize("stage", ["sqlite"], indirect=True)
ON_MARIADB = pytest.mark.parametrize("stage", ["mariadb"], indirect=True)
EVENTS_SECRET = "whsec_c2VjcmV0c2VjcmV0c2VjcmV0c2VjcmV0"

MakeService = Callable[..., Service]
"""Creates a service on the test's database. Keyword arguments are settings."""

Serve = Callable[..., AbstractAsyncContextManager[Client]]
"""`async with serve(environment="production") as client`: serves the API with these settings."""


SETTINGS: Mapping[str, object] = {
    "database_url": "sqlite:///unused.db",
    "events_url": "http://127.0.0.1:9",
    "events_secret": EVENTS_SECRET,
    "peer_url": "http://127.0.0.1:9",
    "rest_anonymous": True,
    "login_tries_from_elsewhere": 1_000_000,  # tests share an application and often use the same user names
    "secret_key": "a key that only tests use, and all of them",
}


class Stage:
    """A database with the service's tables, and the application that most tests share."""

    def __init__(self, commands: Commands, url: str) -> None:
        upgrade(commands.migrations, url)
        self.url = url
        self._commands = commands
        self.service = self.make_service()
        self.app = self.make_app(self.service)

    def make_service(self, **settings: object) -> Service:
        """Create another service on the same database."""
        fields: dict[str, Any] = {**SETTINGS, "database_url": self.url, **settings}
        return Service(self._commands.definition, self._commands.settings.model_validate(fields))

    def make_app(self, service: Service) -> FastAPI:
        """Create an application that does not process events."""
        return self._commands.api(service, False)


@pytest.fixture(autouse=True)
def log_entries() -> Iterator[list[EventDict]]:
    """Collect the log entries of the test."""
    with capture_logs() as entries:
        yield entries


@pytest.fixture(scope="session")
def sqlite_stage(commands: Commands, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stage]:
    """The stage on SQLite."""
    file = tmp_path_factory.mktemp("stage") / f"{commands.definition.name}.db"
    stage = Stage(commands, f"sqlite:///{file}")
    yield stage
    stage.service.database.dispose()


@pytest.fixture(scope="session")
def mariadb_stage(commands: Commands, mariadb: AnyMariaDB) -> Iterator[Stage]:
    """The stage on MariaDB."""
    with mariadb.fresh_database() as url:
        stage = Stage(commands, url)
        yield stage
        stage.service.database.dispose()


@pytest.fixture(params=["sqlite", "mariadb"])
def stage(request: pytest.FixtureRequest) -> Stage:
    """An empty stage."""
    stage: Stage = request.getfixturevalue(f"{request.param}_stage")
    clear(stage.service.database.engine)
    return stage


@pytest.fixture
def service(stage: Stage) -> Service:
    """The service, for tests that call commands, queries or the consumer directly."""
    return stage.service


@pytest.fixture
def database(stage: Stage) -> Database:
    """The service's database."""
    return stage.service.database


@pytest.fixture
async def client(stage: Stage) -> AsyncIterator[Client]:
    """An API client without a session. REST_ANONYMOUS is set, as in `make run`."""
    async with connect(stage.app) as client:
        yield client


@pytest.fixture
def make_service(stage: Stage) -> Iterator[MakeService]:
    """Creates services with custom settings, and closes them at the end of the test."""
    made: list[Service] = []

    def make(**settings: object) -> Service:
        made.append(stage.make_service(**settings))
        return made[-1]

    yield make
    for service in made:
        service.database.dispose()


@pytest.fixture
def serve(stage: Stage, make_service: MakeService) -> Serve:
    """Serves the API with custom settings."""
    return lambda **settings: client_of(stage.make_app(make_service(**settings)))
