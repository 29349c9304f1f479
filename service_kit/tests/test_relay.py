"""The relay publishes committed events at least once, whatever fails."""

import threading
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime

import pytest
from service_kit.db.database import Database
from service_kit.events import outbox
from service_kit.events import relay as relay_module
from service_kit.events.consumer import Delivery
from service_kit.events.outbox import OutboxState
from service_kit.events.relay import Relay
from service_kit.events.transports.base import Message, TransportUnavailable
from sqlalchemy.orm import Session

from testing.waiting import eventually

from .counter import Handler, counter_set, counters, effects, ids, make_consumer, outbox_rows, pending, record
from .doubles import Died, Recorder


@pytest.fixture
def recorder() -> Recorder:
    return Recorder()


def make_relay(database: Database, publisher: Recorder, *, lease: float = 30) -> Relay:
    return Relay("tests", database, publisher, lease_seconds=lease)


def step_until_done(relay: Relay) -> None:
    while relay.step():
        pass


def test_events_are_published_in_their_order_and_marked(database: Database, recorder: Recorder) -> None:
    events = counters(5)
    record(database, *events)
    assert not make_relay(database, recorder).step()
    assert recorder.event_ids == [event.id for event in events]
    assert recorder.taken[0] == Message(events[0].id, events[0].type, events[0].to_json())
    assert {row.state for row in outbox_rows(database)} == {OutboxState.PUBLISHED}


def test_an_empty_outbox_does_nothing(database: Database, recorder: Recorder) -> None:
    assert not make_relay(database, recorder).step()
    assert recorder.taken == []


