"""The interfaces between services and event transports.

The relay's thread calls a `Publisher`, which returns when the transport has accepted the events. A `Subscriber`
passes deliveries to the consumer on its own thread, and acknowledges them when the consumer returns.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from service_kit.errors import Unavailable
from service_kit.events.consumer import Delivery
from service_kit.live.hub import Changes

Receive = Callable[[Sequence[Delivery]], None]
"""Called by a subscriber with deliveries: `Consumer.receive`."""

Notify = Callable[[], None]
"""Called by a publisher, on any thread, when events can be published (again)."""


OnChanges = Callable[[Changes], None]
"""Called by a fan-out, on its own thread, with changes from another process."""


@dataclass(frozen=True)
class Message:
    """An event to publish: its id, its type (the routing key) and its JSON."""

    event_id: str
    type: str
    body: bytes


class TransportUnavailable(Unavailable):
    """The transport accepts no events at the moment.

    `untried` are the ids of events that were not confirmed, `refused` those that were rejected, with the reason.
    All others were confirmed.
    """

    code = "TRANSPORT_UNAVAILABLE"

    def __init__(self, message: str, *, untried: frozenset[str], refused: Mapping[str, str] | None = None) -> None:
        super().__init__(message)
        self.untried = untried
        self.refused: Mapping[str, str] = refused or {}


class Publisher(Protocol):
    """Publishes events."""

    @property
    def connected(self) -> bool:
        """Whether the last exchange with the transport succeeded."""

    def publish(self, messages: Sequence[Message]) -> Mapping[str, str]:
        """Publish and wait for the confirms. Returns the ids of rejected events with the reason.

        Raises TransportUnavailable.
        """

    def on_connected(self, notify: Notify) -> None:
        """Call `notify` each time that the transport becomes available, if it can detect that."""

    def close(self) -> None:
        """Close the connection."""


class Subscriber(Protocol):
    """Receives events."""

    @property
    def connected(self) -> bool:
        """Whether deliveries can arrive."""

    def start(self) -> None:
        """Start to receive."""

    def stop(self, timeout: float) -> None:
        """Finish the current delivery, then stop."""


class FanOut(Protocol):
    """Exchanges live changes with the other processes of the same service."""

    def start(self) -> None:
        """Start to receive."""

    def stop(self) -> None:
        """Close the connection."""

    def publish(self, changed: Changes) -> None:
        """Publish changes. Thread-safe; never blocks."""


@dataclass(frozen=True)
class Transport:
    """Both directions of one service's transport. `kind` is `rabbitmq` or `direct`."""

    kind: str
    publisher: Publisher
    subscriber: Subscriber | None

    @property
    def connected(self) -> bool:
        """Whether events can be sent and received."""
        return self.publisher.connected and (self.subscriber is None or self.subscriber.connected)
