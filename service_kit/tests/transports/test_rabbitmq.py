"""Tests of RabbitMQ: bindings, queues, acknowledgements and redelivery."""

import pytest
from service_kit.db.database import Database
from service_kit.events.relay import Relay
from service_kit.events.transports.rabbitmq import topology

from testing.waiting import eventually

from ..counter import (
    COUNTER_SET,
    Handler,
    counter_set,
    counters,
    effects,
    ids,
    letters,
    make_consumer,
    outbox_rows,
    parked,
    pending,
    record,
    retry_all,
)
from .broker import QUEUE, TOPOLOGY, channel, put, waiting
from .wires import RabbitWire, Receiver, applied

HUGE = 17 * 1024 * 1024
DEAD_QUEUE = f"{QUEUE}.dead"


def test_a_message_is_persistent_and_has_its_metadata(rabbit: RabbitWire) -> None:
    event = counter_set()
    rabbit.send(event)
    with channel(rabbit.url) as opened:
        _, properties, body = opened.basic_get(QUEUE, auto_ack=True)
    assert properties is not None
    assert (properties.delivery_mode, properties.message_id, properties.type) == (2, event.id, COUNTER_SET)
    assert (properties.content_type, body) == ("application/cloudevents+json", event.to_json())


def test_the_queue_is_durable_and_each_of_its_limits_is_explicit(rabbit: RabbitWire) -> None:
    arguments = {
        "x-queue-type": "quorum",
        "x-delivery-limit": 100,
        "x-dead-letter-exchange": "tests.dead",
        "x-dead-letter-routing-key": QUEUE,
        "x-dead-letter-strategy": "at-least-once",
        "x-overflow": "reject-publish",
        "x-max-length-bytes": 1_073_741_824,
    }
    with channel(rabbit.url) as opened:  # the broker refuses a declaration that differs
        opened.queue_declare(QUEUE, durable=True, arguments=arguments)
        opened.queue_declare(DEAD_QUEUE, durable=True, arguments={"x-queue-type": "quorum"})


def test_a_backlog_larger_than_the_prefetch_is_taken_in_order_and_acknowledged(
    rabbit: RabbitWire, database: Database, handler: Handler
) -> None:
    events = counters(450)
    rabbit.send(*events)
    rabbit.start_receiving()
    applied(database, *events)
    rabbit.stop_receiving()
    assert handler.calls == [event.id for event in events]
    assert waiting(rabbit.url) == 0


def test_a_type_that_no_queue_takes_is_refused(rabbit: RabbitWire) -> None:
    good, bad = counter_set(), counter_set(type="elsewhere.v1")
    assert rabbit.send(good, bad) == {bad.id: "no queue is bound for elsewhere.v1"}
    assert waiting(rabbit.url) == 1


def test_without_its_binding_an_event_stays_in_the_outbox_until_the_binding_is_back(
    rabbit: RabbitWire, database: Database
) -> None:
    rabbit.start_receiving()
    with channel(rabbit.url) as opened:
        opened.queue_unbind(QUEUE, TOPOLOGY.exchange, routing_key="test.#")
    event = counter_set()
    record(database, event)
    relay = Relay("tests", database, rabbit.publisher)
    relay.step()
    (row,) = outbox_rows(database)
    assert (row.state, row.last_error) == ("pending", f"no queue is bound for {COUNTER_SET}")

    def healed() -> None:
        relay.step()
        assert pending(database) == 0

    eventually(healed)
    applied(database, event)


def test_a_full_queue_refuses_and_the_event_stays_with_its_sender(
    receiver: Receiver, amqp_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(topology, "QUEUE_BYTES", 2000)
    wire = RabbitWire(receiver, amqp_url)
    with wire.closing:
        refused: dict[str, str] = {}

        def full() -> None:
            refused.update(wire.send(counter_set(note="x" * 1000)))
            assert refused

        eventually(full)
    assert set(refused.values()) == {"rejected by RabbitMQ (nack)"}


def test_an_event_redelivered_after_a_crash_has_no_second_effect(rabbit: RabbitWire, database: Database) -> None:
    rabbit.receiver.afterwards = rabbit.back.cut
    rabbit.start_receiving()
    event = counter_set()
    rabbit.send(event)

    def again() -> None:
        assert rabbit.receiver.received == 2

    eventually(again)
    assert effects(database) == [event.id]
    assert rabbit.receiver.batches[1][0].redeliveries == 1
    rabbit.stop_receiving()
    assert waiting(rabbit.url) == 0


def test_three_copies_of_each_event_at_two_consumers_are_applied_once(
    rabbit: RabbitWire, database: Database
) -> None:
    rabbit.start_receiving()
    rabbit.start_receiving()
    events = counters(50)
    for _ in range(3):
        rabbit.send(*events)

    def all_taken() -> None:
        assert rabbit.receiver.received == 150

    eventually(all_taken, timeout=20)
    assert effects(database) == ids(events)
    assert letters(database) == []


def test_bytes_of_every_kind_are_parked_and_the_consumer_lives(rabbit: RabbitWire, database: Database) -> None:
    rabbit.start_receiving()
    rubbish = [b"", b"{nonsense", b"\x00\xff", b"x" * HUGE]
    for body in rubbish:
        put(rabbit.url, body)
    event = counter_set()
    rabbit.send(event)
    applied(database, event)
    assert [letter.error.partition(":")[0] for letter in parked(database)] == [
        "not JSON", "not JSON", "not JSON", f"{HUGE} bytes; at most 262144 are read",
    ]  # fmt: skip


def test_events_in_the_dead_queue_are_retried_separately(
    rabbit: RabbitWire, database: Database, handler: Handler
) -> None:
    event = counter_set()
    put(rabbit.url, event.to_json(), queue=DEAD_QUEUE)
    rabbit.start_receiving()

    def set_aside() -> None:
        assert [letter.event_id for letter in letters(database)] == [event.id]

    eventually(set_aside)
    assert waiting(rabbit.url, DEAD_QUEUE) == 0
    retry_all(database, make_consumer(database, handler))
    assert effects(database) == [event.id]


def test_a_queue_that_is_deleted_under_the_consumer_is_noticed_and_declared_again(
    rabbit: RabbitWire, database: Database
) -> None:
    rabbit.start_receiving()
    with channel(rabbit.url) as opened:
        opened.queue_delete(QUEUE)
    event = counter_set()

    def delivered() -> None:
        assert rabbit.send(event) == {}

    eventually(delivered)
    applied(database, event)
