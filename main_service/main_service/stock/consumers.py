"""Handles the events that admin_service publishes about the stock."""

from pydantic import Field
from service_kit.events.event import EventData, Received, Subscription
from sqlalchemy.orm import Session

from main_service.stock.commands import store_copy


class StockData(EventData):
    """The available stock of a product."""

    product_id: int = Field(ge=1)
    available: int = Field(ge=0)


def on_stock_changed(session: Session, received: Received[StockData]) -> None:
    """Updates the copy."""
    store_copy(session, received.data.product_id, received.data.available, received.version)


SUBSCRIPTIONS = (Subscription("shop.stock.changed.v1", StockData, on_stock_changed),)
