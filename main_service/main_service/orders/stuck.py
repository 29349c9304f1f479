"""The commands for stuck orders: orders that have waited for a stock reservation for more than a minute."""

from service_kit.process.service import Service

from main_service.orders import queries
from main_service.orders.commands import push_stuck


def show(service: Service) -> int:
    """The `stuck-orders` command. Prints each stuck order and when it was placed. Returns 1 if there are any."""
    orders = service.database.read(queries.stuck)
    for order in orders:
        print(f"{order.id}\t{order.placed_at:%Y-%m-%d %H:%M:%S}")
    return 1 if orders else 0


def push(service: Service) -> int:
    """The `push-orders` command. admin_service answers again, even to an order that it already knows."""
    print(f"published the events of {service.database.write(push_stuck)} orders again")
    return 0
