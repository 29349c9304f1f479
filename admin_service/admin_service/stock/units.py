"""How many units of a product there can be."""

from typing import Annotated

from pydantic import Field

MAX_STOCK = 1_000_000_000

Quantity = Annotated[int, Field(ge=0, le=MAX_STOCK)]
