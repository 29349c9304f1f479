"""The contracts of main_service, which are exported to `schema/`."""

from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path

from fastapi import FastAPI
from service_kit.contracts import SAMPLE_TIME, PublishedEvent, event_schemas, openapi, published, sdl

from main_service.likes import events as like_events
from main_service.orders import events as order_events
from main_service.schema import build_schema

LIKES = like_events.LikesData(product_id=17, likes=5)
ORDER = order_events.OrderData(
    id=5,
    user_id=3,
    state="PENDING",
    lines=[order_events.LineData(product_id=17, sku="BEER-AMBER", quantity=2)],
    subtotal=Decimal("9.00"),
    fee=Decimal("1.80"),
    total=Decimal("10.80"),
    placed_at=SAMPLE_TIME,
    reason=None,
)


def _order(state: str, version: int, **changes: object) -> PublishedEvent:
    data = order_events.OrderData.model_validate({**ORDER.model_dump(), "state": state, **changes})
    return published(order_events.SOURCE, order_events.TYPES[state], "order/5", version, data)


PUBLISHED = (
    published(like_events.SOURCE, like_events.CHANGED, "product/17", 1_769_860_800_000_000, LIKES),
    _order("PENDING", 1),
    _order("COMPLETED", 3),
    _order("REFUNDED", 2, reason="OUT_OF_STOCK"),
    _order("CANCELLED", 2),
)


def export(folder: Path, app: FastAPI) -> Mapping[Path, str]:
    """Returns the path and content of every exported file."""
    return {
        folder / "main.graphql": sdl(build_schema(production=False)),
        folder / "openapi" / "main.json": openapi(app),
        **event_schemas(folder / "events", PUBLISHED),
    }
