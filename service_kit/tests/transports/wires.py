"""A common interface to both transports: a publisher and a receiver, with a fault-injecting proxy in between."""

import threading
from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from urllib.parse import urlsplit

import uvicorn
from fastapi import FastAPI
from service_kit.db.database import Database, DatabaseUnavailable
from service_kit.events.consumer import Consumer, Delivery
from service_kit.events.event import Event
from service_kit.events.transports.base import Message, Publisher, Subscriber, TransportUnavailable
from service_kit.events.transports.direct import DirectPublisher, events_router
from service_kit.events.transports.rabbitmq import RabbitPublisher, RabbitSubscriber
from service_kit.http.errors import install_error_handlers

from testing.ports import free_port, is_listening
from testing.proxy import TcpProxy
from testing.waiting import eventually

from ..counter import effects, ids, inbox_ids
from .broker import QUEUE, TOPOLOGY

SECRET = "whsec_b25lLW9mLXRlc3RzLW9uZS1vZi10ZXN0cw=="


@dataclass(frozen=True)
class Features:
    """The differences between the transports.

    `stores`: events are taken while nobody receives, and delivered later. `takes_any_bytes`: what is no JSON is
    carried, and left to the consumer to park; otherwise it is refused on the way.
    """

    stores: bool
    takes_any_bytes: bool


class Receiver:
    """The receiver: passes deliveries to the consumer, and can simulate failures."""

    def __init__(self, consumer: Consumer) -> None:
        self._consumer = consumer
        self.batches: list[Sequence[Delivery]] = []
        self.away = False
        self.afterwards: Callable[[], None] | None = None

    def __call__(self, deliveries: Sequence[Delivery]) -> None:
        if self.away:
            raise DatabaseUnavailable
        self._consumer.receive(deliveries)
        self.batches.append(deliveries)
        afterwards, self.afterwards = self.afterwards, None
        if afterwards is not None:
            afterwards()

    @property
    def received(self) -> int:
        """The number of settled deliveries, including duplicates."""
        return sum(len(batch) for batch in self.batches)


class Wire(ABC):
    """One transport. `out` is the proxy of the publisher, `back` the proxy of the receiver."""

    features: Features
    publisher: Publisher
    out: TcpProxy

    def __init__(self, receiver: Receiver) -> None:
        self.receiver = receiver
        self.closing = ExitStack()

    @abstractmethod
    def start_receiving(self) -> None:
        """Start delivering."""

    @abstractmethod
    def stop_receiving(self) -> None:
        """Stop delivering."""

    def send(self, *events: Event) -> Mapping[str, str]:
        """Publish once, and return the refused events."""
        return self.publisher.publish([Message(event.id, event.type, event.to_json()) for event in events])

    def send_at_last(self, *events: Event, timeout: float = 30) -> None:
        """Publish repeatedly, like a relay, until all events are confirmed."""
        left = {event.id: event for event in events}

        def attempt() -> None:
            try:
                refused = self.send(*left.values())
            except TransportUnavailable as error:
                refused = dict.fromkeys([*error.untried, *error.refused], "not yet")
            for event_id in set(left) - set(refused):
                del left[event_id]
            assert not left

        eventually(attempt, timeout=timeout)


class DirectWire(Wire):
    """The direct transport. The receiver is a small web application."""

    features = Features(stores=False, takes_any_bytes=False)

    def __init__(self, receiver: Receiver) -> None:
        super().__init__(receiver)
        self.port = free_port()
        self.out = self.closing.enter_context(TcpProxy("127.0.0.1", self.port))
        self.publisher = DirectPublisher(f"http://127.0.0.1:{self.out.port}", SECRET, timeout=2)
        self.closing.callback(self.publisher.close)
        self._server: uvicorn.Server | None = None
        self._thread = threading.Thread()
        self.closing.callback(self.stop_receiving)

    def start_receiving(self) -> None:
        app = FastAPI()
        app.include_router(events_router(self.receiver, SECRET))
        install_error_handlers(app)
        self._server = uvicorn.Server(uvicorn.Config(app, port=self.port, log_config=None, lifespan="off"))
        self._thread = threading.Thread(target=self._server.run, daemon=True)
        self._thread.start()

        def listening() -> None:
            assert is_listening(self.port)

        eventually(listening)

    def stop_receiving(self) -> None:
        if self._server is not None:
            self._server.should_exit = True
            self._thread.join(10)
            self._server = None


class RabbitWire(Wire):
    """RabbitMQ. Publisher and subscriber each connect through a proxy."""

    features = Features(stores=True, takes_any_bytes=True)

    def __init__(self, receiver: Receiver, url: str, *, confirm_seconds: float = 2) -> None:
        super().__init__(receiver)
        self.url = url
        self.out, self.back = self._proxy(), self._proxy()
        self.publisher = RabbitPublisher(self.through(self.out), TOPOLOGY, confirm_seconds=confirm_seconds)
        self.closing.callback(self.publisher.close)
        self._subscribers: list[Subscriber] = []
        self.closing.callback(self.stop_receiving)
        self.wait_until_connected(self.publisher)

    def start_receiving(self) -> None:
        subscriber = RabbitSubscriber(self.through(self.back), TOPOLOGY, QUEUE, self.receiver)
        self._subscribers.append(subscriber)
        subscriber.start()
        self.wait_until_connected(subscriber)

    def stop_receiving(self) -> None:
        for subscriber in self._subscribers:
            subscriber.stop(10)
        self._subscribers.clear()

    def through(self, proxy: TcpProxy) -> str:
        """Return the broker's URL through `proxy`."""
        parts = urlsplit(self.url)
        return parts._replace(netloc=f"{parts.username}:{parts.password}@127.0.0.1:{proxy.port}").geturl()

    def wait_until_connected(self, side: Publisher | Subscriber) -> None:
        """Wait for the connection."""

        def connected() -> None:
            assert side.connected

        eventually(connected, timeout=30)

    def _proxy(self) -> TcpProxy:
        parts = urlsplit(self.url)
        return self.closing.enter_context(TcpProxy(parts.hostname or "", parts.port or 5672))


def applied(database: Database, *events: Event, timeout: float = 20) -> None:
    """Wait until exactly these events have been applied."""

    def check() -> None:
        assert inbox_ids(database) == ids(events)

    eventually(check, timeout=timeout)
    assert effects(database) == ids(events)
