"""Handles the events that admin_service publishes about products. It declares its own models of them."""

from datetime import datetime
from decimal import Decimal

from pydantic import Field
from service_kit.events.event import EventData, Received, Subscription
from sqlalchemy.orm import Session

from main_service.likes.commands import delete_likes
from main_service.options.commands import delete_options
from main_service.products.commands import store_copy, tombstone_copy


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
    """A deleted product."""

    id: int = Field(ge=1)
    deleted_at: datetime


def on_product_state(session: Session, received: Received[ProductData]) -> None:
    """Updates the copy."""
    state = received.data.model_dump(exclude={"id"})
    store_copy(session, received.data.id, received.version, state)


def on_product_deleted(session: Session, received: Received[ProductDeletedData]) -> None:
    """Stores a tombstone, and deletes the likes and options of the product."""
    if tombstone_copy(session, received.data.id, received.version, received.data.deleted_at):
        delete_likes(session, received.data.id)
        delete_options(session, received.data.id)


SUBSCRIPTIONS = (
    Subscription("shop.product.created.v1", ProductData, on_product_state),
    Subscription("shop.product.updated.v1", ProductData, on_product_state),
    Subscription("shop.product.deleted.v1", ProductDeletedData, on_product_deleted),
)
