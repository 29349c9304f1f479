"""A complete service in one process: events, health and shutdown.

It is its own peer: what it publishes comes back to it.
"""

import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from urllib.parse import urlsplit

import httpx
import pytest
import uvicorn
from service_kit.db.database import Database, announce
from service_kit.events.event import Subscription
from service_kit.process import sync_status, worker
from service_kit.process.service import Definition, Service
from service_kit.process.settings import KitSettings
from service_kit.process.sync_status import SyncState
from sqlalchemy import Connection, make_url, text
from sqlalchemy.orm import Session
from structlog.testing import capture_logs

from testing.ports import free_port
from testing.proxy import TcpProxy
from testing.waiting import eventually

from .conftest import SECRET
from .counter import (
    COUNTER_SET,
    CounterData,
    Handler,
    counter_set,
    counters,
    deliveries,
    effects,
    ids,
    letters,
    outbox_rows,
    parked,
    pending,
    record,
)
from .tiny import DEFINITION, create_app

NewService = Callable[..., Service]


def url_of(service: Service) -> str:
    return f"http://127.0.0.1:{service.settings.port}"


@contextmanager
def served(service: Service, *, carry_events: bool = True) -> Iterator[httpx.Client]:
    """Run the service's API with its relay and consumer."""
    app = create_app(service, carry_events)
    server = uvicorn.Server(uvicorn.Config(app, port=service.settings.port, log_config=None))
    thread = threading.Thread(target=server.run)
    thread.start()
    with httpx.Client(base_url=url_of(service), timeout=10) as client:
        eventually(lambda: client.get("/livez"), also_retry=(httpx.TransportError,))
        try:
            yield client
        finally:
            server.should_exit = True
            thread.join(30)


@pytest.fixture
def definition(handler: Handler) -> Definition:
    return replace(DEFINITION, subscriptions=[Subscription(COUNTER_SET, CounterData, handler)])


@pytest.fixture
def settings(sqlite_database: Database) -> Mapping[str, object]:
    """Settings of a service that is its own peer, without a broker."""
    port = free_port()
    url = f"http://127.0.0.1:{port}"
    database_url = str(sqlite_database.engine.url)
    return {
        "port": port,
        "database_url": database_url,
        "events_url": url,
        "events_secret": SECRET,
        "peer_url": url,
        "event_retry_seconds": 0.05,
        "event_max_attempts": 3,
    }


@pytest.fixture
def new_service(definition: Definition, settings: Mapping[str, object]) -> NewService:
    """Creates a service with changed settings."""
    return lambda **changes: Service(definition, KitSettings.model_validate({**settings, **changes}))


@pytest.fixture(params=["direct", "rabbitmq"])
def service(request: pytest.FixtureRequest, new_service: NewService) -> Service:
    """A service on each transport."""
    if request.param == "direct":
        return new_service()
    return new_service(events_url=request.getfixturevalue("amqp_url"))


def test_committed_events_are_published_and_applied(service: Service, sqlite_database: Database) -> None:
    events = counters(250)
    with served(service) as client:
        record(service.database, *events)

        def arrived() -> None:
            assert (effects(sqlite_database), pending(sqlite_database)) == (ids(events), 0)

        eventually(arrived, timeout=30)
        assert client.get("/readyz").json() == {"database": True, "transport": True}


def test_pending_events_are_published_at_the_next_start(service: Service, sqlite_database: Database) -> None:
    event = counter_set()
    record(sqlite_database, event)
    with served(service):

        def arrived() -> None:
            assert effects(sqlite_database) == [event.id]

        eventually(arrived, timeout=20)


def test_a_stopped_service_releases_all_resources(service: Service, sqlite_database: Database) -> None:
    others = set(threading.enumerate())  # of earlier tests

    def own_threads() -> set[str]:
        kinds = ("rabbitmq-", "database_", "relay", "retry", "purge", "consumer")
        found = set(threading.enumerate()) - others
        return {thread.name for thread in found if thread.name.startswith(kinds)}

    with served(service):
        assert own_threads() >= {"relay", "retry", "purge"}
    assert own_threads() == set()
    record(sqlite_database, counter_set())
    assert pending(sqlite_database) == 1


