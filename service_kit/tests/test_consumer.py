"""The consumer applies every event exactly once, or stores it until it can be applied."""

import threading

import orjson
import pytest
from opentelemetry import trace
from service_kit.db.database import Database, DatabaseUnavailable
from service_kit.events.consumer import Consumer, Delivery
from service_kit.events.event import Event, Received
from sqlalchemy.orm import Session

from .counter import (
    CounterData,
    Handler,
    at_once,
    counter_set,
    counters,
    deliveries,
    effects,
    ids,
    inbox_ids,
    letters,
    make_consumer,
    parked,
    values,
)

NOWHERE = "mysql+pymysql://root@127.0.0.1:1/nothing"
HUGE = 17 * 1024 * 1024


def altered(event: Event, **changes: object) -> bytes:
    """Return the event's JSON with changed members; None removes a member."""
    document = {**orjson.loads(event.to_json()), **changes}
    return orjson.dumps({name: value for name, value in document.items() if value is not None})


def test_an_event_is_applied_and_recorded(database: Database, consumer: Consumer) -> None:
    event = counter_set("a", 5)
    consumer.receive(deliveries(event))
    assert values(database) == {"a": 5}
    assert inbox_ids(database) == [event.id]


def test_a_batch_is_applied_in_the_order_of_its_arrival(database: Database, handler: Handler) -> None:
    events = counters(30)
    make_consumer(database, handler).receive(deliveries(*events))
    assert handler.calls == [event.id for event in events]
    assert effects(database) == inbox_ids(database) == ids(events)


def test_an_empty_batch_does_nothing(database: Database, consumer: Consumer) -> None:
    consumer.receive([])
    assert inbox_ids(database) == []


def test_a_duplicate_has_no_effect(database: Database, consumer: Consumer) -> None:
    event = counter_set()
    consumer.receive(deliveries(event))
    consumer.receive(deliveries(event))
    assert effects(database) == [event.id]
    assert letters(database) == []


def test_repeats_within_a_batch_and_across_batches_have_no_second_effect(
    database: Database, consumer: Consumer
) -> None:
    first, second, third = counters(3)
    consumer.receive(deliveries(first, second, first))
    consumer.receive(deliveries(second, third, third, first))
    assert effects(database) == ids([first, second, third])
    assert letters(database) == []


def test_the_same_event_three_times_at_once_at_two_consumers_is_applied_once(
    database: Database, handler: Handler
) -> None:
    consumers = [make_consumer(database, handler) for _ in range(2)]
    for event in counters(5):
        queue = [consumers[0], consumers[1], consumers[0]]
        at_once(3, lambda event=event, queue=queue: queue.pop().receive(deliveries(event)))  # type: ignore[misc]
        assert effects(database).count(event.id) == 1
    assert letters(database) == []


def test_batches_that_overlap_at_two_consumers_are_applied_once(database: Database, handler: Handler) -> None:
    events = counters(40)
    batches = [events[:30], events[10:], list(reversed(events))]
    consumers = [make_consumer(database, handler) for _ in batches]
    at_once(3, lambda: consumers.pop().receive(deliveries(*batches.pop())))
    assert effects(database) == ids(events)
    assert letters(database) == []


def test_an_event_whose_first_try_fails_while_others_wait_for_it_is_applied_once(
    database: Database, handler: Handler
) -> None:
    first = threading.Event()

    def fails_at_first(session: Session, received: Received[CounterData]) -> None:
        if not first.is_set():
            first.set()
            threading.Event().wait(0.3)  # long enough for the others to wait behind this transaction's row
            raise RuntimeError("the first try fails")
        Handler.__call__(handler, session, received)

    event = counter_set()
    consumer = make_consumer(database, fails_at_first)
    at_once(4, lambda: consumer.receive(deliveries(event)))
    assert effects(database) == [event.id]
    assert [letter.error for letter in letters(database)] == ["RuntimeError: the first try fails"]


def test_the_same_id_with_another_body_is_parked_and_changes_nothing(
    database: Database, consumer: Consumer
) -> None:
    event = counter_set("a", 1)
    consumer.receive(deliveries(event))
    consumer.receive([Delivery(altered(event, data={"name": "a", "value": 99}, sequence="9"))])
    (letter,) = parked(database)
    assert letter.error == f"event {event.id} was applied before with another body"
    assert values(database) == {"a": 1}
    assert effects(database) == [event.id]


