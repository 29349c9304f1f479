"""The REST route for likes, for client family 1."""

from typing import Annotated

from fastapi import APIRouter, Path, Request
from pydantic import BaseModel
from service_kit.fields import MAX_ID
from service_kit.http.errors import documented_errors
from service_kit.http.rights import identity_of
from service_kit.process.service import Service

from main_service.likes import commands
from main_service.users.client import UserClient

ProductId = Annotated[int, Path(ge=1, le=MAX_ID)]


class Answer(BaseModel):
    """The result of the request."""

    message: str


def router(service: Service, users: UserClient) -> APIRouter:
    """`/api/products/{id}/like`"""
    routes = APIRouter(prefix="/api/products", tags=["Family 1: catalogue and likes"])

    @routes.post(
        "/{product_id}/like",
        summary="Like a product as the signed-in user, or as a random visitor",
        responses={
            **documented_errors(401, 404),
            400: {"model": Answer, "description": "The user already likes the product"},
        },
    )
    async def like_product(request: Request, product_id: ProductId) -> Answer:
        caller = await identity_of(request).caller()
        user_id = await users.random_visitor() if caller is None else caller.user_id
        await service.database.awrite(lambda session: commands.like_product(session, user_id, product_id))
        return Answer(message="success")

    return routes
