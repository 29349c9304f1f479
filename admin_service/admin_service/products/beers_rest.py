"""The beer routes of client family 2. Beers are the products of one category, addressed by SKU."""

from datetime import datetime
from decimal import Decimal
from typing import Annotated, Any, Self

from fastapi import APIRouter, Depends, Path, Response
from pydantic import BaseModel, BeforeValidator, model_validator
from service_kit.http.bodies import documented_body
from service_kit.http.errors import documented_errors
from service_kit.http.input import Input
from service_kit.process.service import Service
from sqlalchemy.orm import Session

from admin_service.images import image_rule
from admin_service.products import commands, errors, queries
from admin_service.products.model import Image, Price, ProductDraft, ProductPatch, Sku, Text

CATEGORY = "beer"
COLUMNS = ("id", "title", "sku", "price", "image", "created_at", "updated_at")
DEFAULT_IMAGE = "/pictures/beer/tin-whistle-pilsner.svg"
"""A picture that the web app contains."""


def none_if_blank(value: object) -> object:
    """Treats an empty field of an HTML form as absent."""
    return None if isinstance(value, str) and not value.strip() else value


AddressedSku = Annotated[Sku, Path()]
OptionalImage = Annotated[Image | None, BeforeValidator(none_if_blank)]


class BeerView(BaseModel):
    """A beer in the format of family 2. The price is a string."""

    id: int
    name: str
    sku: str
    price: Decimal
    image: str
    time_created: datetime
    time_modified: datetime

    @classmethod
    def of(cls, product: Any) -> Self:
        return cls(
            id=product.id,
            name=product.title,
            sku=product.sku,
            price=product.price,
            image=product.image,
            time_created=product.created_at,
            time_modified=product.updated_at,
        )


class NewBeer(BaseModel):
    """A new beer in the format of family 2."""

    sku: Sku
    name: Text
    price: Price
    image: OptionalImage = None

    def as_draft(self) -> ProductDraft:
        image = self.image or DEFAULT_IMAGE
        return ProductDraft(title=self.name, image=image, sku=self.sku, price=self.price, category=CATEGORY)


class BeerChange(BaseModel):
    """Changes to a beer. At least one field is required. Absent fields stay unchanged."""

    name: Text | None = None
    price: Price | None = None
    image: OptionalImage = None

    @model_validator(mode="after")
    def _names_a_field(self) -> Self:
        if not self.model_fields_set:
            raise ValueError("Set `name`, `price` or `image`.")
        return self

    def as_patch(self) -> ProductPatch:
        return ProductPatch(title=self.name, image=self.image, price=self.price)


def router(service: Service) -> APIRouter:
    """Routes at `/api/beers`."""
    routes = APIRouter(prefix="/api/beers", tags=["Family 2: accounts, priced goods, baskets"])
    database, images = service.database, image_rule(service)

    @routes.get("", summary="List all beers, ordered by ID", responses=documented_errors())
    async def list_beers() -> list[BeerView]:
        rows = await database.aread(lambda reader: queries.list_all(reader, COLUMNS, category=CATEGORY))
        return [BeerView.of(row) for row in rows]

    @routes.post(
        "",
        status_code=201,
        summary="Create a beer",
        openapi_extra=documented_body(NewBeer),
        responses=documented_errors(400, 401, 403, 413, 415),
    )
    async def create_beer(new: Annotated[NewBeer, Depends(Input(NewBeer, images))]) -> BeerView:
        draft = new.as_draft()
        return BeerView.of(await database.awrite(lambda session: commands.create_product(session, draft)))

    @routes.get("/{sku}", summary="Get a beer", responses=documented_errors(404))
    async def read_beer(sku: AddressedSku) -> BeerView:
        row = await database.aread(lambda reader: queries.by_sku(reader, sku, COLUMNS, category=CATEGORY))
        if row is None:
            raise errors.SkuNotFound(sku)
        return BeerView.of(row)

    @routes.put(
        "/{sku}",
        summary="Update the name, price or picture of a beer",
        openapi_extra=documented_body(BeerChange),
        responses=documented_errors(400, 401, 403, 404, 413, 415),
    )
    async def update_beer(
        sku: AddressedSku, change: Annotated[BeerChange, Depends(Input(BeerChange, images))]
    ) -> BeerView:
        patch = change.as_patch()
        beer = await database.awrite(lambda session: commands.update_product(session, _id_of(session, sku), patch))
        return BeerView.of(beer)

    @routes.delete(
        "/{sku}", status_code=204, summary="Delete a beer", responses=documented_errors(400, 401, 403, 404)
    )
    async def delete_beer(sku: AddressedSku) -> Response:
        await database.awrite(lambda session: commands.delete_product(session, _id_of(session, sku)))
        return Response(status_code=204)

    return routes


def _id_of(session: Session, sku: str) -> int:
    row = queries.by_sku(session, sku, ("id",), category=CATEGORY)
    if row is None:
        raise errors.SkuNotFound(sku)
    found: int = row.id
    return found
