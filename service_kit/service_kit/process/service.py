"""A running service: creates and connects its database, consumer, transport and background loops."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sqlalchemy.orm import Session

from service_kit.db import idempotency
from service_kit.db.database import Database
from service_kit.events import failed_events, inbox, outbox
from service_kit.events.consumer import Consumer, Delivery
from service_kit.events.event import EventRegistry, Subscription
from service_kit.events.relay import Relay
from service_kit.events.transports.base import FanOut, Transport
from service_kit.events.transports.direct import DirectPublisher
from service_kit.events.transports.rabbitmq import RabbitFanOut, RabbitPublisher, RabbitSubscriber, Topology
from service_kit.live.hub import Hub
from service_kit.process.peer_health import PeerHealth
from service_kit.process.settings import KitSettings
from service_kit.process.worker import Loop, Worker

POLL_SECONDS = 0.5
PURGE_SECONDS = 60.0
KEEP_PUBLISHED = timedelta(days=1)
KEEP_APPLIED = timedelta(days=30)
KEEP_KEYS = timedelta(days=7)

Projection = Callable[[Session], bool]
"""Follow-up work after a commit: runs one transaction and returns whether there may be more to do."""

Purge = Callable[[Session], int]
"""Deletes a batch of obsolete rows and returns how many were deleted."""

Republish = Callable[[Session, int], int | None]
"""Publishes the current state of the next aggregates after an id. Returns the last id, or None at the end."""


@dataclass(frozen=True)
class Definition:
    """The definition of one service.

    `bindings` maps the queue of each consuming service to the event types it receives; this service's own queue is
    `{name}.events`. `projections` maps the topic that a transaction announces to its follow-up work. `republish`
    publishes the state of all aggregates again. `purges` run periodically, in one transaction with the kit's own.
    """

    name: str
    subscriptions: Sequence[Subscription[Any]]
    bindings: Mapping[str, Sequence[str]]
    projections: Mapping[str, Projection]
    republish: Sequence[Republish]
    purges: Sequence[Purge] = ()

    @property
    def queue(self) -> str:
        """The queue that this service consumes."""
        return f"{self.name}.events"


class Service:
    """The part of a service that runs in one process. Creating it opens no connections."""

    def __init__(self, definition: Definition, settings: KitSettings) -> None:
        self.definition = definition
        self.settings = settings
        self.database = Database(
            settings.database_url.get_secret_value(),
            pool_size=settings.database_pool_size,
            pool_overflow=settings.database_pool_overflow,
        )
        self.consumer = Consumer(
            definition.name,
            self.database,
            EventRegistry(definition.subscriptions),
            max_attempts=settings.event_max_attempts,
            retry_seconds=settings.event_retry_seconds,
            lease_seconds=settings.event_lease_seconds,
        )
        self.live = Hub(
            definition.name,
            recheck_seconds=settings.live_recheck_seconds,
            stall_seconds=settings.live_stall_seconds,
        )
        self.peer = PeerHealth(settings.peer_url)
        self.transport: Transport | None = None
        self._fan_out: FanOut | None = None
        self._worker: Worker | None = None
        self.database.on_change(self.live.publish)

    @property
    def name(self) -> str:
        """The service's name, also the source of its events."""
        return self.definition.name

    @property
    def direct(self) -> bool:
        """Whether events are sent directly to the peer, without a broker."""
        return not self.settings.events_url.get_secret_value().startswith("amqp")

    @property
    def carries_events(self) -> bool:
        """Whether this process runs a relay and a consumer."""
        return self._worker is not None

    def receive(self, deliveries: Sequence[Delivery]) -> None:
        """Process deliveries; each one also shows that the peer is reachable. Raises DatabaseUnavailable."""
        self.consumer.receive(deliveries)
        self.peer.mark_reachable()

    def start(self, *, carry_events: bool = True) -> None:
        """Start live updates. With `carry_events`, also connect the transport and start the background loops."""
        if not self.direct:
            self._fan_out = RabbitFanOut(self.settings.events_url.get_secret_value(), self.name, self.live.publish)
            self.database.on_change(self._fan_out.publish)
            self._fan_out.start()
        if carry_events:
            self._carry_events()

    def stop(self) -> None:
        """Finish current work, then close everything."""
        timeout = self.settings.shutdown_seconds
        self.live.close()
        if self.transport is not None and self.transport.subscriber is not None:
            self.transport.subscriber.stop(timeout)
        if self._worker is not None:
            self._worker.stop(timeout)
        if self.transport is not None:
            self.transport.publisher.close()
        if self._fan_out is not None:
            self._fan_out.stop()
        self.database.dispose()

    def _carry_events(self) -> None:
        self.transport = self._connect()
        self._worker = Worker(self._loops(self.transport))
        self._worker.start()
        if self.transport.subscriber is not None:
            self.transport.subscriber.start()

    def _connect(self) -> Transport:
        url = self.settings.events_url.get_secret_value()
        if self.direct:
            return Transport("direct", DirectPublisher(url, self.settings.events_secret.get_secret_value()), None)
        topology = Topology(self.definition.bindings)
        subscriber = RabbitSubscriber(url, topology, self.definition.queue, self.receive)
        return Transport("rabbitmq", RabbitPublisher(url, topology), subscriber)

    def _loops(self, transport: Transport) -> list[Loop]:
        lease = self.settings.event_lease_seconds
        relay = Relay(self.name, self.database, transport.publisher, lease_seconds=lease)
        relaying = self._loop("relay", relay.step, topic=outbox.TOPIC)
        transport.publisher.on_connected(relaying.retry_now)
        if self.direct:
            self.peer.on_reachable(relaying.skip_delay)
        loops = [
            relaying,
            self._loop("retry", self.consumer.retry_due, topic=failed_events.TOPIC),
            Loop("purge", self._purge, poll_seconds=PURGE_SECONDS),
        ]
        for topic, projection in self.definition.projections.items():
            loops.append(self._loop(topic, self._step(projection), topic=topic))
        return loops

    def _loop(self, name: str, step: Callable[[], bool], *, topic: str) -> Loop:
        loop = Loop(name, step, poll_seconds=POLL_SECONDS)
        self.database.on_commit(topic, loop.wake)
        return loop

    def _step(self, projection: Projection) -> Callable[[], bool]:
        return lambda: self.database.write(projection)

    def _purge(self) -> bool:
        def work(session: Session) -> int:
            idempotency.purge(session, older_than=KEEP_KEYS)
            purged = sum(purge(session) for purge in self.definition.purges)
            purged += outbox.purge(session, older_than=KEEP_PUBLISHED)
            return purged + inbox.purge(session, older_than=KEEP_APPLIED)

        return self.database.write(work) > 0
