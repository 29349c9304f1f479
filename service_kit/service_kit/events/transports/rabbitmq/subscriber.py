"""The consuming side: a batch is acknowledged when the consumer has settled it."""

import queue
import random
import threading
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

import pika
import structlog
from pika import spec
from pika.channel import Channel

from service_kit.db.database import DatabaseUnavailable
from service_kit.events.consumer import Delivery
from service_kit.events.transports.base import Receive
from service_kit.events.transports.rabbitmq.link import MAX_BACK_OFF_SECONDS, Link
from service_kit.events.transports.rabbitmq.topology import Topology, dead_queue

log = structlog.get_logger(__name__)
PREFETCH = 200
CONSUME_BATCH = 100


class RabbitSubscriber:
    """Passes the deliveries of one service's queue to the consumer in batches, and acknowledges them."""

    def __init__(self, url: str, topology: Topology, queue_name: str, receive: Receive) -> None:
        self._queue_name = queue_name
        self._receive = receive
        self._arrived: queue.Queue[_Arrived | None] = queue.Queue()
        self._stopping = threading.Event()
        self._link = Link(url, "subscriber", declare=topology.declare, opened=self._opened, lost=lambda _: None)
        self._thread = threading.Thread(target=self._work, name="consumer", daemon=True)

    @property
    def connected(self) -> bool:
        return self._link.channel is not None

    def start(self) -> None:
        self._thread.start()
        self._link.start()

    def stop(self, timeout: float) -> None:
        self._stopping.set()
        self._arrived.put(None)
        if self._thread.ident is not None:
            self._thread.join(timeout)
        self._link.stop()

    def _opened(self, channel: Channel) -> None:
        channel.add_on_cancel_callback(lambda _: self._link.drop("the queue was deleted"))
        channel.basic_qos(prefetch_count=PREFETCH, callback=partial(self._consume, channel))

    def _consume(self, channel: Channel, _: object) -> None:
        channel.basic_consume(self._queue_name, partial(self._deliver, expired=False))
        channel.basic_consume(
            dead_queue(self._queue_name),
            partial(self._deliver, expired=True),
            callback=lambda _: self._link.ready(channel),
        )

    def _deliver(
        self,
        channel: Channel,
        method: spec.Basic.Deliver,
        properties: pika.BasicProperties,
        body: bytes,
        *,
        expired: bool,
    ) -> None:
        redeliveries = (properties.headers or {}).get("x-delivery-count", 0)
        delivery = Delivery(body, int(redeliveries) if isinstance(redeliveries, int) else 0, expired)
        self._arrived.put(_Arrived(channel, method.delivery_tag or 0, delivery))

    def _work(self) -> None:
        while not self._stopping.is_set():
            batch = self._next_batch()
            if batch and self._make_safe([item.delivery for item in batch]):
                self._link.call(partial(_acknowledge, batch[-1].channel, batch[-1].tag))

    def _next_batch(self) -> "list[_Arrived]":
        """Wait for a delivery, and return it with all others that have arrived.

        Deliveries of closed channels are skipped. Those of an open channel must all be included, because
        acknowledging the batch acknowledges everything before it.
        """
        batch = [self._arrived.get()]
        while len(batch) < CONSUME_BATCH and batch[-1] is not None:
            try:
                batch.append(self._arrived.get_nowait())
            except queue.Empty:
                break
        return [item for item in batch if item is not None and item.channel.is_open]

    def _make_safe(self, deliveries: Sequence[Delivery]) -> bool:
        """Pass the batch to the consumer; retry while the database is unavailable. Returns False if stopped."""
        delay = 0.1
        while not self._stopping.is_set():
            try:
                self._receive(deliveries)
            except DatabaseUnavailable as error:
                log.warning("consumer_waiting", error=str(error))
            except Exception as error:
                log.error("consumer_failed", exc_info=error)
            else:
                return True
            self._stopping.wait(delay * random.uniform(0.5, 1))  # noqa: S311 - jitter, not a secret
            delay = min(delay * 2, MAX_BACK_OFF_SECONDS)
        return False


@dataclass(frozen=True)
class _Arrived:
    channel: Channel
    tag: int
    delivery: Delivery


def _acknowledge(channel: Channel, tag: int) -> None:
    if channel.is_open:
        channel.basic_ack(tag, multiple=True)
