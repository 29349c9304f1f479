"""What main_service does when admin_service answers to an order."""

from pydantic import Field
from service_kit.events.event import EventData, Received, Subscription
from sqlalchemy.orm import Session

from main_service.orders.commands import take_refusal, take_reservation
from main_service.orders.model import Reason


class ReservedData(EventData):
    """Everything that the order asks for is set aside."""

    order_id: int = Field(ge=1)


class ShortData(EventData):
    """A product that the order cannot have; an older event gives no reason of its own."""

    product_id: int = Field(ge=1)
    available: int = Field(ge=0)
    reason: Reason | None = None


class RefusedData(EventData):
    """The order gets nothing, or no longer."""

    order_id: int = Field(ge=1)
    reason: Reason
    short: list[ShortData] = Field(default_factory=list)


def on_stock_reserved(session: Session, received: Received[ReservedData]) -> None:
    """Settle the order once its hold is over."""
    take_reservation(session, received.data.order_id, received.version, received.event.id)


def on_stock_refused(session: Session, received: Received[RefusedData]) -> None:
    """Refund the order, and note which of its lines were the reason."""
    refused = received.data
    short = {item.product_id: (item.reason or refused.reason, item.available) for item in refused.short}
    take_refusal(session, refused.order_id, received.version, refused.reason, short)


SUBSCRIPTIONS = (
    Subscription("shop.stock.reserved.v1", ReservedData, on_stock_reserved),
    Subscription("shop.stock.refused.v1", RefusedData, on_stock_refused),
)
