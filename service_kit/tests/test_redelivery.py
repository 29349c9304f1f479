"""Deliveries that are redelivered repeatedly are isolated and retried separately."""

import contextlib

import pytest
from service_kit.db.database import Database
from service_kit.events.consumer import Consumer, Delivery
from service_kit.events.event import Received
from sqlalchemy.orm import Session

from testing.waiting import eventually

from .counter import (
    CounterData,
    Handler,
    counter_set,
    counters,
    deliveries,
    effects,
    ids,
    letters,
    make_consumer,
    parked,
    retry_all,
)
from .doubles import Died


@pytest.mark.parametrize("redeliveries", [0, 1, 2])
def test_a_delivery_that_came_back_once_or_twice_is_applied_as_any_other(
    database: Database, consumer: Consumer, redeliveries: int
) -> None:
    event = counter_set()
    consumer.receive([Delivery(event.to_json(), redeliveries)])
    assert effects(database) == [event.id]


def test_a_repeatedly_redelivered_event_is_isolated_and_retried(
    database: Database, consumer: Consumer, handler: Handler
) -> None:
    neighbour, suspect = counters(2)
    consumer.receive([Delivery(suspect.to_json(), redeliveries=3), *deliveries(neighbour)])
    assert handler.calls == [neighbour.id]
    assert letters(database)[0].error == "delivered 4 times without an acknowledgement"
    retry_all(database, consumer)
    assert effects(database) == ids([neighbour, suspect])
    assert letters(database) == []


def test_a_delivery_that_the_transport_gave_up_is_not_lost(database: Database, consumer: Consumer) -> None:
    event = counter_set()
    consumer.receive([Delivery(event.to_json(), redeliveries=101, expired=True), Delivery(b"{", expired=True)])
    retry_all(database, consumer)
    assert effects(database) == [event.id]
    assert len(parked(database)) == 1


def test_an_event_that_kills_the_process_is_parked_and_others_are_applied(
    database: Database, handler: Handler
) -> None:
    def dies(session: Session, received: Received[CounterData]) -> None:
        if received.data.name == "deadly":
            handler.calls.append("deadly")
            raise Died
        handler(session, received)

    deadly, *innocents = [counter_set("deadly"), *counters(5)]
    suspects = [Delivery(event.to_json(), redeliveries=3) for event in (deadly, *innocents)]
    consumer = make_consumer(database, dies, lease_seconds=0.05)
    consumer.receive(suspects)

    def rest() -> None:
        with contextlib.suppress(Died):  # the process starts again
            consumer.retry_due()
        assert len(parked(database)) == len(letters(database)) == 1

    eventually(rest)
    assert parked(database)[0].event_id == deadly.id
    assert handler.calls.count("deadly") == 3
    assert effects(database) == ids(innocents)
