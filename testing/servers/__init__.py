"""Real servers for tests: private ones that may be stopped and killed, or named ones that may not."""

from testing.servers.mariadb import AnyMariaDB, ExternalMariaDB, MariaDB
from testing.servers.own import NotOurs
from testing.servers.rabbitmq import AnyRabbitMQ, ExternalRabbitMQ, QueueState, RabbitMQ

__all__ = [
    "AnyMariaDB",
    "AnyRabbitMQ",
    "ExternalMariaDB",
    "ExternalRabbitMQ",
    "MariaDB",
    "NotOurs",
    "QueueState",
    "RabbitMQ",
]
