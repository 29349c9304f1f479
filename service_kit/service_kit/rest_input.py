"""A request's body, checked by a model, as a dependency of a route."""

from typing import Generic, TypeVar

from fastapi import Request
from pydantic import BaseModel

from service_kit.errors import read_input
from service_kit.rest import body_fields

T = TypeVar("T", bound=BaseModel)


class Input(Generic[T]):
    """Reads the body's fields and checks them: `wish: Annotated[Wish, Depends(Input(Wish))]`.

    On a token route the guard runs it before it checks the token (`rest_rights.py`). Raises InvalidInput.
    """

    def __init__(self, model: type[T]) -> None:
        self._model = model

    async def __call__(self, request: Request) -> T:
        """The checked fields."""
        return read_input(self._model, await body_fields(request))