def test_a_poison_event_is_retried_and_parked_without_blocking_others(
    new_service: NewService, handler: Handler, sqlite_database: Database
) -> None:
    handler.poison = {"bad"}
    bad, good = counter_set("bad"), counter_set("good")
    with served(new_service()):
        record(sqlite_database, bad, good)

        def settled() -> None:
            assert effects(sqlite_database) == [good.id]
            assert [(letter.event_id, letter.attempts) for letter in parked(sqlite_database)] == [(bad.id, 3)]

        eventually(settled, timeout=20)


def test_a_projection_runs_after_each_commit_that_announces_its_topic(
    definition: Definition, settings: Mapping[str, object]
) -> None:
    runs: list[Session] = []

    def project(session: Session) -> bool:
        runs.append(session)
        return len(runs) % 2 == 1  # the first run says that there is more

    projecting = replace(definition, projections={"counting": project})
    service = Service(projecting, KitSettings.model_validate(settings))
    service.start()
    eventually(lambda: runs[1], also_retry=(IndexError,))
    service.database.write(lambda session: announce(session, "counting"))
    eventually(lambda: runs[3], also_retry=(IndexError,))
    service.stop()


def test_readyz_returns_the_configured_instance_id(new_service: NewService) -> None:
    for instance, header in (("a1", "a1"), ("", None)):
        with served(new_service(instance_id=instance), carry_events=False) as client:
            assert client.get("/readyz").headers.get("x-instance-id") == header


def test_without_its_database_a_process_is_alive_but_not_ready(new_service: NewService) -> None:
    nowhere = new_service(database_url=f"mysql+pymysql://root@127.0.0.1:{free_port()}/nothing")
    with served(nowhere, carry_events=False) as client:
        assert client.get("/livez").json() == {"status": "alive"}
        answer = client.get("/readyz")
        assert (answer.status_code, answer.json()) == (503, {"database": False, "transport": True})
        assert client.get("/metrics").status_code == 503


def test_a_process_whose_database_refuses_its_account_or_lacks_its_tables_is_not_ready(
    new_service: NewService, mariadb_url: str
) -> None:
    url = make_url(mariadb_url)
    for refused in (url, url.set(username="nobody", password="wrong")):
        service = new_service(database_url=refused.render_as_string(hide_password=False))
        with served(service, carry_events=False) as client:
            answer = client.get("/readyz")
            assert (answer.status_code, answer.json()) == (503, {"database": False, "transport": True})


@pytest.mark.parametrize("code", [1203, 1226, 1290, 1836])
def test_a_process_whose_database_refuses_work_is_not_ready(
    new_service: NewService, mariadb_database: Database, monkeypatch: pytest.MonkeyPatch, code: int
) -> None:
    def refuse(connection: Connection) -> None:
        connection.execute(text(f"SIGNAL SQLSTATE 'HY000' SET MYSQL_ERRNO = {code}"))

    monkeypatch.setattr("service_kit.db.database._ping", refuse)
    refusing = new_service(database_url=mariadb_database.engine.url.render_as_string(hide_password=False))
    with served(refusing, carry_events=False) as client:
        answer = client.get("/readyz")
        assert (answer.status_code, answer.json()) == (503, {"database": False, "transport": True})


@pytest.mark.parametrize("scheme", ["http", "amqp"])
def test_without_its_transport_a_process_is_ready(new_service: NewService, scheme: str) -> None:
    away = new_service(events_url=f"{scheme}://127.0.0.1:{free_port()}")
    record(away.database, counter_set())
    with served(away) as client:

        def told() -> None:
            answer = client.get("/readyz")
            assert (answer.status_code, answer.json()) == (200, {"database": True, "transport": False})

        eventually(told)
        assert client.get("/livez").status_code == 200


