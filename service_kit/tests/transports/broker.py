"""The topology of these tests, and direct access to the broker."""

from collections.abc import Iterator
from contextlib import contextmanager

import pika
from pika.adapters.blocking_connection import BlockingChannel
from service_kit.events.transports.rabbitmq import Topology

QUEUE = "tests.events"
TOPOLOGY = Topology({QUEUE: ["test.#"]}, exchange="tests")


@contextmanager
def channel(url: str) -> Iterator[BlockingChannel]:
    """Open a channel to the broker."""
    connection = pika.BlockingConnection(pika.URLParameters(url))
    try:
        yield connection.channel()
    finally:
        connection.close()


def waiting(url: str, queue: str = QUEUE) -> int:
    """Return the number of ready messages in a queue."""
    with channel(url) as opened:
        return int(opened.queue_declare(queue, passive=True).method.message_count)


def put(url: str, body: bytes, *, queue: str = QUEUE) -> None:
    """Publish bytes directly to a queue."""
    with channel(url) as opened:
        opened.confirm_delivery()
        opened.basic_publish("", queue, body, mandatory=True)