def test_a_conflicting_id_in_one_batch_is_parked_without_blocking_others(
    database: Database, consumer: Consumer
) -> None:
    first, second, neighbour = counter_set("a", 1), counter_set("a", 99), counter_set("b", 2)
    forged = Delivery(altered(second, id=first.id))
    consumer.receive([*deliveries(first), forged, *deliveries(neighbour)])
    assert values(database) == {"a": 1, "b": 2}
    assert [letter.event_id for letter in parked(database)] == [first.id]


def test_of_events_that_arrive_newest_first_the_newest_stays(database: Database, consumer: Consumer) -> None:
    history = [counter_set("a", version * 10, version=version) for version in range(1, 6)]
    for event in reversed(history):
        consumer.receive(deliveries(event))
    assert values(database) == {"a": 50}
    assert effects(database) == ids(history)


@pytest.mark.parametrize(
    ("body", "error"),
    [
        (b"", "not JSON"),
        (b"{nonsense", "not JSON"),
        (b"\xff\xfe\x00", "not JSON"),
        (b"[]", "not a CloudEvent"),
        (altered(counter_set(), id=None), "not a CloudEvent: id: Field required"),
        (altered(counter_set(), time="2026-01-31T12:00:00"), "not a CloudEvent: time"),
        (altered(counter_set(), type="test.counter.gelöscht.v1"), "not a CloudEvent: type"),
        (altered(counter_set(), type="test.counter.unset.v1"), "no handler for type 'test.counter.unset.v1'"),
        (altered(counter_set(), type="test.counter.set.v2"), "no handler for type 'test.counter.set.v2'"),
        (altered(counter_set(), data={"name": "a"}), "data of test.counter.set.v1: value: Field required"),
        (b"x" * HUGE, f"{HUGE} bytes; at most 262144 are read"),
    ],
    ids=["empty", "cut", "binary", "list", "no-id", "no-zone", "no-ascii", "type", "version", "data", "17MiB"],
)
def test_malformed_events_are_parked_without_blocking_others(
    database: Database, consumer: Consumer, body: bytes, error: str
) -> None:
    before, after = counter_set("before"), counter_set("after")
    consumer.receive([*deliveries(before), Delivery(body), *deliveries(after)])
    (letter,) = parked(database)
    assert letter.error.startswith(error)
    assert body.startswith(letter.body)
    assert effects(database) == ids([before, after])


def test_a_redelivered_malformed_event_is_parked_once(database: Database, consumer: Consumer) -> None:
    consumer.receive([Delivery(b"{nonsense")] * 3)
    consumer.receive([Delivery(b"{nonsense")])
    assert len(letters(database)) == 1


def test_changes_of_a_failing_handler_are_rolled_back(database: Database) -> None:
    def writes_then_fails(session: Session, received: Received[CounterData]) -> None:
        Handler()(session, received)
        session.flush()
        raise RuntimeError("too late")

    make_consumer(database, writes_then_fails).receive(deliveries(counter_set()))
    assert (effects(database), inbox_ids(database), values(database)) == ([], [], {})
    assert [letter.error for letter in letters(database)] == ["RuntimeError: too late"]


def test_without_a_database_nothing_is_acknowledged(handler: Handler) -> None:
    consumer = make_consumer(Database(NOWHERE), handler)
    for batch in (counters(1), counters(3)):
        with pytest.raises(DatabaseUnavailable):
            consumer.receive(deliveries(*batch))
    with pytest.raises(DatabaseUnavailable):
        consumer.receive([Delivery(b"{nonsense")])
    with pytest.raises(DatabaseUnavailable):
        consumer.receive([Delivery(counter_set().to_json(), redeliveries=50)])
    assert handler.calls == []


def test_a_database_outage_is_not_a_failure_of_the_event(database: Database) -> None:
    def goes_away(session: Session, received: Received[CounterData]) -> None:
        raise DatabaseUnavailable

    consumer = make_consumer(database, goes_away)
    for batch in (counters(1), counters(2)):
        with pytest.raises(DatabaseUnavailable):
            consumer.receive(deliveries(*batch))
    assert letters(database) == []


@pytest.mark.parametrize("size", [1, 3])
def test_a_handler_continues_the_trace_of_its_event(database: Database, size: int) -> None:
    traces: list[str] = []

    def look(session: Session, received: Received[CounterData]) -> None:
        traces.append(f"{trace.get_current_span().get_span_context().trace_id:032x}")

    events = counters(size)
    make_consumer(database, look).receive(deliveries(*events))
    assert traces == [(event.traceparent or "").split("-")[1] for event in events]
