"""The sessions' compatibility routes (family 2), and the one by which main_service asks who a token belongs to."""

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
    """Name and password."""

    username: str
    password: str


class Token(BaseModel):
    """A session's token."""

    token: str


class Message(BaseModel):
    """A text for people."""

    message: str


class CheckedSession(BaseModel):
    """A valid session: whose it is, what the user may do, and until when it is good unless it is used again."""

    user_id: int
    username: str
    role: Role
    user_version: int
    expires_at: datetime


def router(service: Service, sign_in: SignIn) -> APIRouter:
    """`/api/users/login`, `logout`, `check_token`; `/api/sessions/check`"""
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
            404: {"model": Message, "description": "No such account, or another password"},
        },
    )
    async def login(request: Request, response: Response, fields: Fields) -> Token:
        response.headers["Cache-Control"] = "no-store"
        given = read_input(Credentials, fields)
        opened = await sign_in.login(given.username, given.password, device_of(request))
        return Token(token=opened.token)

    @routes.post(
        "/api/users/logout",
        summary="Sign out: end the session that the token belongs to",
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
        summary="The user whom a token belongs to",
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
        summary="The session that a token belongs to, for the other service; counts as a use of it",
        tags=["Between the services"],
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
