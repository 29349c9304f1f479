"""The events about products. Their schemas are in schema/events/."""

from datetime import datetime
from decimal import Decimal

from service_kit.events.event import Event, EventData, new_event

from admin_service.products.model import DeletedProduct, Product

SOURCE = "admin_service"
CREATED = "shop.product.created.v1"
UPDATED = "shop.product.updated.v1"
DELETED = "shop.product.deleted.v1"


class ProductData(EventData):
    """The state of a product. main_service publishes the number of likes."""

    id: int
    title: str
    image: str
    sku: str
    price: Decimal
    category: str
    created_at: datetime
    updated_at: datetime


class ProductDeletedData(EventData):
    """A deleted product."""

    id: int
    deleted_at: datetime


def created(product: Product) -> Event:
    """The product was created."""
    return _state(CREATED, product)


def updated(product: Product) -> Event:
    """The product was updated or republished."""
    return _state(UPDATED, product)


def deleted(tombstone: DeletedProduct) -> Event:
    """The product was deleted."""
    return new_event(
        source=SOURCE,
        type=DELETED,
        subject=f"product/{tombstone.id}",
        version=tombstone.version,
        data=ProductDeletedData(id=tombstone.id, deleted_at=tombstone.deleted_at),
    )


def _state(kind: str, product: Product) -> Event:
    data = ProductData.model_validate(product, from_attributes=True)
    subject = f"product/{product.id}"
    return new_event(source=SOURCE, type=kind, subject=subject, version=product.version, data=data)
