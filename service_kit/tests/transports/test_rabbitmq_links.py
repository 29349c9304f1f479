"""Connections to RabbitMQ: heartbeats, reconnection and closing."""

import threading
import time

import pika
import pytest
from service_kit.db.database import Database
from service_kit.events.event import Received
from service_kit.events.transports.base import TransportUnavailable
from service_kit.events.transports.rabbitmq import RabbitPublisher, Topology, link
from sqlalchemy.orm import Session

from testing.ports import free_port
from testing.waiting import eventually

from ..counter import CounterData, counter_set, inbox_ids, make_consumer
from .broker import TOPOLOGY, waiting
from .wires import RabbitWire, Receiver


def test_a_handler_that_takes_longer_than_three_heartbeats_keeps_its_connection(
    database: Database, amqp_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(link, "HEARTBEAT_SECONDS", 1)
    calls: list[str] = []

    def slow(session: Session, received: Received[CounterData]) -> None:
        calls.append(received.event.id)
        time.sleep(3.5)

    wire = RabbitWire(Receiver(make_consumer(database, slow)), amqp_url)
    with wire.closing:
        wire.start_receiving()
        connections = wire.back.accepted
        event = counter_set()
        wire.send(event)

        def done() -> None:
            assert inbox_ids(database) == [event.id]

        eventually(done)
        wire.stop_receiving()
        assert calls == [event.id]
        assert wire.back.accepted == connections
        assert waiting(amqp_url) == 0


def test_an_idle_connection_outlives_its_heartbeats(
    receiver: Receiver, amqp_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(link, "HEARTBEAT_SECONDS", 1)
    wire = RabbitWire(receiver, amqp_url)
    with wire.closing:
        wire.start_receiving()
        connections = wire.out.accepted + wire.back.accepted
        time.sleep(3.5)
        assert wire.send(counter_set()) == {}
        assert wire.out.accepted + wire.back.accepted == connections


def test_a_connection_that_is_lost_fails_its_batch_at_once(receiver: Receiver, amqp_url: str) -> None:
    wire = RabbitWire(receiver, amqp_url, confirm_seconds=60)
    with wire.closing:
        event = counter_set()
        wire.out.lose_reply_to(event.id.encode())
        started = time.monotonic()
        with pytest.raises(TransportUnavailable, match="connection lost"):
            wire.send(event)
        assert time.monotonic() - started < 20


def test_each_connection_is_told_of(receiver: Receiver, amqp_url: str) -> None:
    told: list[bool] = []
    wire = RabbitWire(receiver, amqp_url)
    with wire.closing:
        wire.publisher.on_connected(lambda: told.append(wire.publisher.connected))
        for times in (1, 2):
            wire.out.cut()

            def again(times: int = times) -> None:
                assert told == [True] * times

            eventually(again, timeout=30)


def test_a_connection_is_reopened_after_any_error(
    receiver: Receiver, amqp_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    declare = Topology.declare
    failures = [RuntimeError("a bug"), ValueError("another"), OSError("the network")]

    def declare_at_last(self: Topology, parameters: pika.URLParameters) -> None:
        if failures:
            raise failures.pop()
        declare(self, parameters)

    monkeypatch.setattr(Topology, "declare", declare_at_last)
    wire = RabbitWire(receiver, amqp_url)
    with wire.closing:
        assert wire.send(counter_set()) == {}
    assert failures == []


def test_close_does_not_wait_for_an_unavailable_broker() -> None:
    publisher = RabbitPublisher(f"amqp://guest:guest@127.0.0.1:{free_port()}", TOPOLOGY)
    started = time.monotonic()
    publisher.close()
    assert time.monotonic() - started < 3
    assert not any(thread.name == "rabbitmq-publisher" for thread in threading.enumerate())
