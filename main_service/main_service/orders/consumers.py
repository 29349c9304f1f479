"""Handles the events with which admin_service answers to an order."""

from pydantic import Field
from service_kit.events.event import EventData, Received, Subscription
from sqlalchemy.orm import Session

from main_service.orders.commands import apply_refusal, apply_reservation
from main_service.orders.model import Reason


class ReservedData(EventData):
    """The stock is reserved for all lines of the order."""

    order_id: int = Field(ge=1)


class ShortData(EventData):
    """A product that is not available for the order. Older events have no `reason` here."""

    product_id: int = Field(ge=1)
    available: int = Field(ge=0)
    reason: Reason | None = None


class RefusedData(EventData):
    """The stock for the order is not available, or no longer available."""

    order_id: int = Field(ge=1)
    reason: Reason
    short: list[ShortData] = Field(default_factory=list)


def on_stock_reserved(session: Session, received: Received[ReservedData]) -> None:
    """Records the reservation. The order is settled when its hold is over."""
    apply_reservation(session, received.data.order_id, received.version, received.event.id)


def on_stock_refused(session: Session, received: Received[RefusedData]) -> None:
    """Refunds the order and stores which products caused the refund."""
    refused = received.data
    short = {item.product_id: (item.reason or refused.reason, item.available) for item in refused.short}
    apply_refusal(session, refused.order_id, received.version, refused.reason, short)


SUBSCRIPTIONS = (
    Subscription("shop.stock.reserved.v1", ReservedData, on_stock_reserved),
    Subscription("shop.stock.refused.v1", RefusedData, on_stock_refused),
)
