"""A request's body, checked by a model, as a dependency of a route."""

from collections.abc import Mapping
from typing import Generic, TypeVar

from fastapi import Request
from pydantic import BaseModel

from service_kit.errors import read_input
from service_kit.http.bodies import body_fields

T = TypeVar("T", bound=BaseModel)


class Input(Generic[T]):
    """Reads the body's fields and checks them: `wish: Annotated[Wish, Depends(Input(Wish))]`.

    On a token route the guard runs it before it checks the token (`rest_rights.py`). Raises InvalidInput.
    `context` holds what rules need that depends on settings.
    """

    def __init__(self, model: type[T], context: Mapping[str, object] | None = None) -> None:
        self._model, self._context = model, context

    async def __call__(self, request: Request) -> T:
        """The checked fields."""
        return read_input(self._model, await body_fields(request), self._context)
