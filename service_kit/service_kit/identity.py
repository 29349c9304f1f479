"""Who sends a request: the session token that it carries, and the caller whom the token belongs to.

A token is 256 random bits (the header is that of https://www.rfc-editor.org/rfc/rfc6750). What is stored or sent
in an event is its SHA-256, so that nothing of that can be used to sign in.
"""

import asyncio
import hashlib
import re
import secrets
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

COOKIE = "tandem_session"
_TOKEN = re.compile(r"[A-Za-z0-9_-]{43}")


class Role(StrEnum):
    """What kind of account it is; each may do what the one before it may."""

    CUSTOMER = "CUSTOMER"
    STAFF = "STAFF"
    ADMIN = "ADMIN"

    def includes(self, other: "Role") -> bool:
        """Whether this role may do everything that the other may."""
        order = list(Role)
        return order.index(self) >= order.index(other)


@dataclass(frozen=True)
class Caller:
    """A signed-in user, and the SHA-256 of the token of the session that is used."""

    user_id: int
    role: Role
    digest: str


class Connection(Protocol):
    """What a token comes with: a request."""

    @property
    def headers(self) -> Mapping[str, str]:
        """The headers, whose names are lower-case here."""

    @property
    def cookies(self) -> Mapping[str, str]:
        """The cookies by name."""


Recognise = Callable[[str], Awaitable[Caller | None]]
"""Finds the caller whom a token belongs to; None where there is no such session. Raises Unavailable."""


def new_token() -> str:
    """A token that nobody can guess."""
    return secrets.token_urlsafe(32)


def digest_of(token: str) -> str:
    """What is kept of a token."""
    return hashlib.sha256(token.encode()).hexdigest()


def is_token(text: str) -> bool:
    """Whether the text can be a token at all."""
    return _TOKEN.fullmatch(text) is not None


class Identity:
    """Who sends one request: found out once, when it first matters.

    `serves_visitors` says whether those are served who have no session (REST_ANONYMOUS).
    """

    def __init__(self, connection: Connection, recognise: Recognise, *, serves_visitors: bool) -> None:
        header = connection.headers.get("authorization", "").strip()
        scheme, _, credentials = header.partition(" ")
        self.header = credentials.strip() if scheme.lower() == "bearer" else header
        """The token of the Authorization header, or nothing."""
        self.token = self.header or connection.cookies.get(COOKIE, "")
        """The token of the header or else of the cookie, whatever its worth; or nothing."""
        self.serves_visitors = serves_visitors
        self.known = not is_token(self.token)
        """Whether it has been found out."""
        self.now: Caller | None = None
        """The caller as found out; None before that, and for somebody without a session."""
        self._recognise = recognise
        self._answer: asyncio.Future[Caller | None] | None = None

    async def caller(self) -> Caller | None:
        """The caller; None for somebody without a valid session. Raises Unavailable where that cannot be told."""
        if not self.known:
            if self._answer is None:  # many fields may want to know at once
                self._answer = asyncio.ensure_future(self._recognise(self.token))
            found = await asyncio.shield(self._answer)
            if not self.known:
                self.become(found)
        return self.now

    async def ask_again(self) -> Caller | None:
        """The caller as of now, whatever was found out before. Raises Unavailable where that cannot be told."""
        return await self._recognise(self.token) if is_token(self.token) else None

    def become(self, caller: Caller | None) -> None:
        """From here on the request is this caller's: somebody has signed in with it, or out."""
        self.now, self.known = caller, True
