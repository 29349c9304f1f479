"""The REST route for products, for client family 1."""

from fastapi import APIRouter
from pydantic import BaseModel, ConfigDict
from service_kit.http.errors import documented_errors
from service_kit.process.service import Service

from main_service.products import queries

COLUMNS = ("id", "title", "image", "likes")


class ProductView(BaseModel):
    """A product, in the format of client family 1."""

    model_config = ConfigDict(from_attributes=True)

    id: int
    title: str
    image: str
    likes: int


def router(service: Service) -> APIRouter:
    """`/api/products`"""
    routes = APIRouter(prefix="/api/products", tags=["Family 1: catalogue and likes"])

    @routes.get("", summary="List all products, ordered by id", responses=documented_errors())
    async def list_products() -> list[ProductView]:
        rows = await service.database.aread(lambda reader: queries.list_all(reader, COLUMNS))
        return [ProductView.model_validate(row) for row in rows]

    return routes
