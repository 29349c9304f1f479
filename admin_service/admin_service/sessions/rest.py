"""The sign-in routes of client family 2, and the route with which main_service checks session tokens."""

from collections.abc import Mapping
from datetime import datetime
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request, Response
from pydantic import BaseModel
from service_kit.errors import NotFound, read_input
from service_kit.http.bodies import body_fields, documented_body
from service_kit.http.errors import documented_errors
from service_kit.identity import Role, digest_of
from service_kit.process.service import Service
from sqlalchemy import Row

from admin_service.sessions import commands
from admin_service.sessions.device import device_of
from admin_service.sessions.sign_in import SignIn
from admin_service.users import queries as users
from admin_service.users.rest import FAMILY_2, TOO_MANY, UserView

Fields = Annotated[Mapping[str, object], Depends(body_fields)]


class Credentials(BaseModel):
    """A username and password."""

    username: str
    password: str


class Token(BaseModel):
    """A session token."""

    token: str


class Message(BaseModel):
    """A message for people."""

    message: str


class CheckedSession(BaseModel):
    """A valid session: its user, their role, and when the session ends if it is not used again."""

    user_id: int
    username: str
    role: Role
    user_version: int
    expires_at: datetime


def router(service: Service, sign_in: SignIn) -> APIRouter:
    """Routes at `/api/users/login`, `/api/users/logout`, `/api/users/check_token` and `/api/sessions/check`."""
    routes = APIRouter()
    database = service.database

    @routes.post(
        "/api/users/login",
        summary="Sign in",
        tags=[FAMILY_2],
        openapi_extra=documented_body(Credentials),
        responses={
            **documented_errors(400, 413, 415),
            **TOO_MANY,
            404: {"model": Message, "description": "The username or the password is wrong"},
        },
    )
    async def login(request: Request, response: Response, fields: Fields) -> Token:
        response.headers["Cache-Control"] = "no-store"
        given = read_input(Credentials, fields)
        opened = await sign_in.login(given.username, given.password, device_of(request))
        return Token(token=opened.token)

    @routes.post(
        "/api/users/logout",
        summary="Sign out: end the session of the token",
        tags=[FAMILY_2],
        openapi_extra=documented_body(Token),
        responses=documented_errors(400, 404, 413, 415),
    )
    async def logout(fields: Fields) -> bool:
        digest = digest_of(read_input(Token, fields).token)
        await database.awrite(lambda session: commands.end_by_digest(session, digest))
        return True

    @routes.post(
        "/api/users/check_token",
        summary="Get the user of a token",
        tags=[FAMILY_2],
        openapi_extra=documented_body(Token),
        responses=documented_errors(400, 404, 413, 415),
    )
    async def check_token(fields: Fields) -> UserView:
        found = await check(fields)
        user = await database.aread(lambda reader: users.get(reader, found.user_id))
        if user is None:
            raise NotFound
        return UserView.of(user)

    @routes.post(
        "/api/sessions/check",
        summary="Get the session of a token, for main_service; this extends the session",
        tags=["Internal: between the services"],
        openapi_extra=documented_body(Token),
        responses=documented_errors(400, 404, 413, 415),
    )
    async def check(fields: Fields) -> CheckedSession:
        row = await sign_in.session_of(read_input(Token, fields).token)
        if row is None:
            raise NotFound
        return _checked(row)

    return routes


def _checked(row: Row[Any]) -> CheckedSession:
    return CheckedSession(
        user_id=row.user_id,
        username=row.username,
        role=Role(row.role),
        user_version=row.version,
        expires_at=row.idle_until,
    )
