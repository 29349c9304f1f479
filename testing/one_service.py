"""Fixtures for the tests of one service by itself. Its `conftest.py` imports them and says which service it is.

A conftest defines `commands`. Each test runs on SQLite and on MariaDB, whose tables the real migrations have made
once a run; ON_SQLITE or ON_MARIADB restricts it. To build an application takes longer than most tests: those that
need no settings of their own share one.
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
"""Makes a service on the test's database; keyword arguments are settings."""

Serve = Callable[..., AbstractAsyncContextManager[Client]]
"""`async with serve(environment="production") as client`: an API with these settings on the test's database."""


SETTINGS: Mapping[str, object] = {
    "database_url": "sqlite:///unused.db",
    "events_url": "http://127.0.0.1:9",
    "events_secret": EVENTS_SECRET,
    "peer_url": "http://127.0.0.1:9",
    "rest_anonymous": True,
    "login_tries_from_elsewhere": 1_000_000,  # tests share an application, and mostly call their accounts alike
    "secret_key": "a key that only tests use, and all of them",
}


class Stage:
    """One database with the service's tables, and the application that most tests share."""

    def __init__(self, commands: Commands, url: str) -> None:
        upgrade(commands.migrations, url)
        self.url = url
        self._commands = commands
        self.service = self.make_service()
        self.app = self.make_app(self.service)

    def make_service(self, **settings: object) -> Service:
        """Makes another service on the same database."""
        fields: dict[str, Any] = {**SETTINGS, "database_url": self.url, **settings}
        return Service(self._commands.definition, self._commands.settings.model_validate(fields))

    def make_app(self, service: Service) -> FastAPI:
        """Makes an application that leaves events where they are."""
        return self._commands.api(service, False)


@pytest.fixture(autouse=True)
def log_entries() -> Iterator[list[EventDict]]:
    """What the test has the service log."""
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
    """A stage without rows."""
    stage: Stage = request.getfixturevalue(f"{request.param}_stage")
    clear(stage.service.database.engine)
    return stage


@pytest.fixture
def service(stage: Stage) -> Service:
    """The service, for what is called beside the API: commands, queries, the consumer."""
    return stage.service


@pytest.fixture
def database(stage: Stage) -> Database:
    """The service's database."""
    return stage.service.database


@pytest.fixture
async def client(stage: Stage) -> AsyncIterator[Client]:
    """A client of the API without a session. Older clients' routes are open to it, as `make run` serves them."""
    async with connect(stage.app) as client:
        yield client


@pytest.fixture
def make_service(stage: Stage) -> Iterator[MakeService]:
    """Makes services with settings of the test's own; what they hold open is closed in the end."""
    made: list[Service] = []

    def make(**settings: object) -> Service:
        made.append(stage.make_service(**settings))
        return made[-1]

    yield make
    for service in made:
        service.database.dispose()


@pytest.fixture
def serve(stage: Stage, make_service: MakeService) -> Serve:
    """Serves the API with settings of the test's own."""
    return lambda **settings: client_of(stage.make_app(make_service(**settings)))
