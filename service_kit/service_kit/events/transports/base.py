"""The port between the services and whatever carries their events.

A `Publisher` is called from the relay's thread and returns when the other side has taken responsibility. A
`Subscriber` runs by itself and hands each delivery to the consumer; it acknowledges what the consumer made safe.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from service_kit.errors import Unavailable
from service_kit.events.consumer import Delivery
from service_kit.live.hub import Changed

Receive = Callable[[Sequence[Delivery]], None]
"""What a subscriber calls: `Consumer.receive`."""

Notify = Callable[[], None]
"""What a publisher calls, on whatever thread, once events can go out (again)."""


Hear = Callable[[Changed], None]
"""What a fan-out calls, on its own thread, with what another process has changed."""


@dataclass(frozen=True)
class Message:
    """An event on its way out: its id, its type (the routing key) and its JSON."""

    event_id: str
    type: str
    body: bytes


class TransportUnavailable(Unavailable):
    """The transport takes nothing at the moment.

    `untried` holds the ids that it cannot be said to have; `refused` those that it turned down for themselves.
    The ids in neither were confirmed before it went away.
    """

    code = "TRANSPORT_UNAVAILABLE"

    def __init__(self, message: str, *, untried: frozenset[str], refused: Mapping[str, str] | None = None) -> None:
        super().__init__(message)
        self.untried = untried
        self.refused: Mapping[str, str] = refused or {}


class Publisher(Protocol):
    """Sends events."""

    @property
    def connected(self) -> bool:
        """Whether the last exchange with the transport succeeded."""

    def publish(self, messages: Sequence[Message]) -> Mapping[str, str]:
        """Send, and wait until each is confirmed or refused; returns the refused ids with the reason.

        Raises TransportUnavailable.
        """

    def on_connected(self, notify: Notify) -> None:
        """Have `notify` called each time that the transport is found to be back, where it tells by itself."""

    def close(self) -> None:
        """Give up the connection."""


class Subscriber(Protocol):
    """Receives events."""

    @property
    def connected(self) -> bool:
        """Whether deliveries can arrive."""

    def start(self) -> None:
        """Begin to deliver."""

    def stop(self, timeout: float) -> None:
        """Let the delivery in hand end, then deliver no more."""


class FanOut(Protocol):
    """Tells the other processes of the same service what this one has changed, and hears them."""

    def start(self) -> None:
        """Begin to hear."""

    def stop(self) -> None:
        """Give up the connection."""

    def tell(self, changed: Changed) -> None:
        """Say what has changed; from any thread, and never blocking."""


@dataclass(frozen=True)
class Transport:
    """Both directions of one service. `kind` is `rabbitmq` or `direct`."""

    kind: str
    publisher: Publisher
    subscriber: Subscriber | None

    @property
    def connected(self) -> bool:
        """Whether events can go out and come in."""
        return self.publisher.connected and (self.subscriber is None or self.subscriber.connected)
