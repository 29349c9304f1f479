"""The topology on the broker: exchanges, quorum queues and bindings, with explicit limits."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pika
from pika.exchange_type import ExchangeType

DELIVERY_LIMIT = 100
QUEUE_BYTES = 1_073_741_824


@dataclass(frozen=True)
class Topology:
    """The exchange, and the queue and event types of each consuming service.

    Publishers and subscribers both declare everything, so they can start in any order.
    """

    bindings: Mapping[str, Sequence[str]]
    exchange: str = "shop.events"

    @property
    def dead_exchange(self) -> str:
        """The exchange for messages that a queue has given up."""
        return f"{self.exchange}.dead"

    def declare(self, parameters: pika.URLParameters) -> None:
        """Declare exchanges, queues and bindings. Full queues reject messages; nothing is dropped."""
        connection = pika.BlockingConnection(parameters)
        try:
            channel = connection.channel()
            channel.exchange_declare(self.exchange, ExchangeType.topic, durable=True)
            channel.exchange_declare(self.dead_exchange, ExchangeType.direct, durable=True)
            for name, patterns in self.bindings.items():
                dead = dead_queue(name)
                channel.queue_declare(dead, durable=True, arguments={"x-queue-type": "quorum"})
                channel.queue_bind(dead, self.dead_exchange, routing_key=name)
                channel.queue_declare(name, durable=True, arguments=self._arguments(name))
                for pattern in patterns:
                    channel.queue_bind(name, self.exchange, routing_key=pattern)
        finally:
            connection.close()

    def _arguments(self, name: str) -> dict[str, object]:
        return {
            "x-queue-type": "quorum",
            "x-delivery-limit": DELIVERY_LIMIT,
            "x-dead-letter-exchange": self.dead_exchange,
            "x-dead-letter-routing-key": name,
            "x-dead-letter-strategy": "at-least-once",
            "x-overflow": "reject-publish",
            "x-max-length-bytes": QUEUE_BYTES,
        }


def dead_queue(name: str) -> str:
    """Return the name of the queue with the messages that queue `name` gave up."""
    return f"{name}.dead"
