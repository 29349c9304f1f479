"""The inventory routes of client family 3: products with a price and a quantity."""

from collections.abc import Mapping
from typing import Annotated, Any, Self

from fastapi import APIRouter, Depends, Path, Response
from pydantic import BaseModel
from service_kit.db.database import Reader
from service_kit.errors import read_input
from service_kit.fields import MAX_ID
from service_kit.http.bodies import body_fields, documented_body
from service_kit.http.errors import documented_errors
from service_kit.process.service import Service
from sqlalchemy import Row

from admin_service.products import commands, errors, queries
from admin_service.products.model import Price, ProductDraft, Text
from admin_service.stock.queries import for_sale
from admin_service.stock.units import Quantity

COLUMNS = ("id", "title", "price")
IMAGE = "/pictures/bread/picnic-blanket-loaf.svg"
"""A picture that the web app contains."""
Fields = Annotated[Mapping[str, object], Depends(body_fields)]
ProductId = Annotated[int, Path(ge=1, le=MAX_ID)]


class ItemView(BaseModel):
    """A product in the format of family 3. The ID is a string, the price is a number."""

    id: str
    name: str
    price: float
    quantity: int

    @classmethod
    def of(cls, product: Any, quantity: int) -> Self:
        return cls(id=str(product.id), name=product.title, price=float(product.price), quantity=quantity)


class NewItem(BaseModel):
    """A new product in the format of family 3."""

    name: Text
    price: Price
    quantity: Quantity

    def as_draft(self) -> ProductDraft:
        return ProductDraft(title=self.name, image=IMAGE, price=self.price, stock=self.quantity)


def router(service: Service) -> APIRouter:
    """Routes at `/products`."""
    routes = APIRouter(prefix="/products", tags=["Family 3: inventory and payment"])
    database = service.database

    @routes.get("", summary="List all products, ordered by ID", responses=documented_errors())
    async def list_items() -> list[ItemView]:
        return await database.aread(_list_all)

    @routes.post(
        "",
        summary="Create a product (an `id` in the body is ignored)",
        openapi_extra=documented_body(NewItem),
        responses=documented_errors(400, 401, 403, 413, 415),
    )
    async def create_item(fields: Fields) -> ItemView:
        draft = read_input(NewItem, fields).as_draft()
        product = await database.awrite(lambda session: commands.create_product(session, draft))
        return ItemView.of(product, draft.stock)

    @routes.get("/{product_id}", summary="Get a product", responses=documented_errors(404))
    async def read_item(product_id: ProductId) -> ItemView:
        return await database.aread(lambda reader: _get(reader, product_id))

    @routes.delete(
        "/{product_id}", status_code=204, summary="Delete a product", responses=documented_errors(401, 403, 404)
    )
    async def delete_item(product_id: ProductId) -> Response:
        await database.awrite(lambda session: commands.delete_product(session, product_id))
        return Response(status_code=204)

    return routes


def _list_all(reader: Reader) -> list[ItemView]:
    rows, available = queries.list_all(reader, COLUMNS), for_sale(reader)
    return [ItemView.of(row, available.get(row.id, 0)) for row in rows]


def _get(reader: Reader, product_id: int) -> ItemView:
    row: Row[Any] | None = queries.get(reader, product_id, COLUMNS)
    if row is None:
        raise errors.ProductNotFound(product_id)
    return ItemView.of(row, for_sale(reader, [product_id]).get(product_id, 0))
