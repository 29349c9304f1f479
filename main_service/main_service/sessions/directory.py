"""Whose session a token belongs to: the copies tell for half a minute, then admin_service is asked, over HTTP.

While it does not answer, they tell for an hour.
"""

import asyncio
from typing import Any

import httpx
from pydantic import AwareDatetime, BaseModel, ConfigDict, Field
from service_kit.db.database import Database
from service_kit.fields import MAX_ID
from service_kit.identity import Caller, Role, digest_of
from sqlalchemy import Row

from main_service.peer import Peer, PeerAway
from main_service.sessions import queries
from main_service.sessions.commands import CheckedSession, forget_copy, store_copy
from main_service.sessions.errors import SessionUnchecked
from main_service.sessions.refusals import Refusals


class _Answer(BaseModel):
    model_config = ConfigDict(hide_input_in_errors=True)

    user_id: int = Field(ge=1, le=MAX_ID)
    role: Role
    user_version: int = Field(ge=1)
    expires_at: AwareDatetime


class SessionDirectory:
    """Recognises callers by their tokens."""

    def __init__(self, peer: Peer, database: Database) -> None:
        self._peer = peer
        self._database = database
        self._refused = Refusals()
        self._questions: dict[str, asyncio.Task[Caller | None]] = {}

    async def recognise(self, token: str) -> Caller | None:
        """The caller whom a token belongs to; None where there is no such session.

        Raises SessionUnchecked where admin_service would have to be asked and does not answer.
        """
        digest = digest_of(token)
        if digest in self._refused:
            return None
        copy = await self._database.aread(lambda reader: queries.get(reader, digest))
        if copy is not None and copy.revoked_at is not None:
            return None
        if copy is not None and (queries.is_fresh(copy) or (self._peer.rests and queries.serves_meanwhile(copy))):
            return _caller(copy)
        try:
            return await self._ask_once(token, digest, known=copy is not None)
        except SessionUnchecked:
            if copy is None or not queries.serves_meanwhile(copy):
                raise
            return _caller(copy)

    async def _ask_once(self, token: str, digest: str, *, known: bool) -> Caller | None:
        """`_ask`, which requests that come at the same time share; that one of them goes away ends it for none."""
        question = self._questions.get(digest)
        if question is None:
            question = self._questions[digest] = asyncio.create_task(self._ask(token, digest, known))
            question.add_done_callback(lambda _: self._questions.pop(digest))
        return await asyncio.shield(question)

    async def _ask(self, token: str, digest: str, known: bool) -> Caller | None:
        try:
            checked = await self._peer.ask("POST", "/api/sessions/check", _read, json={"token": token})
        except PeerAway as error:
            raise SessionUnchecked from error
        if checked is None:
            self._refused.add(digest)
            if known:  # else it would be gone by again, should admin_service go away
                await self._database.awrite(lambda session: forget_copy(session, digest))
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
