"""The RabbitMQ transport. Only this package imports pika."""

from service_kit.events.transports.rabbitmq.fan_out import RabbitFanOut
from service_kit.events.transports.rabbitmq.publisher import RabbitPublisher
from service_kit.events.transports.rabbitmq.subscriber import RabbitSubscriber
from service_kit.events.transports.rabbitmq.topology import Topology

__all__ = ["RabbitFanOut", "RabbitPublisher", "RabbitSubscriber", "Topology"]
