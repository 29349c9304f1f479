"""The REST route of client family 5: the cupcake bodies, which are the options of the group `body`."""

from datetime import datetime

import orjson
from fastapi import APIRouter
from pydantic import BaseModel
from service_kit.http.errors import documented_errors
from service_kit.process.service import Service

from admin_service.options import queries
from admin_service.options.model import Option

GROUP = "body"


class BodyFields(BaseModel):
    """The fields of a cupcake body in the format of family 5."""

    body_name: str
    body_url: str
    body_info: str
    pub_date: datetime


class CupcakeBody(BaseModel):
    """A cupcake body in the serialization format of Django, which family 5 expects."""

    model: str = "cupcakes.body"
    pk: int
    fields: BodyFields

    @classmethod
    def of(cls, option: Option) -> "CupcakeBody":
        fields = BodyFields(
            body_name=option.name,
            body_url=option.picture or "",
            body_info=option.text,
            pub_date=option.added_at,
        )
        return cls(pk=option.id, fields=fields)


def router(service: Service) -> APIRouter:
    """Routes at `/api/cupcakebodies`."""
    routes = APIRouter(prefix="/api/cupcakebodies", tags=["Family 5: the cupcake maker"])

    @routes.get(
        "",
        summary="List the available cupcake bodies (a JSON array in a JSON string)",
        responses=documented_errors(),
    )
    async def list_bodies() -> str:
        group = await service.database.aread(lambda reader: queries.of_first_product(reader, GROUP))
        chosen = () if group is None else [option for option in group.options if option.available]
        return orjson.dumps([CupcakeBody.of(option).model_dump(mode="json") for option in chosen]).decode()

    return routes
