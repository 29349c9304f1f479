"""The user routes of client families 1, 2 and 4."""

from collections.abc import Mapping
from datetime import datetime
from typing import Annotated, Any, Self

from fastapi import APIRouter, Depends, Query, Request
from fastapi.responses import JSONResponse
from pydantic import BaseModel
from service_kit.errors import InvalidInput, read_input
from service_kit.http.bodies import body_fields, documented_body
from service_kit.http.errors import documented_errors
from service_kit.process.service import Service
from sqlalchemy import Row

from admin_service.users import commands, errors, queries
from admin_service.users.model import Email, Profile, Username
from admin_service.users.registration import Register, RegistrationForm

FAMILY_1 = "Family 1: catalogue and likes"
FAMILY_2 = "Family 2: accounts, priced goods, baskets"
FAMILY_4 = "Family 4: users and orders"
TOO_MANY: dict[int | str, dict[str, Any]] = {429: {"description": "Too many attempts; see the Retry-After header"}}
Fields = Annotated[Mapping[str, object], Depends(body_fields)]


class UserId(BaseModel):
    """The ID of a user."""

    id: int


class UserView(BaseModel):
    """An account in the format of family 2."""

    id: int
    username: str
    email: str | None
    first_name: str
    last_name: str
    time_registered: datetime
    time_modified: datetime

    @classmethod
    def of(cls, user: Any) -> Self:
        return cls(
            id=user.id,
            username=user.username,
            email=user.email,
            first_name=user.first_name,
            last_name=user.last_name,
            time_registered=user.created_at,
            time_modified=user.updated_at,
        )


class UserLine(BaseModel):
    """An account in the list of family 4."""

    username: str
    email: str | None

    @classmethod
    def of(cls, row: Row[Any]) -> Self:
        return cls(username=row.username, email=row.email)


class NewUser(BaseModel):
    """A new account in the format of family 4. It has no password, so nobody can sign in to it."""

    username: Username
    email: Email


class Message(BaseModel):
    """A message for people."""

    message: str


def router(service: Service, register: Register) -> APIRouter:
    """Routes at `/api/user`, `/api/users/register`, `/api/users/exists` and `/users`."""
    routes = APIRouter()
    database = service.database

    @routes.get(
        "/api/user",
        summary="Get the ID of a random visitor; creates one if there is none",
        tags=[FAMILY_1],
        responses=documented_errors(),
    )
    async def draw() -> UserId:
        return UserId(id=await database.awrite(commands.pick_visitor))

    @routes.post(
        "/api/user",
        status_code=201,
        summary="Create a visitor and return its ID",
        tags=[FAMILY_1],
        responses=documented_errors(401),
    )
    async def create_visitor() -> UserId:
        return UserId(id=await database.awrite(lambda session: commands.create_visitor(session).id))

    @routes.post(
        "/api/users/register",
        summary="Create an account",
        tags=[FAMILY_2],
        openapi_extra=documented_body(RegistrationForm),
        responses={**documented_errors(400, 413, 415), **TOO_MANY},
    )
    async def register_user(request: Request, fields: Fields) -> UserView:
        registration = read_input(RegistrationForm, fields).as_registration()
        try:
            return UserView.of(await register(registration, request))
        except errors.EmailTaken as error:
            raise InvalidInput({"mail": [error.message]}) from None

    @routes.get(
        "/api/users/exists",
        summary="Check whether an account with this username exists",
        tags=[FAMILY_2],
        response_model=bool,
        responses={**documented_errors(400), 404: {"model": bool, "description": "No account has this username"}},
    )
    async def exists(username: Annotated[str, Query()]) -> JSONResponse:
        found = await database.aread(lambda reader: queries.account_id_of(reader, username)) is not None
        return JSONResponse(found, status_code=200 if found else 404)

    @routes.get(
        "/users",
        summary="List all accounts, ordered by ID",
        tags=[FAMILY_4],
        responses=documented_errors(401, 403),
    )
    async def list_users() -> list[UserLine]:
        rows = await database.aread(lambda reader: queries.list_all(reader, ("username", "email")))
        return [UserLine.of(row) for row in rows]

    @routes.post(
        "/users",
        status_code=201,
        summary="Create an account without a password",
        tags=[FAMILY_4],
        openapi_extra=documented_body(NewUser),
        responses=documented_errors(400, 401, 403, 413, 415),
    )
    async def create_user(fields: Fields) -> Message:
        new = read_input(NewUser, fields)
        profile = Profile(username=new.username, email=new.email)
        await database.awrite(lambda session: commands.register(session, profile, password_hash=None))
        return Message(message="User created successfully")

    return routes
