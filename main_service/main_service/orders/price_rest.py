"""The answer of the REST routes where an order would cost another total than the client expects."""

from collections.abc import Sequence
from typing import Any

from fastapi import Request
from fastapi.responses import JSONResponse
from pydantic import BaseModel
from service_kit.graphql.scalars import serialize_money

from main_service.orders.errors import PriceChanged


class PriceChangeView(BaseModel):
    """A line whose price is not the one that the client has seen."""

    product_id: int
    sku: str
    old_price: str
    new_price: str


class PriceChangedView(BaseModel):
    """The expected and the actual total, the fee included, and the lines whose price has changed."""

    detail: str
    old_total: str
    new_total: str
    lines: Sequence[PriceChangeView]


PRICE_CHANGED: dict[int | str, dict[str, Any]] = {
    409: {"model": PriceChangedView, "description": "The price is not the expected one; nothing was ordered"}
}


async def price_changed(_: Request, error: Exception) -> JSONResponse:
    """Map the command's error."""
    assert isinstance(error, PriceChanged)
    view = PriceChangedView(
        detail=error.message,
        old_total=serialize_money(error.old_total),
        new_total=serialize_money(error.new_total),
        lines=[
            PriceChangeView(
                product_id=line.product_id,
                sku=line.sku,
                old_price=serialize_money(line.old_price),
                new_price=serialize_money(line.new_price),
            )
            for line in error.lines
        ],
    )
    return JSONResponse(view.model_dump(), status_code=409)
