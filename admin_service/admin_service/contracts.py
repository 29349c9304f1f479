"""The contracts that admin_service keeps, as files in schema/."""

from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path

from fastapi import FastAPI
from service_kit.contracts import SAMPLE_TIME, event_schemas, openapi, published, sdl

from admin_service.products import events as product_events
from admin_service.schema import build_schema
from admin_service.users import events as user_events

SOURCE = product_events.SOURCE
PRODUCT = product_events.ProductData(
    id=17,
    title="Amber Ale",
    image="/pictures/beer/amber-ale.svg",
    sku="BEER-AMBER-ALE",
    price=Decimal("4.50"),
    category="beer",
    created_at=SAMPLE_TIME,
    updated_at=SAMPLE_TIME,
)
USER = user_events.UserData(id=3, username="visitor-5f0c1b2a9e77")


DELETED = product_events.ProductDeletedData(id=17, deleted_at=SAMPLE_TIME)
PUBLISHED = (
    published(SOURCE, product_events.CREATED, "product/17", 1, PRODUCT),
    published(SOURCE, product_events.UPDATED, "product/17", 2, PRODUCT),
    published(SOURCE, product_events.DELETED, "product/17", 3, DELETED),
    published(SOURCE, user_events.CREATED, "user/3", 1, USER),
    published(SOURCE, user_events.UPDATED, "user/3", 2, USER),
)


def export(folder: Path, app: FastAPI) -> Mapping[Path, str]:
    """Every file that this service's code determines, with its text."""
    return {
        folder / "admin.graphql": sdl(build_schema(production=False)),
        folder / "openapi" / "admin.json": openapi(app),
        **event_schemas(folder / "events", PUBLISHED),
    }
