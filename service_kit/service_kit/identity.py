"""The identity of a request: the session token that it carries, and the caller whom the token belongs to.

A token has 256 random bits and is sent as in https://www.rfc-editor.org/rfc/rfc6750. The database and events
contain only its SHA-256, which cannot be used to sign in.
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
    """The role of an account. Each role includes the rights of the one before it."""

    CUSTOMER = "CUSTOMER"
    STAFF = "STAFF"
    ADMIN = "ADMIN"

    def includes(self, other: "Role") -> bool:
        """Whether this role includes the rights of the other."""
        order = list(Role)
        return order.index(self) >= order.index(other)


@dataclass(frozen=True)
class Caller:
    """A signed-in user, and the SHA-256 of the current session's token."""

    user_id: int
    role: Role
    digest: str


class Connection(Protocol):
    """A request."""

    @property
    def headers(self) -> Mapping[str, str]:
        """The headers by lower-case name."""

    @property
    def cookies(self) -> Mapping[str, str]:
        """The cookies by name."""


FindCaller = Callable[[str], Awaitable[Caller | None]]
"""Finds the caller of a token; None if there is no such session. Raises Unavailable."""


def new_token() -> str:
    """Return a new random token."""
    return secrets.token_urlsafe(32)


def digest_of(token: str) -> str:
    """Return the hash of a token that may be stored."""
    return hashlib.sha256(token.encode()).hexdigest()


def is_token(text: str) -> bool:
    """Whether the text has the format of a token."""
    return _TOKEN.fullmatch(text) is not None


class Identity:
    """The identity of one request. The caller is looked up once, when it is first needed.

    `serves_visitors` tells whether requests without a session are allowed (REST_ANONYMOUS).
    """

    def __init__(self, connection: Connection, recognise: FindCaller, *, serves_visitors: bool) -> None:
        header = connection.headers.get("authorization", "").strip()
        scheme, _, credentials = header.partition(" ")
        self.header = credentials.strip() if scheme.lower() == "bearer" else header
        """The token of the Authorization header, or an empty string."""
        self.token = self.header or connection.cookies.get(COOKIE, "")
        """The token of the header, or else of the cookie, or an empty string. It may be invalid."""
        self.serves_visitors = serves_visitors
        self.known = not is_token(self.token)
        """Whether the caller was already looked up."""
        self.now: Caller | None = None
        """The caller; None before the lookup and for a request without a session."""
        self._recognise = recognise
        self._answer: asyncio.Future[Caller | None] | None = None

    async def caller(self) -> Caller | None:
        """Return the caller; None without a valid session. Raises Unavailable if the session cannot be checked."""
        if not self.known:
            if self._answer is None:  # many fields may need the caller at the same time
                self._answer = asyncio.ensure_future(self._recognise(self.token))
            found = await asyncio.shield(self._answer)
            if not self.known:
                self.become(found)
        return self.now

    async def refresh(self) -> Caller | None:
        """Look the caller up again. Raises Unavailable if the session cannot be checked."""
        return await self._recognise(self.token) if is_token(self.token) else None

    def become(self, caller: Caller | None) -> None:
        """Set the caller, after a sign-in or sign-out in this request."""
        self.now, self.known = caller, True
