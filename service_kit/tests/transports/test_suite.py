"""Tests for every transport. Differences are declared as features."""

import time

import pytest
from service_kit.db.database import Database
from service_kit.events.event import MAX_EVENT_BYTES
from service_kit.events.transports.base import Message, TransportUnavailable

from testing.waiting import eventually

from ..counter import (
    COUNTER_SET,
    Handler,
    counter_set,
    counters,
    effects,
    inbox_ids,
    letters,
    parked,
)
from .wires import Wire, applied


def test_an_event_arrives_as_it_was_sent(wire: Wire, database: Database) -> None:
    wire.start_receiving()
    event = counter_set("Pâté 🥧", 7)
    assert wire.send(event) == {}
    applied(database, event)
    eventually(lambda: wire.receiver.batches[0], also_retry=(IndexError,))  # kept a moment after it is applied
    assert [item.body for item in wire.receiver.batches[0]] == [event.to_json()]
    assert [(item.redeliveries, item.expired) for item in wire.receiver.batches[0]] == [(0, False)]


def test_events_arrive_in_the_order_of_their_sending(wire: Wire, database: Database, handler: Handler) -> None:
    wire.start_receiving()
    events = counters(300)
    wire.send(*events[:200])
    wire.send(*events[200:])
    applied(database, *events)
    assert handler.calls == [event.id for event in events]


def test_an_event_that_is_sent_twice_is_applied_once(wire: Wire, database: Database) -> None:
    wire.start_receiving()
    first, second = counters(2)
    wire.send(first)
    wire.send(first, second)
    applied(database, first, second)
    assert letters(database) == []


def test_the_largest_events_pass(wire: Wire, database: Database) -> None:
    wire.start_receiving()
    events = [counter_set(f"c{number}", note="x" * (MAX_EVENT_BYTES - 500)) for number in range(5)]
    assert wire.send(*events) == {}
    applied(database, *events)


def test_a_poison_event_does_not_hold_up_its_neighbours(wire: Wire, database: Database, handler: Handler) -> None:
    handler.poison = {"bad"}
    wire.start_receiving()
    before, bad, after = counter_set("before"), counter_set("bad"), counter_set("after")
    assert wire.send(before, bad, after) == {}
    applied(database, before, after)
    assert [letter.event_id for letter in letters(database)] == [bad.id]


def test_an_unknown_event_is_parked_without_blocking_others(wire: Wire, database: Database) -> None:
    wire.start_receiving()
    before, unknown, after = counter_set("before"), counter_set("x", type="test.unheard.v9"), counter_set("after")
    assert wire.send(before, unknown, after) == {}
    applied(database, before, after)
    assert [letter.error for letter in parked(database)] == ["no handler for type 'test.unheard.v9'"]


def test_invalid_json_is_parked_or_refused_without_blocking_others(wire: Wire, database: Database) -> None:
    wire.start_receiving()
    before, after = counters(2)
    broken = Message("broken", COUNTER_SET, b'{"id": nonsense')
    good = [Message(event.id, event.type, event.to_json()) for event in (before, after)]
    refused = wire.publisher.publish([good[0], broken, good[1]])
    applied(database, before, after)
    if wire.features.takes_any_bytes:
        assert refused == {}
        assert [letter.body for letter in parked(database)] == [broken.body]
    else:
        assert list(refused) == ["broken"]
        assert letters(database) == []


def test_events_sent_without_a_receiver_are_kept_or_refused(wire: Wire, database: Database) -> None:
    events = counters(3)
    if wire.features.stores:
        assert wire.send(*events) == {}
    else:
        with pytest.raises(TransportUnavailable) as caught:
            wire.send(*events)
        assert caught.value.untried == {event.id for event in events}
    wire.start_receiving()
    if not wire.features.stores:
        wire.send_at_last(*events)
    applied(database, *events)


def test_a_receiver_without_its_database_acknowledges_nothing(wire: Wire, database: Database) -> None:
    wire.receiver.away = True
    wire.start_receiving()
    event = counter_set()
    if wire.features.stores:
        wire.send(event)
    else:
        with pytest.raises(TransportUnavailable, match="503"):
            wire.send(event)
    assert inbox_ids(database) == []
    wire.receiver.away = False
    if not wire.features.stores:
        wire.send_at_last(event)
    applied(database, event)


def test_a_restarted_receiver_continues_where_it_stopped(wire: Wire, database: Database) -> None:
    first, second = counters(2)
    wire.start_receiving()
    wire.send(first)
    applied(database, first)
    wire.stop_receiving()
    wire.start_receiving()
    wire.send_at_last(second)
    applied(database, first, second)


def test_a_confirm_that_is_lost_means_sent_twice_and_applied_once(wire: Wire, database: Database) -> None:
    wire.start_receiving()
    event = counter_set()
    wire.out.lose_reply_to(event.id.encode())
    with pytest.raises(TransportUnavailable) as caught:
        wire.send(event)
    assert caught.value.untried == {event.id}
    assert wire.out.lost_replies >= 1
    wire.out.pass_through()
    wire.send_at_last(event)
    applied(database, event)

    def twice() -> None:
        assert wire.receiver.received == 2

    eventually(twice)
    assert effects(database) == [event.id]


def test_a_connection_that_is_reset_is_opened_again(wire: Wire, database: Database) -> None:
    wire.start_receiving()
    first, second = counters(2)
    wire.send(first)
    wire.out.reset()
    with pytest.raises(TransportUnavailable) as caught:
        wire.send(second)
    assert caught.value.untried == {second.id}
    wire.out.pass_through()
    wire.send_at_last(second)
    applied(database, first, second)


def test_a_connection_that_was_closed_while_idle_loses_nothing(wire: Wire, database: Database) -> None:
    wire.start_receiving()
    first, second = counters(2)
    wire.send(first)
    wire.out.cut()
    wire.send_at_last(second)
    applied(database, first, second)


def test_a_missing_receiver_is_reported_until_it_is_available(wire: Wire, database: Database) -> None:
    wire.start_receiving()
    wire.out.refuse()
    wire.out.cut()
    first, second = counters(2)
    for event in (first, second):
        with pytest.raises(TransportUnavailable):
            wire.send(event)
    connected = [wire.publisher.connected]
    wire.out.pass_through()
    wire.send_at_last(first, second)
    assert [*connected, wire.publisher.connected] == [False, True]
    applied(database, first, second)


def test_a_black_hole_is_left_after_a_while_and_nothing_is_lost(wire: Wire, database: Database) -> None:
    wire.start_receiving()
    event = counter_set()
    wire.out.black_hole()
    started = time.monotonic()
    with pytest.raises(TransportUnavailable) as caught:
        wire.send(event)
    assert time.monotonic() - started < 8
    assert caught.value.untried == {event.id}
    wire.out.pass_through()
    wire.send_at_last(event)
    applied(database, event)


def test_a_slow_network_slows_and_breaks_nothing(wire: Wire, database: Database) -> None:
    wire.start_receiving()
    events = counters(20)
    wire.out.latency(0.1)
    assert wire.send(*events[:10]) == {}
    wire.out.trickle(20_000)
    assert wire.send(*events[10:]) == {}
    applied(database, *events)


def test_a_closed_transport_does_not_hold_up_the_end(wire: Wire) -> None:
    wire.start_receiving()
    wire.send(counter_set())
    started = time.monotonic()
    wire.stop_receiving()
    wire.publisher.close()
    assert time.monotonic() - started < 5
