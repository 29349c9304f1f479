"""The pytest plugin with fixtures for real servers, fresh databases and virtual hosts.

Servers start after collection, in the background, and end with the run. Each worker process of a distributed run
has its own servers.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from testing.ports import free_port as find_free_port
from testing.processes import LOGS
from testing.requirements import MISSING, REQUIREMENTS, require
from testing.servers import AnyMariaDB, AnyRabbitMQ, ExternalMariaDB, ExternalRabbitMQ, MariaDB, RabbitMQ


class Servers:
    """The servers of this run."""

    def __init__(self) -> None:
        self._mariadb: AnyMariaDB | None = None
        self._rabbitmq: AnyRabbitMQ | None = None

    def launch(self, wanted: set[str]) -> None:
        """Start those of `wanted` that are installed, without waiting for them."""
        # RabbitMQ takes longest, so it starts first.
        if "rabbitmq" in wanted and REQUIREMENTS["rabbitmq"].own:
            self._rabbitmq = RabbitMQ()
            self._rabbitmq.launch()
        if "mariadb" in wanted and REQUIREMENTS["mariadb"].own:
            self._mariadb = MariaDB()
            self._mariadb.launch()

    def mariadb(self) -> AnyMariaDB:
        """Return a MariaDB that is ready, or skip the test."""
        require("mariadb")
        if self._mariadb is None:
            self.launch({"mariadb"})
        server = self._mariadb or ExternalMariaDB(REQUIREMENTS["mariadb"].url or "")
        server.wait_until_ready()
        return server

    def rabbitmq(self) -> AnyRabbitMQ:
        """Return a RabbitMQ that is ready, or skip the test."""
        require("rabbitmq")
        if self._rabbitmq is None:
            self.launch({"rabbitmq"})
        server = self._rabbitmq or ExternalRabbitMQ(REQUIREMENTS["rabbitmq"].url or "")
        server.wait_until_ready()
        return server

    def close(self) -> None:
        """Stop the servers that this run started."""
        for server in (self._mariadb, self._rabbitmq):
            if server is not None:
                server.close()


_SERVERS = pytest.StashKey[Servers]()
_EDGE = re.compile(r"test_([a-z_]*_)?(rest|mutations|bad_input|edges|rights|errors)")
# The slowest tests start first, so that all worker processes finish at about the same time.
_SLOWEST_FIRST = (
    "tests/browser/",
    "admin_service/tests/test_fuzz.py",
    "main_service/tests/test_fuzz.py",
    "tests/",
    "service_kit/tests/transports/",
    "testing/",
    "admin_service/tests/stock/",
    "main_service/tests/orders/",
)


def pytest_configure(config: pytest.Config) -> None:
    """Create the server registry and declare the markers."""
    config.addinivalue_line("markers", "long: also runs in `make test-long`, with many more rounds")
    config.stash[_SERVERS] = Servers()


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Run API tests on one database only, and the slowest files first."""
    again = {item for item in items if _is_an_edge_again(item)}
    if again:
        config.hook.pytest_deselected(items=list(again))
        items[:] = [item for item in items if item not in again]
    items.sort(key=_rank)


def _rank(item: pytest.Item) -> int:
    """Return the position of the test's folder or file in `_SLOWEST_FIRST`; others come last."""
    path = item.path.relative_to(item.config.rootpath).as_posix()
    return next((rank for rank, start in enumerate(_SLOWEST_FIRST) if path.startswith(start)), len(_SLOWEST_FIRST))


def _is_an_edge_again(item: pytest.Item) -> bool:
    """Whether the same API test also runs on SQLite."""
    chosen = getattr(item, "callspec", None)
    if chosen is None or chosen.params.get("stage") != "mariadb" or not _EDGE.fullmatch(item.path.stem):
        return False
    return not any(mark.args[0] == "stage" for mark in item.iter_markers("parametrize"))


def pytest_collection_finish(session: pytest.Session) -> None:
    """Start the servers that the collected tests need."""
    if session.config.option.collectonly:
        return
    fixtures = {name for item in session.items for name in getattr(item, "fixturenames", ())}
    session.config.stash[_SERVERS].launch(fixtures)


def pytest_unconfigure(config: pytest.Config) -> None:
    """Stop the servers."""
    config.stash[_SERVERS].close()


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """List the tests that were skipped because something is not installed."""
    reports = terminalreporter.stats.get("skipped", [])
    reasons = (str(report.longrepr[2]) for report in reports if isinstance(report.longrepr, tuple))
    missing = Counter(reason.removeprefix("Skipped: ") for reason in reasons if MISSING in reason)
    if not missing:
        return
    terminalreporter.write_sep("=", "NOT TESTED ON THIS MACHINE", red=True, bold=True)
    for reason, count in missing.most_common():
        terminalreporter.write_line(f"{count:4} tests skipped. {reason}", red=True)


@pytest.fixture(scope="session")
def mariadb(pytestconfig: pytest.Config) -> AnyMariaDB:
    """A MariaDB that is ready."""
    return pytestconfig.stash[_SERVERS].mariadb()


@pytest.fixture(scope="session")
def rabbitmq(pytestconfig: pytest.Config) -> AnyRabbitMQ:
    """A RabbitMQ that is ready."""
    return pytestconfig.stash[_SERVERS].rabbitmq()


@pytest.fixture
def mortal_mariadb(mariadb: AnyMariaDB) -> Iterator[MariaDB]:
    """The MariaDB of this run, for a test that stops, kills or freezes it. It is restored afterwards."""
    require("mariadb", own=True)
    assert isinstance(mariadb, MariaDB)
    yield mariadb
    mariadb.heal()


@pytest.fixture
def mortal_rabbitmq(rabbitmq: AnyRabbitMQ) -> Iterator[RabbitMQ]:
    """The RabbitMQ of this run, for a test that stops, kills, freezes or alarms it. It is restored afterwards."""
    require("rabbitmq", own=True)
    assert isinstance(rabbitmq, RabbitMQ)
    yield rabbitmq
    rabbitmq.heal()


@pytest.fixture
def mariadb_url(mariadb: AnyMariaDB) -> Iterator[str]:
    """The SQLAlchemy URL of a new database on MariaDB."""
    with mariadb.fresh_database() as url:
        yield url


@pytest.fixture
def sqlite_url(tmp_path: Path) -> str:
    """The SQLAlchemy URL of a new SQLite file."""
    return f"sqlite:///{tmp_path / 'test.db'}"


@pytest.fixture
def amqp_url(rabbitmq: AnyRabbitMQ) -> Iterator[str]:
    """The AMQP URL of a virtual host that no other test uses."""
    with rabbitmq.fresh_vhost() as url:
        yield url


@pytest.fixture(scope="session")
def free_port() -> Callable[[], int]:
    """A function that returns a free TCP port of 127.0.0.1; each call returns a new one."""
    return find_free_port


@pytest.fixture
def logs(request: pytest.FixtureRequest) -> Path:
    """The directory for logs of programs that this test starts: `artifacts/logs/<test>`."""
    return LOGS / re.sub(r"[^\w.-]+", "_", request.node.nodeid)[-150:]