def test_an_api_only_process_processes_no_events(new_service: NewService, sqlite_database: Database) -> None:
    service = new_service()
    with served(service, carry_events=False) as client:
        record(service.database, counter_set())
        assert client.get("/readyz").json() == {"database": True, "transport": True}
        assert not service.carries_events
    assert pending(sqlite_database) == 1


def test_pending_events_are_published_when_rabbitmq_is_back(
    new_service: NewService, sqlite_database: Database, amqp_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(worker, "FIRST_BACK_OFF_SECONDS", 60)
    monkeypatch.setattr(worker, "MAX_BACK_OFF_SECONDS", 60)
    parts = urlsplit(amqp_url)
    event = counter_set()
    with TcpProxy("127.0.0.1", parts.port or 5672) as way, capture_logs() as logs:
        way.refuse()
        away = new_service(events_url=parts._replace(netloc=f"guest:guest@127.0.0.1:{way.port}").geturl())
        with served(away):
            record(away.database, event)

            def waits() -> None:
                assert ("loop_waiting", "relay") in {(entry["event"], entry.get("loop")) for entry in logs}

            def arrived() -> None:
                assert effects(sqlite_database) == [event.id]

            eventually(waits)
            way.pass_through()
            eventually(arrived, timeout=30)


def test_pending_events_are_published_when_the_peer_is_reachable(
    new_service: NewService,
    settings: Mapping[str, object],
    sqlite_database: Database,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(worker, "FIRST_BACK_OFF_SECONDS", 60)
    monkeypatch.setattr(worker, "MAX_BACK_OFF_SECONDS", 60)
    waiting, sign = counters(2)
    with TcpProxy("127.0.0.1", int(str(settings["port"]))) as way, capture_logs() as logs:
        way.refuse()
        cut_off = new_service(events_url=f"http://127.0.0.1:{way.port}")
        with served(cut_off):
            record(cut_off.database, waiting)

            def waits() -> None:
                assert ("loop_waiting", "relay") in {(entry["event"], entry.get("loop")) for entry in logs}

            def arrived() -> None:
                assert set(effects(sqlite_database)) == set(ids([waiting, sign]))

            eventually(waits)
            way.pass_through()
            cut_off.receive(deliveries(sign))
            eventually(arrived, timeout=30)


def test_metrics_count_pending_and_parked_events(new_service: NewService, sqlite_database: Database) -> None:
    service = new_service()
    with served(service, carry_events=False) as client:
        record(sqlite_database, *counters(3))
        lines = client.get("/metrics").text.splitlines()
    assert 'tandem_outbox_pending{service="tiny"} 3.0' in lines
    assert 'tandem_dead_letters{service="tiny"} 0.0' in lines


def test_the_sync_state_of_an_idle_service_is_empty(new_service: NewService, sqlite_database: Database) -> None:
    nothing = SyncState(0, None, None, None, 0, 0)
    assert sqlite_database.read(sync_status.read) == nothing
    event = counter_set()
    with served(new_service()):
        record(sqlite_database, event)
        eventually(lambda: published(sqlite_database))
    state = sqlite_database.read(sync_status.read)
    assert (state.pending_events, state.retrying_events, state.dead_letters) == (0, 0, 0)
    assert state.last_published_at == outbox_rows(sqlite_database)[0].published_at
    assert state.last_applied_at is not None
    assert letters(sqlite_database) == []


def published(database: Database) -> None:
    assert pending(database) == 0


@pytest.mark.parametrize(("environment", "status"), [("development", 200), ("production", 404)])
def test_the_document_of_the_api_is_shown_outside_of_production(
    new_service: NewService, environment: str, status: int
) -> None:
    with served(new_service(environment=environment), carry_events=False) as client:
        assert client.get("/openapi.json").status_code == status
        assert client.get("/docs").status_code == 404
