"""The events that main_service publishes about orders. `schema/events/` has their schemas."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from typing import Literal

from service_kit.events.event import Event, EventData, new_event

from main_service.orders.lines import OrderLine
from main_service.orders.model import Order, OrderState, Reason

SOURCE = "main_service"
TYPES: Mapping[str, str] = {
    OrderState.PENDING: "shop.order.placed.v1",
    OrderState.COMPLETED: "shop.order.completed.v1",
    OrderState.REFUNDED: "shop.order.refunded.v1",
    OrderState.CANCELLED: "shop.order.cancelled.v1",
}
"""The event type for each state of an order. Open orders (baskets) have no events."""


class LineData(EventData):
    """The total quantity of one product, whatever options are selected."""

    product_id: int
    sku: str
    quantity: int


class OrderData(EventData):
    """The state of a placed order. `user_id` is null if it was placed without an account."""

    id: int
    user_id: int | None
    state: Literal["PENDING", "COMPLETED", "REFUNDED", "CANCELLED"]
    lines: Sequence[LineData]
    subtotal: Decimal
    fee: Decimal
    total: Decimal
    placed_at: datetime
    reason: Reason | None


def state_changed(order: Order, lines: Sequence[OrderLine]) -> Event:
    """Builds the event with the state of the order."""
    data = OrderData.model_validate(
        {
            **order.model_dump(include=set(OrderData.model_fields) - {"lines"}),
            "lines": _merged(lines),
        }
    )
    subject, kind = f"order/{order.id}", TYPES[order.state]
    return new_event(source=SOURCE, type=kind, subject=subject, version=order.version, data=data)


def _merged(lines: Sequence[OrderLine]) -> list[LineData]:
    """Merges the lines of each product, because its stock does not depend on the options."""
    quantities: dict[int, int] = defaultdict(int)
    for line in lines:
        quantities[line.product_id] += line.quantity
    skus = {line.product_id: line.sku for line in reversed(lines)}
    return [LineData(product_id=id_, sku=skus[id_], quantity=quantity) for id_, quantity in quantities.items()]
