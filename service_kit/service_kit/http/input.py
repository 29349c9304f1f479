"""A route dependency that validates the request body with a model."""

from collections.abc import Mapping
from typing import Generic, TypeVar

from fastapi import Request
from pydantic import BaseModel

from service_kit.errors import read_input
from service_kit.http.bodies import body_fields

T = TypeVar("T", bound=BaseModel)


class Input(Generic[T]):
    """Parses and validates the request body: `fields: Annotated[ProductInput, Depends(Input(ProductInput))]`.

    On a token route it runs before the token is checked (see `http/rights.py`). Raises InvalidInput. `context` has
    values from settings that validators need.
    """

    def __init__(self, model: type[T], context: Mapping[str, object] | None = None) -> None:
        self._model, self._context = model, context

    async def __call__(self, request: Request) -> T:
        """Return the validated model."""
        return read_input(self._model, await body_fields(request), self._context)
