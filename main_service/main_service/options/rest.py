"""The cupcake maker's frostings and toppings, as client family 5 knows them.

They are the options of the first product that is put together from a body, a frosting and a topping.
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
from main_service.options.document import NOTHING, Document, Option

BODY, FROSTING, TOPPING = "body", "frosting", "topping"
BODIES = "bodies"
Code = Annotated[str, Path(max_length=60)]


class FrostingView(BaseModel):
    """A frosting as family 5 knows it.

    `image_url` has no leading slash. `appropriate_toppings` are codes: clients append them to `/api/toppings/`.
    """

    name: str
    image_url: str
    info: str
    pub_date: datetime
    appropriate_toppings: Sequence[str]

    @classmethod
    def of(cls, frosting: Option, toppings: Iterable[Option]) -> Self:
        """The view of an option."""
        return cls(
            name=frosting.name,
            image_url=(frosting.picture or "").removeprefix("/"),
            info=frosting.text,
            pub_date=frosting.added_at,
            appropriate_toppings=[topping.code for topping in toppings],
        )


class ToppingView(BaseModel):
    """A topping as family 5 knows it."""

    name: str
    url: str
    details: str


def router(service: Service) -> APIRouter:
    """`/api/frostings`, `/api/frostingoptions/…` and `/api/toppings/…`"""
    routes = APIRouter(prefix="/api", tags=["Family 5: the cupcake maker"])

    async def maker() -> Document:
        return await service.database.aread(lambda reader: queries.with_group(reader, BODY)) or NOTHING

    @routes.get("/frostings", summary="All frostings", responses=documented_errors())
    async def list_frostings() -> list[FrostingView]:
        cupcake = await maker()
        return _views(cupcake, _choosable(cupcake, FROSTING))

    @routes.get(
        "/frostingoptions/{body}",
        summary="The frostings that go with a body: `vanillabodies`, `chocolatebodies`, …",
        responses=documented_errors(404),
    )
    async def list_frostings_for(body: Code) -> list[FrostingView]:
        cupcake = await maker()
        chosen = _choosable_with_code(cupcake, BODY, body.removesuffix(BODIES)) if body.endswith(BODIES) else None
        if chosen is None:
            raise NotFound
        return _views(cupcake, _choosable(cupcake, FROSTING, chosen))

    @routes.get("/toppings/{code}", summary="A topping", responses=documented_errors(404))
    async def read_topping(code: Code) -> ToppingView:
        topping = _choosable_with_code(await maker(), TOPPING, code)
        if topping is None:
            raise NotFound
        return ToppingView(name=topping.name, url=topping.picture or "", details=topping.text)

    return routes


def _views(cupcake: Document, frostings: Iterable[Option]) -> list[FrostingView]:
    return [FrostingView.of(frosting, _choosable(cupcake, TOPPING, frosting)) for frosting in frostings]


def _choosable(cupcake: Document, group_code: str, *chosen: Option) -> list[Option]:
    """The options of a group that can be chosen besides these."""
    verdicts = cupcake.choices.verdicts([option.id for option in chosen])
    groups = (group for group in cupcake.groups if group.code == group_code)
    return [option for group in groups for option in group.options if not verdicts[option.id].blocked]


def _choosable_with_code(cupcake: Document, group_code: str, code: str) -> Option | None:
    return next((option for option in _choosable(cupcake, group_code) if option.code == code), None)
