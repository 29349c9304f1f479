"""The commands for orders that are stuck: placed a while ago, and still without an answer about their stock."""

from service_kit.process.service import Service

from main_service.orders import queries
from main_service.orders.commands import push_stuck


def show(service: Service) -> int:
    """The `stuck-orders` command: prints each, and since when it waits; the status is 1 where there is one."""
    orders = service.database.read(queries.stuck)
    for order in orders:
        print(f"{order.id}\t{order.placed_at:%Y-%m-%d %H:%M:%S}")
    return 1 if orders else 0


def push(service: Service) -> int:
    """The `push-orders` command. admin_service answers again to an order that it knows already."""
    print(f"{service.database.write(push_stuck)} orders told of again")
    return 0
