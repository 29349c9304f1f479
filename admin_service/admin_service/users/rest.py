"""The users' compatibility routes (family 1)."""

from fastapi import APIRouter, Depends
from pydantic import BaseModel
from service_kit.rest import documented_errors
from service_kit.rights import anonymous_writes
from service_kit.service import Service

from admin_service.users import commands


class UserId(BaseModel):
    """A user, by id only."""

    id: int


def router(service: Service) -> APIRouter:
    """`/api/user`: somebody to like in the name of."""
    routes = APIRouter(prefix="/api/user", tags=["Family 1: catalogue and likes"])

    @routes.get(
        "", summary="A random user's id; one is made when there is none yet", responses=documented_errors()
    )
    async def draw() -> UserId:
        return UserId(id=await service.database.awrite(commands.draw_user))

    @routes.post(
        "",
        status_code=201,
        summary="A new visitor's id",
        dependencies=[Depends(anonymous_writes(service.settings))],
        responses=documented_errors(403),
    )
    async def create_visitor() -> UserId:
        return UserId(id=await service.database.awrite(lambda session: commands.create_visitor(session).id))

    return routes
