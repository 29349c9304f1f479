"""What has changed, told to every process of a service: transient messages, a queue of its own for each process.

A message can be lost: with its sender, or while a connection is away. So whoever connects, at its start or again,
has everybody look at everything. Decision 0023.
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

from service_kit.events.transports.base import Hear
from service_kit.events.transports.rabbitmq.link import Link
from service_kit.live.hub import ALL, Changed, Pending

log = structlog.get_logger(__name__)


class RabbitFanOut:
    """Tells the other processes of the service `name`, and has `hear` called with what they tell."""

    def __init__(self, url: str, name: str, hear: Hear) -> None:
        self._exchange = f"{name}.live"
        self._sender = uuid.uuid4().hex
        self._hear = hear
        self._lock = threading.Lock()
        self._pending = Pending()
        self._blocked = False
        self._link = Link(url, "live", declare=lambda _: None, opened=self._opened, lost=lambda _: None)

    def start(self) -> None:
        """Begin to connect."""
        self._link.start()

    def stop(self) -> None:
        """Give up the connection."""
        self._link.stop()

    def tell(self, changed: Changed) -> None:
        """Say what has changed; from any thread. Says nothing while the connection is away."""
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
        """The queue, and then, since the broker works in order, its binding and its consumer.

        Another queue for each connection: that of one which the broker still takes for alive is locked.
        """
        queue = f"{self._exchange}.{uuid.uuid4().hex}"
        channel.queue_declare(queue, exclusive=True, auto_delete=True)
        channel.queue_bind(queue, self._exchange)
        channel.basic_consume(
            queue, self._receive, auto_ack=True, exclusive=True, callback=lambda _: self._ready(channel)
        )

    def _ready(self, channel: Channel) -> None:
        self._link.ready(channel)
        self._hear(ALL)
        with self._lock:
            self._pending = Pending(ALL)
        self._send()

    def _send(self) -> None:
        """Publish what is pending. What cannot go now waits for the connection, and is ALL then."""
        channel = self._link.channel
        with self._lock:
            if channel is not None and self._blocked:
                return
            changed = self._pending.take()
        if channel is None or not channel.is_open:
            return
        subjects = None if changed is ALL else sorted(changed)
        channel.basic_publish(
            self._exchange, "", orjson.dumps(subjects), pika.BasicProperties(app_id=self._sender, delivery_mode=1)
        )

    def _receive(self, _: Channel, __: spec.Basic.Deliver, properties: pika.BasicProperties, body: bytes) -> None:
        if properties.app_id == self._sender:
            return
        try:
            subjects = orjson.loads(body)
            self._hear(ALL if subjects is None else frozenset(map(str, subjects)))
        except (orjson.JSONDecodeError, TypeError) as error:
            log.warning("live_message_unreadable", error=str(error))

    def _set_blocked(self, blocked: bool, *_: object) -> None:
        self._blocked = blocked
        if not blocked:
            self._send()
