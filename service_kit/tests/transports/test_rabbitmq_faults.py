"""Faults of RabbitMQ and crashing workers: no event is lost or applied twice."""

import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from service_kit.db.database import Database
from service_kit.events.consumer import Consumer
from service_kit.events.event import Event
from service_kit.events.relay import Relay
from service_kit.events.transports.base import TransportUnavailable
from service_kit.events.transports.rabbitmq import RabbitPublisher, RabbitSubscriber
from service_kit.process.worker import Loop

from testing.processes import Process
from testing.servers import RabbitMQ
from testing.waiting import eventually

from ..counter import (
    counter_set,
    counters,
    effects,
    ids,
    inbox_ids,
    letters,
    parked,
    pending,
    record,
)
from .broker import QUEUE, TOPOLOGY, waiting
from .wires import RabbitWire, Receiver, applied

KIT = Path(__file__).parents[2]


@pytest.fixture
def relaying(rabbit: RabbitWire, database: Database) -> Iterator[Loop]:
    """Run the relay of `database`."""
    loop = Loop("relay", Relay("tests", database, rabbit.publisher).step, poll_seconds=0.05)
    loop.start()
    yield loop
    loop.request_stop()
    assert loop.join(20)


class Producer(threading.Thread):
    """Commits events in small transactions until it is stopped."""

    def __init__(self, database: Database) -> None:
        super().__init__()
        self.events: list[Event] = []
        self._database = database
        self._enough = threading.Event()

    def run(self) -> None:
        while not self._enough.wait(0.03):
            batch = counters(20)
            record(self._database, *batch)
            self.events += batch

    def finish(self) -> list[Event]:
        """Stop, and return the committed events."""
        self._enough.set()
        self.join()
        return self.events


def some_arrived(database: Database, number: int) -> None:
    def check() -> None:
        assert len(inbox_ids(database)) >= number

    eventually(check, timeout=20)


def at_rest(database: Database, url: str, events: list[Event]) -> None:
    """Check that every event was applied once, and nothing is pending or parked."""
    applied(database, *events, timeout=60)

    def nothing_waits() -> None:
        assert (pending(database), letters(database)) == (0, [])

    eventually(nothing_waits)
    assert waiting(url) == 0


@pytest.mark.parametrize("graceful", [False, True], ids=["killed", "stopped"])
def test_a_broker_outage_under_load_loses_no_events(
    rabbit: RabbitWire, relaying: Loop, database: Database, mortal_rabbitmq: RabbitMQ, graceful: bool
) -> None:
    rabbit.start_receiving()
    producer = Producer(database)
    producer.start()
    some_arrived(database, 100)
    mortal_rabbitmq.stop() if graceful else mortal_rabbitmq.kill()

    def some_wait() -> None:
        assert pending(database) > 20

    eventually(some_wait)
    events = producer.finish()
    mortal_rabbitmq.start()
    at_rest(database, rabbit.url, events)


def test_a_broker_that_is_absent_at_the_start_is_waited_for(
    database: Database, consumer: Consumer, amqp_url: str, mortal_rabbitmq: RabbitMQ
) -> None:
    mortal_rabbitmq.stop()
    publisher = RabbitPublisher(amqp_url, TOPOLOGY)
    subscriber = RabbitSubscriber(amqp_url, TOPOLOGY, QUEUE, consumer.receive)
    subscriber.start()
    relay = Relay("tests", database, publisher)
    events = counters(20)
    record(database, *events)
    with pytest.raises(TransportUnavailable, match="not connected"):
        relay.step()
    assert not publisher.connected
    mortal_rabbitmq.start()

    def drained() -> None:
        relay.step()
        assert pending(database) == 0

    eventually(drained, timeout=30, also_retry=(TransportUnavailable,))
    applied(database, *events)
    subscriber.stop(5)
    publisher.close()


def test_under_the_memory_alarm_publishing_fails_in_time_and_consuming_should_continue(
    receiver: Receiver, database: Database, amqp_url: str, mortal_rabbitmq: RabbitMQ
) -> None:
    wire = RabbitWire(receiver, amqp_url, confirm_seconds=1)
    with wire.closing:
        before, during = counters(30), counter_set("during")
        wire.send(*before)
        mortal_rabbitmq.memory_alarm(True)
        for _ in range(2):
            started = time.monotonic()
            with pytest.raises(TransportUnavailable):
                wire.send(during)
            assert time.monotonic() - started < 3
        assert not wire.publisher.connected
        wire.start_receiving()
        applied(database, *before)
        mortal_rabbitmq.memory_alarm(False)
        wire.send_at_last(during)
        applied(database, *before, during)


def test_a_crash_loop_parks_only_the_event_that_causes_it(
    rabbit: RabbitWire, database: Database, logs: Path
) -> None:
    deadly, innocents = counter_set("deadly"), counters(30)
    rabbit.send(*innocents[:15], deadly, *innocents[15:])
    database_url = str(database.engine.url)
    command = [sys.executable, "-m", "tests.transports.deadly_worker", rabbit.url, database_url]
    with Process("deadly-worker", command, cwd=KIT, logs=logs) as worker:

        def rest() -> None:
            assert inbox_ids(database) == ids(innocents)
            assert [letter.event_id for letter in letters(database)] == [deadly.id]
            assert len(parked(database)) == 1

        eventually(rest, timeout=40)
        deaths = worker.log.read_text().count("the worker died")
    assert effects(database) == ids(innocents)
    assert 3 + 3 <= deaths <= 8  # as often as it came from the queue, and then by itself
    assert waiting(rabbit.url) == 0
