"""RabbitMQ by pika: the only package that imports it."""

from service_kit.transports.rabbitmq.fan_out import RabbitFanOut
from service_kit.transports.rabbitmq.publisher import RabbitPublisher
from service_kit.transports.rabbitmq.subscriber import RabbitSubscriber
from service_kit.transports.rabbitmq.topology import Topology

__all__ = ["RabbitFanOut", "RabbitPublisher", "RabbitSubscriber", "Topology"]
