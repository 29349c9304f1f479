"""The inbox records an event in the transaction that applies it."""

from datetime import UTC, datetime, timedelta

import pytest
from service_kit.db.database import Database
from service_kit.events import inbox
from service_kit.events.consumer import Consumer
from service_kit.events.event import Event
from service_kit.events.inbox import InboxEvent
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from .counter import counter_set, deliveries, effects, inbox_ids, values

A_MONTH = timedelta(days=30)


def add(database: Database, event: Event, digest: str = "d1") -> None:
    database.write(lambda session: inbox.add(session, (event, digest)))


def make_old(database: Database, *events: Event) -> None:
    def work(session: Session) -> None:
        for event in events:
            session.get_one(InboxEvent, event.id).applied_at = datetime.now(UTC) - 2 * A_MONTH

    database.write(work)


def test_the_inbox_has_the_digests_of_applied_events(database: Database) -> None:
    first, second, unknown = counter_set("a"), counter_set("b"), counter_set("c")
    add(database, first, "d1")
    add(database, second, "d2")
    found = database.read(lambda reader: inbox.seen(reader, [first.id, second.id, unknown.id]))
    assert found == {first.id: "d1", second.id: "d2"}


def test_seen_without_ids_is_empty(database: Database) -> None:
    add(database, counter_set())
    assert database.read(lambda reader: inbox.seen(reader, [])) == {}


def test_an_event_cannot_be_recorded_twice(database: Database) -> None:
    event = counter_set()
    add(database, event)
    with pytest.raises(IntegrityError):
        add(database, event, "d2")
    assert database.read(lambda reader: inbox.seen(reader, [event.id])) == {event.id: "d1"}


def test_ids_that_differ_in_case_alone_are_two_events(database: Database) -> None:
    lower = counter_set().model_copy(update={"id": "event-a"})
    upper = counter_set().model_copy(update={"id": "EVENT-A"})
    add(database, lower)
    add(database, upper)
    assert inbox_ids(database) == ["EVENT-A", "event-a"]


def test_a_rolled_back_transaction_leaves_no_trace(database: Database) -> None:
    def work(session: Session) -> None:
        inbox.add(session, (counter_set(), "d1"))
        raise RuntimeError

    with pytest.raises(RuntimeError):
        database.write(work)
    assert inbox_ids(database) == []


def test_last_applied_at_returns_the_last_time(database: Database) -> None:
    assert database.read(inbox.last_applied_at) is None
    add(database, counter_set())
    last = database.read(inbox.last_applied_at)
    assert last is not None
    assert abs(datetime.now(UTC) - last) < timedelta(minutes=1)


def test_purge_deletes_only_old_events_up_to_the_limit(database: Database) -> None:
    old, older, fresh = counter_set("a"), counter_set("b"), counter_set("c")
    for event in (old, older, fresh):
        add(database, event)
    make_old(database, old, older)
    purged = [database.write(lambda session: inbox.purge(session, older_than=A_MONTH, limit=1)) for _ in range(3)]
    assert purged == [1, 1, 0]
    assert inbox_ids(database) == [fresh.id]


def test_an_old_event_that_comes_back_after_the_purge_changes_nothing(
    database: Database, consumer: Consumer
) -> None:
    old, new = counter_set("a", 1, version=1), counter_set("a", 2, version=2)
    consumer.receive(deliveries(old, new))
    make_old(database, old, new)
    database.write(lambda session: inbox.purge(session, older_than=A_MONTH))
    consumer.receive(deliveries(old))
    assert values(database) == {"a": 2}
    assert effects(database).count(old.id) == 2
    assert inbox_ids(database) == [old.id]
