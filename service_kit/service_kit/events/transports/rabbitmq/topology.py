"""What exists on the broker: exchanges, quorum queues, bindings, and every limit explicit."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pika
from pika.exchange_type import ExchangeType

DELIVERY_LIMIT = 100
QUEUE_BYTES = 1_073_741_824


@dataclass(frozen=True)
class Topology:
    """The exchange, the queue of each consuming service, and the types that each is bound to.

    Both sides declare all of it, so that neither has to be there first.
    """

    bindings: Mapping[str, Sequence[str]]
    exchange: str = "shop.events"

    @property
    def dead_exchange(self) -> str:
        """Where a queue sends what it gives up."""
        return f"{self.exchange}.dead"

    def declare(self, parameters: pika.URLParameters) -> None:
        """Declare everything. Queues are quorum queues with every limit explicit; nothing is dropped."""
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
    """The queue that takes what the broker gave up for the queue `name`."""
    return f"{name}.dead"
