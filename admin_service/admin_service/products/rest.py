"""The product routes of client family 1."""

from collections.abc import Mapping
from typing import Annotated

from fastapi import APIRouter, Depends, Path, Response
from pydantic import BaseModel, ConfigDict
from service_kit.errors import read_input
from service_kit.fields import MAX_ID
from service_kit.http.bodies import body_fields, documented_body
from service_kit.http.errors import documented_errors
from service_kit.process.service import Service

from admin_service.images import image_rule
from admin_service.products import commands, errors, queries
from admin_service.products.model import Image, ProductDraft, ProductPatch, Text

COLUMNS = ("id", "title", "image", "likes")
PAGES, EDIT_PAGE, DELETE_PAGE = (
    "/admin/products",
    "/admin/products/{product_id}/edit",
    "/admin/products/{product_id}/delete",
)
LIST, ITEM = "/api/products", "/api/products/{product_id}"
UPDATES = {
    "edit_product_put": ("PUT", EDIT_PAGE),
    "edit_product_patch": ("PATCH", EDIT_PAGE),
    "edit_product_post": ("POST", EDIT_PAGE),
    "update_product": ("PUT", ITEM),
}
"""The method and path of each operation ID."""
DELETIONS = {
    "delete_product_delete": ("DELETE", DELETE_PAGE),
    "delete_product_post": ("POST", DELETE_PAGE),
    "delete_product": ("DELETE", ITEM),
}
Fields = Annotated[Mapping[str, object], Depends(body_fields)]
ProductId = Annotated[int, Path(ge=1, le=MAX_ID)]


class ProductView(BaseModel):
    """A product in the format of family 1."""

    model_config = ConfigDict(from_attributes=True)

    id: int
    title: str
    image: str
    likes: int


class NewProduct(BaseModel):
    """A new product in the format of family 1."""

    title: Text
    image: Image


class ProductChange(BaseModel):
    """Changes to a product. Absent fields stay unchanged."""

    title: Text | None = None
    image: Image | None = None


def router(service: Service) -> APIRouter:
    """Routes at `/admin/products`, and the same at `/api/products`, which the React apps of family 1 call."""
    routes = APIRouter(tags=["Family 1: catalogue and likes"])
    database = service.database

    async def list_products() -> list[ProductView]:
        rows = await database.aread(lambda reader: queries.list_all(reader, COLUMNS))
        return [ProductView.model_validate(row) for row in rows]

    async def create_product(fields: Fields) -> ProductView:
        new = read_input(NewProduct, fields, image_rule(service))
        draft = ProductDraft(title=new.title, image=new.image)
        product = await database.awrite(lambda session: commands.create_product(session, draft))
        return ProductView.model_validate(product)

    async def read_product(product_id: ProductId) -> ProductView:
        row = await database.aread(lambda reader: queries.get(reader, product_id, COLUMNS))
        if row is None:
            raise errors.ProductNotFound(product_id)
        return ProductView.model_validate(row)

    async def update_product(product_id: ProductId, fields: Fields) -> ProductView:
        change = read_input(ProductChange, fields, image_rule(service))
        patch = ProductPatch(title=change.title, image=change.image)
        product = await database.awrite(lambda session: commands.update_product(session, product_id, patch))
        return ProductView.model_validate(product)

    async def delete_product(product_id: ProductId) -> Response:
        await database.awrite(lambda session: commands.delete_product(session, product_id))
        return Response(status_code=204)

    for path in (PAGES, LIST):
        routes.add_api_route(
            path,
            list_products,
            methods=["GET"],
            summary="List all products, ordered by ID",
            responses=documented_errors(),
        )
    for path in (f"{PAGES}/create", LIST):
        routes.add_api_route(
            path,
            create_product,
            methods=["POST"],
            status_code=201,
            summary="Create a product",
            openapi_extra=documented_body(NewProduct),
            responses=documented_errors(400, 401, 403, 413, 415),
        )
    for path in (EDIT_PAGE, ITEM):
        routes.add_api_route(
            path,
            read_product,
            methods=["GET"],
            summary="Get a product, for an edit form",
            responses=documented_errors(404),
        )
    for operation_id, (method, path) in UPDATES.items():
        routes.add_api_route(
            path,
            update_product,
            methods=[method],
            operation_id=operation_id,
            status_code=202,
            summary="Update the title or image of a product",
            openapi_extra=documented_body(ProductChange, required=False),
            responses=documented_errors(400, 401, 403, 404, 413, 415),
        )
    for operation_id, (method, path) in DELETIONS.items():
        routes.add_api_route(
            path,
            delete_product,
            methods=[method],
            operation_id=operation_id,
            status_code=204,
            summary="Delete a product",
            responses=documented_errors(401, 403, 404),
        )
    return routes
