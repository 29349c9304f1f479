"""The quantity of a product."""

from typing import Annotated

from pydantic import Field

MAX_STOCK = 1_000_000_000

Quantity = Annotated[int, Field(ge=0, le=MAX_STOCK)]
