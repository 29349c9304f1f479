"""A counter: a minimal aggregate that is published by events and copied by its consumers.

Each handled event also leaves an effect row, so that a test sees what was applied twice.
"""

import threading
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime, timedelta

from service_kit.db.database import Database, Reader
from service_kit.db.tables import BigId, KitTable, identifier
from service_kit.events import failed_events, outbox
from service_kit.events.consumer import Consumer, Delivery
from service_kit.events.event import Event, EventData, EventRegistry, Received, Subscription, new_event
from service_kit.events.failed_events import DeadLetter
from service_kit.events.inbox import InboxEvent
from service_kit.events.outbox import OutboxEvent, OutboxState
from sqlalchemy import Column, func, select, update
from sqlalchemy.orm import Session, registry
from sqlmodel import Field, SQLModel, col

COUNTER_SET = "test.counter.set.v1"


Handle = Callable[[Session, "Received[CounterData]"], None]


class CounterTable(SQLModel, registry=registry()):
    """Base of the tables of these tests."""


class Counter(CounterTable, table=True):
    """The copy of a counter."""

    name: str = Field(sa_column=Column(identifier(50), primary_key=True))
    value: int
    version: int


class Effect(CounterTable, table=True):
    """One event that was handled."""

    id: int | None = Field(default=None, sa_column=Column(BigId, primary_key=True, autoincrement=True))
    event_id: str = Field(sa_column=Column(identifier(64), nullable=False))


class CounterData(EventData):
    """The state of a counter."""

    name: str
    value: int
    note: str = ""


class Handler:
    """Keeps the newest state of each counter; fails for the names in `poison`."""

    def __init__(self) -> None:
        self.poison: set[str] = set()
        self.calls: list[str] = []

    def __call__(self, session: Session, received: Received[CounterData]) -> None:
        self.calls.append(received.event.id)
        if received.data.name in self.poison:
            raise RuntimeError(f"no way to apply {received.data.name}")
        session.add(Effect(event_id=received.event.id))
        store(session, received)


def store(session: Session, received: Received[CounterData]) -> None:
    """Store the state unless a newer one is stored."""
    known = session.get(Counter, received.data.name, with_for_update=True)
    if known is None:
        session.add(Counter(name=received.data.name, value=received.data.value, version=received.version))
    elif known.version < received.version:
        known.value, known.version = received.data.value, received.version
    session.flush()


def create_tables(database: Database) -> None:
    """Create the kit's tables and those of the counter."""
    KitTable.metadata.create_all(database.engine)
    CounterTable.metadata.create_all(database.engine)


def empty_tables(database: Database) -> None:
    """Delete every row."""
    with database.engine.begin() as connection:
        for metadata in (KitTable.metadata, CounterTable.metadata):
            for table in metadata.sorted_tables:
                connection.execute(table.delete())


def counter_set(
    name: str = "a", value: int = 1, *, version: int = 1, note: str = "", type: str = COUNTER_SET
) -> Event:
    """Return the event with a counter's state."""
    data = CounterData(name=name, value=value, note=note)
    return new_event(source="tests", type=type, subject=f"counter/{name}", version=version, data=data)


def counters(number: int) -> list[Event]:
    """Return this number of events, each for a different counter."""
    return [counter_set(f"c{index}", index) for index in range(number)]


def record(database: Database, *events: Event) -> None:
    """Commit events to the outbox."""
    database.write(lambda session: outbox.record(session, *events))


def make_consumer(
    database: Database,
    handler: Handle,
    *,
    max_attempts: int = 3,
    retry_seconds: float = 60,
    lease_seconds: float = 30,
) -> Consumer:
    """A consumer of the counter's events. Its retries wait until a test makes them due."""
    events = EventRegistry([Subscription(COUNTER_SET, CounterData, handler)])
    return Consumer(
        "tests",
        database,
        events,
        max_attempts=max_attempts,
        retry_seconds=retry_seconds,
        lease_seconds=lease_seconds,
    )


def at_once(number: int, work: Callable[[], None]) -> None:
    """Run `work` on this number of threads at the same time."""
    together = threading.Barrier(number)

    def run() -> None:
        together.wait()
        work()

    threads = [threading.Thread(target=run) for _ in range(number)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def make_due(database: Database) -> None:
    """Make all retries due, as if their delays and leases had expired."""
    past = datetime.now(UTC) - timedelta(seconds=1)
    database.write(lambda session: session.execute(update(DeadLetter).values(next_at=past)) and None)


def retry_all(database: Database, consumer: Consumer) -> None:
    """Retry everything that is waiting once."""
    make_due(database)
    while consumer.retry_due():
        pass


def deliveries(*events: Event) -> list[Delivery]:
    """Return the events as deliveries of a transport."""
    return [Delivery(event.to_json()) for event in events]


def effects(database: Database) -> list[str]:
    """Return the ids of the handled events, one for each time an event was handled."""
    return sorted(database.read(lambda reader: reader.execute(select(col(Effect.event_id))).scalars().all()))


def ids(events: Sequence[Event]) -> list[str]:
    """The expected result of `effects` if each event was handled once."""
    return sorted(event.id for event in events)


def values(database: Database) -> Mapping[str, int]:
    """Return the consumer's copies of the counters."""
    statement = select(col(Counter.name), col(Counter.value))
    return dict(database.read(lambda reader: [(row.name, row.value) for row in reader.execute(statement)]))


def letters(database: Database) -> list[DeadLetter]:
    """Return all dead letters in any state, oldest first."""
    row = DeadLetter.__table__.c  # type: ignore[attr-defined]

    def work(reader: Reader) -> list[DeadLetter]:
        found = reader.execute(select(row).order_by(row.id))
        return [DeadLetter.model_validate(dict(item._mapping)) for item in found]

    return database.read(work)


def parked(database: Database) -> Sequence[DeadLetter]:
    """Return the parked dead letters."""
    return database.read(failed_events.parked)


def outbox_rows(database: Database) -> list[OutboxEvent]:
    """Return the outbox, ordered by id."""
    row = OutboxEvent.__table__.c  # type: ignore[attr-defined]

    def work(reader: Reader) -> list[OutboxEvent]:
        return [
            OutboxEvent.model_validate(dict(item._mapping))
            for item in reader.execute(select(row).order_by(row.id))
        ]

    return database.read(work)


def pending(database: Database) -> int:
    """Return the number of pending events in the outbox."""
    statement = select(func.count()).where(col(OutboxEvent.state) == OutboxState.PENDING)
    return int(database.read(lambda reader: reader.execute(statement).scalar_one()))


def inbox_ids(database: Database) -> list[str]:
    """Return the events in the inbox."""
    return sorted(database.read(lambda reader: reader.execute(select(col(InboxEvent.event_id))).scalars().all()))
