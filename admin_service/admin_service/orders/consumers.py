"""Handles order events of main_service: stores a copy, and reserves stock."""

from datetime import datetime
from decimal import Decimal

from pydantic import Field
from service_kit.events.event import EventData, Received, Subscription
from sqlalchemy.orm import Session

from admin_service.orders.commands import keep_copy
from admin_service.orders.model import OrderState
from admin_service.stock.commands import answer_order, end_order

EVENTS = ("shop.order.placed.v1", "shop.order.completed.v1", "shop.order.refunded.v1", "shop.order.cancelled.v1")


class OrderLineData(EventData):
    """The fields of an order line that this service uses."""

    product_id: int = Field(ge=1)
    quantity: int = Field(ge=1)


class OrderData(EventData):
    """The fields of an order that this service uses."""

    id: int = Field(ge=1)
    user_id: int | None
    state: OrderState
    lines: list[OrderLineData]
    total: Decimal = Field(ge=0)
    placed_at: datetime


def on_order(session: Session, received: Received[OrderData]) -> None:
    """Reserves stock for a pending order, or settles a final one. The state decides, not the event type."""
    order, version = received.data, received.version
    keep_copy(session, order.id, version, order.model_dump(include={"user_id", "state", "total", "placed_at"}))
    if order.state is OrderState.PENDING:
        lines = {line.product_id: line.quantity for line in order.lines}
        answer_order(session, order.id, version, lines)
    else:
        end_order(session, order.id, version, sold=order.state is OrderState.COMPLETED)


SUBSCRIPTIONS = tuple(Subscription(event_type, OrderData, on_order) for event_type in EVENTS)
