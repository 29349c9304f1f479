"""Real servers for tests: private ones, which tests may stop and kill, and external ones, which they may not."""

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
