"""Retries: failed events wait, are retried, parked and replayed, and do not block others."""

from datetime import UTC, datetime

import pytest
from service_kit.db.database import Database, DatabaseUnavailable
from service_kit.events import failed_events
from service_kit.events.consumer import Consumer, Delivery
from service_kit.events.event import Received
from service_kit.events.failed_events import DeadLetterState
from sqlalchemy.orm import Session

from testing.waiting import eventually

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
    make_due,
    parked,
    retry_all,
    values,
)


def retry_until_done(consumer: Consumer) -> None:
    while consumer.retry_due():
        pass


def test_a_poison_event_does_not_hold_up_its_neighbours(
    database: Database, consumer: Consumer, handler: Handler
) -> None:
    handler.poison = {"bad"}
    before, bad, after = counter_set("before"), counter_set("bad"), counter_set("after")
    consumer.receive(deliveries(before, bad, after))
    assert effects(database) == ids([before, after])
    (letter,) = letters(database)
    assert (letter.event_id, letter.type, letter.body) == (bad.id, bad.type, bad.to_json())
    assert (letter.state, letter.attempts) == (DeadLetterState.RETRYING, 1)
    assert letter.error == "RuntimeError: no way to apply bad"


def test_a_poison_event_is_parked_after_its_last_try(
    database: Database, consumer: Consumer, handler: Handler
) -> None:
    handler.poison = {"bad"}
    bad = counter_set("bad")
    consumer.receive(deliveries(bad))
    for attempt in (2, 3):
        assert parked(database) == []
        retry_all(database, consumer)
        assert letters(database)[0].attempts == attempt
    retry_all(database, consumer)
    assert [(letter.event_id, letter.attempts) for letter in parked(database)] == [(bad.id, 3)]
    assert handler.calls == [bad.id] * 3


def test_a_parked_event_is_replayed_after_the_fix(
    database: Database, consumer: Consumer, handler: Handler
) -> None:
    handler.poison = {"bad"}
    bad = counter_set("bad", 7)
    consumer.receive(deliveries(bad))
    for _ in range(3):
        retry_all(database, consumer)
    handler.poison = set()
    assert database.write(failed_events.replay) == 1
    while consumer.retry_due():
        pass
    assert values(database) == {"bad": 7}
    assert letters(database) == []
    assert inbox_ids(database) == [bad.id]


def test_a_replayed_event_that_fails_again_has_all_its_tries_again(
    database: Database, consumer: Consumer, handler: Handler
) -> None:
    handler.poison = {"bad"}
    consumer.receive(deliveries(counter_set("bad")))
    for _ in range(3):
        retry_all(database, consumer)
    database.write(failed_events.replay)
    for _ in range(2):
        retry_all(database, consumer)
        assert parked(database) == []
    retry_all(database, consumer)
    assert len(parked(database)) == 1


def test_a_temporary_failure_is_resolved_by_a_retry(database: Database, handler: Handler) -> None:
    consumer = make_consumer(database, handler, retry_seconds=1)
    handler.poison = {"bad"}
    consumer.receive(deliveries(counter_set("bad", 7)))
    assert not consumer.retry_due()
    handler.poison = set()

    def healed() -> None:
        consumer.retry_due()
        assert values(database) == {"bad": 7}

    eventually(healed)
    assert letters(database) == []


def test_the_delays_double_and_are_bounded(database: Database, handler: Handler) -> None:
    handler.poison = {"bad"}
    consumer = make_consumer(database, handler, max_attempts=20, retry_seconds=10)
    consumer.receive(deliveries(counter_set("bad")))
    delays = []
    for _ in range(8):
        delays.append((letters(database)[0].next_at - datetime.now(UTC)).total_seconds())
        retry_all(database, consumer)
    expected = [10, 20, 40, 80, 160, 300, 300, 300]
    for delay, least in zip(delays, expected, strict=True):
        assert least - 5 < delay < least * 1.25 + 1


def test_a_letter_whose_event_arrived_again_meanwhile_is_settled_without_a_second_effect(
    database: Database, consumer: Consumer, handler: Handler
) -> None:
    handler.poison = {"bad"}
    bad = counter_set("bad")
    consumer.receive(deliveries(bad))
    handler.poison = set()
    consumer.receive(deliveries(bad))
    retry_all(database, consumer)
    assert effects(database) == [bad.id]
    assert letters(database) == []


def test_a_letter_whose_id_was_applied_with_another_body_is_parked(
    database: Database, consumer: Consumer, handler: Handler
) -> None:
    handler.poison = {"bad"}
    bad, other = counter_set("bad"), counter_set("other")
    consumer.receive(deliveries(bad))
    consumer.receive([Delivery(other.model_copy(update={"id": bad.id}).to_json())])
    retry_all(database, consumer)
    assert [letter.error for letter in parked(database)] == [
        f"event {bad.id} was applied before with another body"
    ]
    assert values(database) == {"other": 1}


def test_a_letter_that_cannot_be_understood_is_parked_at_its_next_try(
    database: Database, consumer: Consumer
) -> None:
    consumer.receive([Delivery(b"{nonsense")])
    database.write(failed_events.replay)
    retry_all(database, consumer)
    (letter,) = parked(database)
    assert letter.error.startswith("not JSON")


def test_a_very_long_error_is_cut(database: Database) -> None:
    def talks(session: Session, received: Received[CounterData]) -> None:
        raise RuntimeError("blah " * 1000)

    make_consumer(database, talks).receive(deliveries(counter_set()))
    assert letters(database)[0].error == ("RuntimeError: " + "blah " * 1000)[:1000]


def test_an_error_of_characters_that_cannot_be_stored_does_not_stop_the_consumer(database: Database) -> None:
    def mumbles(session: Session, received: Received[CounterData]) -> None:
        raise RuntimeError("half a character: \ud800")

    make_consumer(database, mumbles).receive(deliveries(counter_set()))
    assert letters(database)[0].error == "RuntimeError: half a character: ?"


def test_a_database_outage_does_not_count_as_an_attempt(
    database: Database, consumer: Consumer, handler: Handler
) -> None:
    handler.poison = {"bad"}
    consumer.receive(deliveries(counter_set("bad")))

    def goes_away(session: Session, received: Received[CounterData]) -> None:
        raise DatabaseUnavailable

    make_due(database)
    with pytest.raises(DatabaseUnavailable):
        make_consumer(database, goes_away).retry_due()
    assert [letter.error for letter in letters(database)] == ["RuntimeError: no way to apply bad"]


def test_two_consumers_that_retry_at_once_try_each_letter_once(
    database: Database, consumer: Consumer, handler: Handler
) -> None:
    events = counters(8)
    handler.poison = {event.data["name"] for event in events}
    consumer.receive(deliveries(*events))
    handler.poison = set()
    handler.calls.clear()
    make_due(database)
    consumers = [consumer, make_consumer(database, handler)]
    at_once(2, lambda: retry_until_done(consumers.pop()))
    assert sorted(handler.calls) == ids(events)
