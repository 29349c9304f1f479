"""The publishing side: persistent and mandatory messages in batches, each confirmed by the broker."""

import contextlib
import threading
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial

import pika
import structlog
from pika import spec
from pika.channel import Channel
from pika.exceptions import AMQPError

from service_kit.events.transports.base import Message, Notify, TransportUnavailable
from service_kit.events.transports.rabbitmq.link import Link
from service_kit.events.transports.rabbitmq.topology import Topology

log = structlog.get_logger(__name__)
CONFIRM_SECONDS = 10.0
# A queue that is deleted and declared again within milliseconds keeps its consumers but delivers nothing to them
# (seen with RabbitMQ 3.10). This gives the broker time to cancel them.
SETTLE_SECONDS = 0.5


class RabbitPublisher:
    """Publishes persistent, mandatory messages in batches and waits for the broker's confirms."""

    def __init__(self, url: str, topology: Topology, *, confirm_seconds: float = CONFIRM_SECONDS) -> None:
        self._topology = topology
        self._confirm_seconds = confirm_seconds
        self._lock = threading.Lock()
        self._batch: _Batch | None = None
        self._blocked = False
        self._next_tag = 1
        self._unroutable_since: float | None = None
        self._listeners: list[Notify] = []
        self._link = Link(url, "publisher", declare=topology.declare, opened=self._opened, lost=self._lost)
        self._link.start()

    @property
    def connected(self) -> bool:
        return self._link.channel is not None and not self._blocked

    def publish(self, messages: Sequence[Message]) -> Mapping[str, str]:
        batch = _Batch(messages)
        with self._lock:
            channel = self._link.channel
            if channel is None or self._blocked:
                reason = "RabbitMQ has blocked publishers" if self._blocked else "RabbitMQ is not connected"
                raise TransportUnavailable(reason, untried=batch.unconfirmed())
            self._batch = batch
        self._link.call(partial(self._send, channel, batch))
        confirmed = batch.done.wait(self._confirm_seconds)
        with self._lock:
            self._batch = None
        if not confirmed:
            self._link.drop("no confirm in time")
            batch.lost = f"no confirm from RabbitMQ within {self._confirm_seconds:g} s"
        if batch.lost is not None:
            raise TransportUnavailable(batch.lost, untried=batch.unconfirmed(), refused=batch.refused)
        self._redeclare_if_unroutable(unroutable=batch.unroutable)
        return batch.refused

    def on_connected(self, notify: Notify) -> None:
        self._listeners.append(notify)

    def close(self) -> None:
        self._link.stop()

    def _opened(self, channel: Channel) -> None:
        channel.add_on_return_callback(self._returned)
        self._blocked = False
        channel.connection.add_on_connection_blocked_callback(self._on_blocked)
        channel.connection.add_on_connection_unblocked_callback(self._on_unblocked)
        self._next_tag = 1
        channel.confirm_delivery(ack_nack_callback=self._confirmed, callback=partial(self._ready, channel))

    def _ready(self, channel: Channel, _: object) -> None:
        self._link.ready(channel)
        self._notify()

    def _send(self, channel: Channel, batch: "_Batch") -> None:
        for message in batch.messages:
            batch.tags[self._next_tag] = message.event_id
            self._next_tag += 1
            channel.basic_publish(
                self._topology.exchange,
                message.type,
                message.body,
                pika.BasicProperties(
                    delivery_mode=pika.DeliveryMode.Persistent,
                    content_type="application/cloudevents+json",
                    message_id=message.event_id,
                    type=message.type,
                ),
                mandatory=True,
            )

    def _returned(
        self, _: Channel, method: spec.Basic.Return, properties: pika.BasicProperties, __: bytes
    ) -> None:
        if self._batch is not None and properties.message_id is not None:
            self._batch.unroutable = True
            self._batch.refused[properties.message_id] = f"no queue is bound for {method.routing_key}"

    def _confirmed(self, frame: "pika.frame.Method[spec.Basic.Ack | spec.Basic.Nack]") -> None:
        if self._batch is not None:
            refused = isinstance(frame.method, spec.Basic.Nack)
            self._batch.settle(frame.method.delivery_tag, multiple=frame.method.multiple, refused=refused)

    def _lost(self, reason: str) -> None:
        if self._batch is not None:
            self._batch.lost = f"RabbitMQ connection lost: {reason}"
            self._batch.done.set()

    def _on_blocked(self, *_: object) -> None:
        self._blocked = True
        log.warning("rabbitmq_publishers_blocked")

    def _on_unblocked(self, *_: object) -> None:
        self._blocked = False
        log.info("rabbitmq_publishers_unblocked")
        self._notify()

    def _notify(self) -> None:
        for notify in self._listeners:
            notify()

    def _redeclare_if_unroutable(self, *, unroutable: bool) -> None:
        """Declare the topology again if messages were unroutable for a while."""
        now = time.monotonic()
        if not unroutable:
            self._unroutable_since = None
        elif self._unroutable_since is None:
            self._unroutable_since = now
        elif now - self._unroutable_since >= SETTLE_SECONDS:
            with contextlib.suppress(AMQPError, OSError):
                self._topology.declare(self._link.parameters)


@dataclass
class _Batch:
    """A batch being published. The I/O thread updates it, and the relay's thread waits for it."""

    messages: Sequence[Message]
    tags: dict[int, str] = field(default_factory=dict)
    confirmed: set[str] = field(default_factory=set)
    refused: dict[str, str] = field(default_factory=dict)
    unroutable: bool = False
    lost: str | None = None
    done: threading.Event = field(default_factory=threading.Event)

    def settle(self, tag: int, *, multiple: bool, refused: bool) -> None:
        settled = [item for item in self.tags if item <= tag] if multiple else [tag]
        for item in settled:
            event_id = self.tags.pop(item, None)
            if event_id is None:
                continue
            self.confirmed.add(event_id)
            if refused:
                self.refused[event_id] = "rejected by RabbitMQ (nack)"
        if len(self.confirmed) == len(self.messages):
            self.done.set()

    def unconfirmed(self) -> frozenset[str]:
        return frozenset(message.event_id for message in self.messages) - frozenset(self.confirmed)
