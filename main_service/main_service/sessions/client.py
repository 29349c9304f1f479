"""Authenticates callers by their session tokens.

A copy of a session is used for 30 seconds. Then admin_service is asked over HTTP. While admin_service does not
answer, a copy is used for up to an hour.
"""

import asyncio
from typing import Any

import httpx
from pydantic import AwareDatetime, BaseModel, ConfigDict, Field
from service_kit.db.database import Database
from service_kit.fields import MAX_ID
from service_kit.identity import Caller, Role, digest_of
from sqlalchemy import Row

from main_service.peer import Peer, PeerUnavailable
from main_service.sessions import errors, queries
from main_service.sessions.commands import CheckedSession, delete_copy, store_copy
from main_service.sessions.refused_tokens import RefusedTokens


class _Answer(BaseModel):
    model_config = ConfigDict(hide_input_in_errors=True)

    user_id: int = Field(ge=1, le=MAX_ID)
    role: Role
    user_version: int = Field(ge=1)
    expires_at: AwareDatetime


class SessionClient:
    """Authenticates callers by their tokens."""

    def __init__(self, peer: Peer, database: Database) -> None:
        self._peer = peer
        self._database = database
        self._refused = RefusedTokens()
        self._pending: dict[str, asyncio.Task[Caller | None]] = {}

    async def authenticate(self, token: str) -> Caller | None:
        """Returns the caller with this token; None if the session does not exist.

        Raises SessionUnchecked if there is no usable copy and admin_service does not answer.
        """
        digest = digest_of(token)
        if digest in self._refused:
            return None
        copy = await self._database.aread(lambda reader: queries.get(reader, digest))
        if copy is not None and copy.revoked_at is not None:
            return None
        if copy is not None and (
            queries.is_fresh(copy) or (self._peer.is_paused and queries.is_within_grace(copy))
        ):
            return _caller(copy)
        try:
            return await self._ask_once(token, digest, known=copy is not None)
        except errors.SessionUnchecked:
            if copy is None or not queries.is_within_grace(copy):
                raise
            return _caller(copy)

    async def _ask_once(self, token: str, digest: str, *, known: bool) -> Caller | None:
        """Runs one `_ask` for all simultaneous requests. Cancelling one of them does not cancel the others."""
        task = self._pending.get(digest)
        if task is None:
            task = self._pending[digest] = asyncio.create_task(self._ask(token, digest, known))
            task.add_done_callback(lambda _: self._pending.pop(digest))
        return await asyncio.shield(task)

    async def _ask(self, token: str, digest: str, known: bool) -> Caller | None:
        try:
            checked = await self._peer.ask("POST", "/api/sessions/check", _read, json={"token": token})
        except PeerUnavailable as error:
            raise errors.SessionUnchecked from error
        if checked is None:
            self._refused.add(digest)
            if known:  # without this, the copy would be used again while admin_service is unavailable
                await self._database.awrite(lambda session: delete_copy(session, digest))
            return None
        stored = await self._database.awrite(lambda session: store_copy(session, digest, checked))
        return Caller(checked.user_id, checked.role, digest) if stored else None


def _caller(copy: Row[Any]) -> Caller:
    return Caller(copy.user_id, Role(copy.role), copy.digest)


def _read(answer: httpx.Response) -> CheckedSession | None:
    if answer.status_code == 404:
        return None
    session = _Answer.model_validate_json(answer.raise_for_status().content)
    return CheckedSession(**dict(session))
