"""The REST routes for baskets and orders, for client family 2. They require a session and use SKUs."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from datetime import datetime
from decimal import Decimal
from typing import Annotated, Any, Literal, Self

from fastapi import APIRouter, Depends, Path, Query, Request, Response
from fastapi.responses import JSONResponse
from pydantic import BaseModel, Field
from service_kit.errors import InvalidInput
from service_kit.fields import MAX_ID
from service_kit.http.bodies import documented_body
from service_kit.http.errors import documented_errors
from service_kit.http.input import Input
from service_kit.http.rights import identity_of
from service_kit.process.service import Service
from sqlalchemy.orm import Session

from main_service.options.errors import InvalidConfiguration
from main_service.orders import basket, commands, errors, queries
from main_service.orders.lines import MAX_QUANTITY
from main_service.orders.model import OrderState, Terms
from main_service.orders.price_rest import PRICE_CHANGED
from main_service.products import queries as products
from main_service.products.errors import ProductNotFound

OrderId = Annotated[int, Path(ge=1, le=MAX_ID)]
ExpectedTotal = Annotated[
    Decimal | None,
    Query(
        ge=0,
        max_digits=20,
        decimal_places=2,
        description="The total that the customer saw, including the fee. If the current total differs, no order "
        "is "
        "placed and the response is 409.",
    ),
]
HAS_OPTIONS = (
    "This product has options, which this endpoint does not support. "
    "Use its page in the shop, or addToBasket at /graphql."
)
TOKEN_MISSING = {"Authorization": ["This header is required: the token of your session."]}


class Chosen(BaseModel):
    """The product, by its SKU."""

    sku: str = Field(min_length=1, max_length=64)


class Wish(Chosen):
    """The product and the quantity to add."""

    quantity: int = Field(ge=1, le=MAX_QUANTITY)


class LineView(BaseModel):
    """A line, in the format of client family 2. The quantity is a string."""

    id: int
    sku: str
    quantity: str
    time_created: datetime
    time_modified: datetime

    @classmethod
    def of(cls, line: queries.Line) -> Self:
        return cls(
            id=line.id,
            sku=line.sku,
            quantity=str(line.quantity),
            time_created=line.created_at,
            time_modified=line.updated_at,
        )


class OrderView(BaseModel):
    """An order, in the format of client family 2. `is_open` is a string."""

    id: int
    is_open: Literal["True", "False"]
    time_created: datetime
    time_modified: datetime

    @classmethod
    def of(cls, order: Any, **more: object) -> Self:
        fields = {
            "id": order.id,
            "is_open": str(order.state == OrderState.OPEN),
            "time_created": order.created_at,
            "time_modified": order.updated_at,
        }
        return cls.model_validate({**fields, **more})


class FilledOrderView(OrderView):
    """An order with its lines."""

    beers: Sequence[LineView]


def router(service: Service, terms: Terms) -> APIRouter:
    """`/api/orders…`"""
    routes = APIRouter(prefix="/api/orders", tags=["Family 2: accounts, priced goods, baskets"])
    database = service.database

    async def filled(order: Any) -> FilledOrderView:
        lines = await database.aread(lambda reader: queries.lines_of(reader, [order.id]))
        return FilledOrderView.of(order, beers=[LineView.of(line) for line in lines])

    @routes.get(
        "", summary="List the caller's orders, including the open one", responses=documented_errors(400, 401)
    )
    async def list_orders(request: Request) -> list[OrderView]:
        user_id = await _user_id(request)
        rows = await database.aread(lambda reader: queries.list_all_of_user(reader, user_id))
        return [OrderView.of(row) for row in rows]

    @routes.get(
        "/current", summary="Get the open order, and create it if necessary", responses=documented_errors(400, 401)
    )
    async def read_basket(request: Request) -> FilledOrderView:
        user_id = await _user_id(request)
        return await filled(await database.awrite(lambda session: basket.open_basket(session, user_id, terms)))

    @routes.put(
        "/current",
        status_code=201,
        summary="Add a quantity of a product to the open order",
        response_model=None,
        openapi_extra=documented_body(Wish),
        responses=documented_errors(400, 401, 404, 413, 415),
    )
    async def put_in(request: Request, wish: Annotated[Wish, Depends(Input(Wish))]) -> JSONResponse:
        user_id = await _user_id(request)

        def add(session: Session) -> None:
            product_id = _product_id(session, wish.sku)
            basket.add_to_basket(session, user_id, product_id, wish.quantity, terms, check_stock=False)

        with rejecting_options("sku"):
            await database.awrite(add)
        return JSONResponse(None, status_code=201)

    @routes.delete(
        "/current",
        status_code=204,
        summary="Remove a product from the open order",
        openapi_extra=documented_body(Chosen),
        responses=documented_errors(400, 401, 404, 413, 415),
    )
    async def take_out(request: Request, chosen: Annotated[Chosen, Depends(Input(Chosen))]) -> Response:
        user_id = await _user_id(request)
        await database.awrite(lambda session: basket.remove_sku(session, user_id, chosen.sku))
        return Response(status_code=204)

    @routes.get(
        "/checkout",
        summary="Place the open order, if it is not empty",
        description="This request changes data, so the token must be in the Authorization header. A cookie is "
        "not accepted.",
        response_model=None,
        responses={**documented_errors(400, 401), **PRICE_CHANGED},
    )
    async def check_out(request: Request, expected_total: ExpectedTotal = None) -> JSONResponse:
        if not identity_of(request).header:
            raise InvalidInput(TOKEN_MISSING)
        user_id = await _user_id(request)
        with suppress(errors.BasketEmpty):
            await database.awrite(
                lambda session: commands.checkout(session, user_id, terms, expected_total, check_stock=False)
            )
        return JSONResponse(None)

    @routes.get("/{order_id}", summary="Get an order of the caller", responses=documented_errors(400, 401, 404))
    async def read_order(request: Request, order_id: OrderId) -> FilledOrderView:
        user_id = await _user_id(request)
        row = await database.aread(lambda reader: queries.get(reader, order_id))
        if row is None or row.user_id != user_id:
            raise errors.OrderNotFound
        return await filled(row)

    return routes


@contextmanager
def rejecting_options(field: str) -> Iterator[None]:
    """Raises InvalidInput if the product requires options, for clients that cannot select options."""
    try:
        yield
    except InvalidConfiguration:
        raise InvalidInput({field: [HAS_OPTIONS]}) from None


async def _user_id(request: Request) -> int:
    """The id of the caller. These routes require a session."""
    caller = await identity_of(request).caller()
    assert caller is not None
    return caller.user_id


def _product_id(session: Session, sku: str) -> int:
    row = products.by_sku(session, sku, ["id"])
    if row is None:
        raise ProductNotFound(0)
    found: int = row.id
    return found
