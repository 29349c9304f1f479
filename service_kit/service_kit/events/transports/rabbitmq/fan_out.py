"""Sends live changes to every process of a service: transient messages, and one queue per process.

Messages can be lost, with their sender or while a connection is down. So each new connection makes all processes
resync. See decision 0023.
"""

import threading
import uuid
from functools import partial

import orjson
import pika
import structlog
from pika import spec
from pika.channel import Channel
from pika.exchange_type import ExchangeType

from service_kit.events.transports.base import OnChanges
from service_kit.events.transports.rabbitmq.link import Link
from service_kit.live.hub import RESYNC, Changes, PendingSubjects

log = structlog.get_logger(__name__)


class RabbitFanOut:
    """Publishes changes to the other processes of service `name`, and calls `on_changes` with theirs."""

    def __init__(self, url: str, name: str, on_changes: OnChanges) -> None:
        self._exchange = f"{name}.live"
        self._sender = uuid.uuid4().hex
        self._on_changes = on_changes
        self._lock = threading.Lock()
        self._pending = PendingSubjects()
        self._blocked = False
        self._link = Link(url, "live", declare=lambda _: None, opened=self._opened, lost=lambda _: None)

    def start(self) -> None:
        """Start connecting."""
        self._link.start()

    def stop(self) -> None:
        """Close the connection."""
        self._link.stop()

    def publish(self, changed: Changes) -> None:
        """Publish changes. Thread-safe. Sends nothing while disconnected."""
        with self._lock:
            scheduled = bool(self._pending)
            self._pending.add(changed)
        if not scheduled:
            self._link.call(self._send)

    def _opened(self, channel: Channel) -> None:
        channel.connection.add_on_connection_blocked_callback(partial(self._set_blocked, True))
        channel.connection.add_on_connection_unblocked_callback(partial(self._set_blocked, False))
        self._blocked = False
        channel.exchange_declare(self._exchange, ExchangeType.fanout, callback=lambda _: self._declare(channel))

    def _declare(self, channel: Channel) -> None:
        """Declare the queue, its binding and its consumer; the broker processes them in order.

        Each connection uses a new queue. The old one is locked while the broker considers its connection alive.
        """
        queue = f"{self._exchange}.{uuid.uuid4().hex}"
        channel.queue_declare(queue, exclusive=True, auto_delete=True)
        channel.queue_bind(queue, self._exchange)
        channel.basic_consume(
            queue, self._receive, auto_ack=True, exclusive=True, callback=lambda _: self._ready(channel)
        )

    def _ready(self, channel: Channel) -> None:
        self._link.ready(channel)
        self._on_changes(RESYNC)
        with self._lock:
            self._pending = PendingSubjects(RESYNC)
        self._send()

    def _send(self) -> None:
        """Publish pending changes. While disconnected they are dropped; the next connection sends RESYNC."""
        channel = self._link.channel
        with self._lock:
            if channel is not None and self._blocked:
                return
            changed = self._pending.take()
        if channel is None or not channel.is_open:
            return
        subjects = None if changed is RESYNC else sorted(changed)
        channel.basic_publish(
            self._exchange, "", orjson.dumps(subjects), pika.BasicProperties(app_id=self._sender, delivery_mode=1)
        )

    def _receive(self, _: Channel, __: spec.Basic.Deliver, properties: pika.BasicProperties, body: bytes) -> None:
        if properties.app_id == self._sender:
            return
        try:
            subjects = orjson.loads(body)
            self._on_changes(RESYNC if subjects is None else frozenset(map(str, subjects)))
        except (orjson.JSONDecodeError, TypeError) as error:
            log.warning("live_message_unreadable", error=str(error))

    def _set_blocked(self, blocked: bool, *_: object) -> None:
        self._blocked = blocked
        if not blocked:
            self._send()
