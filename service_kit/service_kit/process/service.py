"""A running service: its database, its consumer, its transport and its background loops, put together once."""

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
"""Work that follows a commit inside the service: one transaction, returns whether there may be more."""

Purge = Callable[[Session], int]
"""Deletes a batch of what nobody needs any more; returns how many rows that were."""

Republish = Callable[[Session, int], int | None]
"""Tells of the next aggregates after an id, as they are; returns the last one's id, or None at the end."""


@dataclass(frozen=True)
class Definition:
    """What one service tells the kit about itself.

    `bindings` maps the queue of every consuming service to the types it takes; the service's own queue is
    `{name}.events`. `projections` maps the topic that a transaction announces to the work that follows.
    `republish` tells the others of everything again, aggregate by aggregate. `purges` run now and then, in one
    transaction with the kit's own.
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
    """One process's part of a service. Nothing is connected before it is asked for."""

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
        self.database.on_change(self.live.tell)

    @property
    def name(self) -> str:
        """The service's name, as in the events that it sends."""
        return self.definition.name

    @property
    def direct(self) -> bool:
        """Whether events go straight to the peer, without a broker."""
        return not self.settings.events_url.get_secret_value().startswith("amqp")

    @property
    def carries_events(self) -> bool:
        """Whether this process has a relay and a consumer, or leaves them to a worker."""
        return self._worker is not None

    def receive(self, deliveries: Sequence[Delivery]) -> None:
        """Make every delivery safe; each is a sign that the other service is there. Raises DatabaseUnavailable."""
        self.consumer.receive(deliveries)
        self.peer.note_sign()

    def start(self, *, carry_events: bool = True) -> None:
        """Tell and hear of changes; with `carry_events` also connect the transport and start the loops."""
        if not self.direct:
            self._fan_out = RabbitFanOut(self.settings.events_url.get_secret_value(), self.name, self.live.tell)
            self.database.on_change(self._fan_out.tell)
            self._fan_out.start()
        if carry_events:
            self._carry_events()

    def stop(self) -> None:
        """Finish what is in hand, then let go of everything."""
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
        transport.publisher.on_connected(relaying.try_again)
        if self.direct:
            self.peer.on_sign(relaying.end_back_off)
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
