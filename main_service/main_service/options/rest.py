"""The REST routes for the frostings and toppings of the cupcake configurator, for client family 5.

They are the options of the first product that has an option group with the code `body`.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Annotated, Self

from fastapi import APIRouter, Path
from pydantic import BaseModel
from service_kit.errors import NotFound
from service_kit.http.errors import documented_errors
from service_kit.process.service import Service

from main_service.options import queries
from main_service.options.document import NO_OPTIONS, Document, Option

BODY, FROSTING, TOPPING = "body", "frosting", "topping"
BODIES = "bodies"
Code = Annotated[str, Path(max_length=60)]


class FrostingView(BaseModel):
    """A frosting, in the format of client family 5.

    `image_url` has no leading slash. `appropriate_toppings` are codes that clients append to `/api/toppings/`.
    """

    name: str
    image_url: str
    info: str
    pub_date: datetime
    appropriate_toppings: Sequence[str]

    @classmethod
    def of(cls, frosting: Option, toppings: Iterable[Option]) -> Self:
        return cls(
            name=frosting.name,
            image_url=(frosting.picture or "").removeprefix("/"),
            info=frosting.text,
            pub_date=frosting.added_at,
            appropriate_toppings=[topping.code for topping in toppings],
        )


class ToppingView(BaseModel):
    """A topping, in the format of client family 5."""

    name: str
    url: str
    details: str


def router(service: Service) -> APIRouter:
    """`/api/frostings`, `/api/frostingoptions/…` and `/api/toppings/…`"""
    routes = APIRouter(prefix="/api", tags=["Family 5: the cupcake maker"])

    async def cupcake_options() -> Document:
        return await service.database.aread(lambda reader: queries.with_group(reader, BODY)) or NO_OPTIONS

    @routes.get("/frostings", summary="List all frostings", responses=documented_errors())
    async def list_frostings() -> list[FrostingView]:
        cupcake = await cupcake_options()
        return _views(cupcake, _selectable(cupcake, FROSTING))

    @routes.get(
        "/frostingoptions/{body}",
        summary="List the frostings that can be combined with a body: `vanillabodies`, `chocolatebodies`, …",
        responses=documented_errors(404),
    )
    async def list_frostings_for(body: Code) -> list[FrostingView]:
        cupcake = await cupcake_options()
        chosen = _selectable_with_code(cupcake, BODY, body.removesuffix(BODIES)) if body.endswith(BODIES) else None
        if chosen is None:
            raise NotFound
        return _views(cupcake, _selectable(cupcake, FROSTING, chosen))

    @routes.get("/toppings/{code}", summary="Get a topping", responses=documented_errors(404))
    async def read_topping(code: Code) -> ToppingView:
        topping = _selectable_with_code(await cupcake_options(), TOPPING, code)
        if topping is None:
            raise NotFound
        return ToppingView(name=topping.name, url=topping.picture or "", details=topping.text)

    return routes


def _views(cupcake: Document, frostings: Iterable[Option]) -> list[FrostingView]:
    return [FrostingView.of(frosting, _selectable(cupcake, TOPPING, frosting)) for frosting in frostings]


def _selectable(cupcake: Document, group_code: str, *chosen: Option) -> list[Option]:
    """The options of a group that can be combined with the given options."""
    verdicts = cupcake.choices.verdicts([option.id for option in chosen])
    groups = (group for group in cupcake.groups if group.code == group_code)
    return [option for group in groups for option in group.options if not verdicts[option.id].blocked]


def _selectable_with_code(cupcake: Document, group_code: str, code: str) -> Option | None:
    return next((option for option in _selectable(cupcake, group_code) if option.code == code), None)