def test_a_backlog_goes_out_batch_by_batch(
    database: Database, recorder: Recorder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(relay_module, "BATCH", 2)
    record(database, *counters(5))
    relay = make_relay(database, recorder)
    assert [relay.step() for _ in range(3)] == [True, True, False]
    assert len(recorder.taken) == 5


def test_what_the_transport_refuses_waits_and_its_neighbours_go_out(
    database: Database, recorder: Recorder
) -> None:
    before, bad, after = counters(3)
    record(database, before, bad, after)
    recorder.refused = {bad.id: "no queue is bound"}
    make_relay(database, recorder).step()
    (row,) = [row for row in outbox_rows(database) if row.state == OutboxState.PENDING]
    assert (row.event_id, row.attempts, row.last_error) == (bad.id, 1, "no queue is bound")
    assert row.next_at > datetime.now(UTC)


def test_a_refused_event_is_tried_again_after_a_while(database: Database, recorder: Recorder) -> None:
    event = counter_set()
    record(database, event)
    recorder.refused = {event.id: "no queue is bound"}
    relay = make_relay(database, recorder)
    relay.step()
    recorder.refused = {}

    def done() -> None:
        relay.step()
        assert pending(database) == 0

    eventually(done)
    assert recorder.event_ids == [event.id, event.id]


def test_an_unavailable_transport_leaves_all_events_due(database: Database, recorder: Recorder) -> None:
    events = counters(3)
    record(database, *events)
    recorder.fails = TransportUnavailable("away", untried=frozenset(event.id for event in events))
    relay = make_relay(database, recorder)
    with pytest.raises(TransportUnavailable):
        relay.step()
    assert {(row.attempts, row.claimed_by) for row in outbox_rows(database)} == {(0, None)}
    recorder.fails = None
    relay.step()
    assert recorder.event_ids == [event.id for event in events]


def test_events_confirmed_before_an_outage_are_not_sent_again(database: Database, recorder: Recorder) -> None:
    sent, refused, untried = counters(3)
    record(database, sent, refused, untried)
    recorder.fails = TransportUnavailable(
        "away", untried=frozenset([untried.id]), refused={refused.id: "too large"}
    )
    with pytest.raises(TransportUnavailable):
        make_relay(database, recorder).step()
    rows = {row.event_id: row for row in outbox_rows(database)}
    assert rows[sent.id].state == OutboxState.PUBLISHED
    assert rows[refused.id].last_error == "too large"
    assert rows[untried.id].last_error is None
    recorder.fails = None
    make_relay(database, recorder).step()
    assert recorder.event_ids == [untried.id]


def test_an_event_whose_relay_died_after_the_confirm_is_sent_twice_and_applied_once(
    database: Database, recorder: Recorder, handler: Handler
) -> None:
    event = counter_set()
    record(database, event)
    recorder.fails, recorder.fails_after = Died(), 1
    with pytest.raises(Died):
        make_relay(database, recorder, lease=0.1).step()
    recorder.fails = None
    heir = make_relay(database, recorder)

    def done() -> None:
        heir.step()
        assert pending(database) == 0

    eventually(done)
    assert recorder.event_ids == [event.id, event.id]
    make_consumer(database, handler).receive([Delivery(message.body) for message in recorder.taken])
    assert effects(database) == [event.id]


def test_an_event_whose_relay_died_before_publishing_is_delivered(database: Database, recorder: Recorder) -> None:
    event = counter_set()
    record(database, event)
    database.write(lambda session: outbox.claim(session, "dead", limit=10, lease_seconds=0.1))

    def done() -> None:
        make_relay(database, recorder).step()
        assert recorder.event_ids == [event.id]

    eventually(done)


def test_two_relays_at_once_publish_every_event_once(
    database: Database, recorder: Recorder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(relay_module, "BATCH", 3)
    events = counters(40)
    record(database, *events)
    both = threading.Barrier(2)
    shares: list[Recorder] = [Recorder(), Recorder()]

    def work(share: Recorder) -> None:
        relay = make_relay(database, share)
        both.wait()
        step_until_done(relay)

    threads = [threading.Thread(target=work, args=[share]) for share in shares]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(shares[0].event_ids + shares[1].event_ids) == ids(events)
    assert pending(database) == 0


def test_while_one_relay_waits_for_its_confirms_another_publishes_the_rest(
    database: Database, recorder: Recorder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(relay_module, "BATCH", 2)
    events = counters(4)
    record(database, *events)
    in_publish, go_on = threading.Event(), threading.Event()

    class Slow(Recorder):
        def publish(self, messages: Sequence[Message]) -> Mapping[str, str]:
            in_publish.set()
            go_on.wait(10)
            return super().publish(messages)

    slow = Slow()
    thread = threading.Thread(target=make_relay(database, slow).step)
    thread.start()
    in_publish.wait(10)
    step_until_done(make_relay(database, recorder))
    go_on.set()
    thread.join()
    assert slow.event_ids == [event.id for event in events[:2]]
    assert recorder.event_ids == [event.id for event in events[2:]]
    assert pending(database) == 0


def test_a_relay_whose_lease_ran_out_does_not_disturb_the_one_that_took_over(
    database: Database, recorder: Recorder
) -> None:
    event = counter_set()
    record(database, event)

    def take_over() -> None:
        claimed = database.write(lambda session: outbox.claim(session, "heir", limit=1, lease_seconds=30))
        assert len(claimed) == 1

    class Late(Recorder):
        def publish(self, messages: Sequence[Message]) -> Mapping[str, str]:
            eventually(take_over)
            return {event.id: "too late"}

    make_relay(database, Late(), lease=0.1).step()
    assert [(row.claimed_by, row.attempts) for row in outbox_rows(database)] == [("heir", 0)]


def test_an_event_of_a_transaction_that_commits_after_a_later_one_was_published_is_delivered(
    mariadb_database: Database, recorder: Recorder
) -> None:
    early, late = counter_set("early"), counter_set("late")
    relay = make_relay(mariadb_database, recorder)
    with Session(mariadb_database.engine) as open_transaction:
        outbox.record(open_transaction, early)
        record(mariadb_database, late)
        relay.step()
        assert recorder.event_ids == [late.id]
        open_transaction.commit()
    relay.step()
    assert recorder.event_ids == [late.id, early.id]
