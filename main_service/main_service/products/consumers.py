"""What main_service does when admin_service tells of products. Each model is this service's own reading."""

from datetime import datetime
from decimal import Decimal

from pydantic import Field
from service_kit.events.event import EventData, Received, Subscription
from sqlalchemy.orm import Session

from main_service.likes.commands import forget_likes
from main_service.options.commands import forget_options
from main_service.products.commands import bury_copy, store_copy


class ProductData(EventData):
    """The state of a product."""

    id: int = Field(ge=1)
    title: str = Field(max_length=200)
    image: str = Field(max_length=200)
    sku: str = Field(max_length=64)
    price: Decimal = Field(max_digits=12, decimal_places=2)
    category: str = Field(max_length=50)
    created_at: datetime
    updated_at: datetime


class ProductDeletedData(EventData):
    """A product that is gone."""

    id: int = Field(ge=1)
    deleted_at: datetime


def on_product_state(session: Session, received: Received[ProductData]) -> None:
    """Take the state over into the copy."""
    state = received.data.model_dump(exclude={"id"})
    store_copy(session, received.data.id, received.version, state)


def on_product_deleted(session: Session, received: Received[ProductDeletedData]) -> None:
    """Leave a tombstone; the likes and the options go with the product."""
    if bury_copy(session, received.data.id, received.version, received.data.deleted_at):
        forget_likes(session, received.data.id)
        forget_options(session, received.data.id)


SUBSCRIPTIONS = (
    Subscription("shop.product.created.v1", ProductData, on_product_state),
    Subscription("shop.product.updated.v1", ProductData, on_product_state),
    Subscription("shop.product.deleted.v1", ProductDeletedData, on_product_deleted),
)
