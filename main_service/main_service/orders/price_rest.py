"""The OpenAPI description of the REST response to an order whose price has changed."""

from collections.abc import Sequence
from typing import Any

from pydantic import BaseModel


class PriceChangeView(BaseModel):
    """A line whose unit price changed."""

    product_id: int
    sku: str
    old_price: str
    new_price: str


class PriceChangedView(BaseModel):
    """The expected and the actual total, including the fee, and the lines whose price changed."""

    detail: str
    old_total: str
    new_total: str
    lines: Sequence[PriceChangeView]


PRICE_CHANGED: dict[int | str, dict[str, Any]] = {
    409: {"model": PriceChangedView, "description": "The price is not the expected one. No order was placed."}
}
