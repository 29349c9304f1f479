"""Gets visitors from admin_service. While it is unavailable, known visitors are used."""

import httpx
from pydantic import BaseModel, Field
from service_kit.db.database import Database
from service_kit.errors import Unavailable
from service_kit.fields import MAX_ID

from main_service.peer import Peer, PeerUnavailable
from main_service.users import queries


class _UserId(BaseModel):
    id: int = Field(ge=1, le=MAX_ID)


class UserClient:
    """Gets visitors from admin_service, or from the copies while it is unavailable. Never returns an account."""

    def __init__(self, peer: Peer, database: Database) -> None:
        self._peer = peer
        self._database = database

    async def random_visitor(self) -> int:
        """Returns the id of a random visitor. Raises Unavailable if neither admin_service nor a copy has one."""
        if self._peer.is_paused:  # a copy is as good as an answer
            user_id = await self._database.aread(queries.random_visitor)
            if user_id is not None:
                return user_id
        return await self._ask("GET")

    async def new_visitor(self) -> int:
        """Creates a visitor and returns its id. While admin_service is unavailable, returns a known visitor."""
        return await self._ask("POST")

    async def _ask(self, method: str) -> int:
        try:
            return await self._peer.ask(method, "/api/user", _read)
        except PeerUnavailable:
            return await self._random_copy()

    async def _random_copy(self) -> int:
        user_id = await self._database.aread(queries.random_visitor)
        if user_id is None:
            raise Unavailable(
                "admin_service does not answer, and main_service does not know any visitor yet. Try again shortly."
            )
        return user_id


def _read(answer: httpx.Response) -> int:
    return _UserId.model_validate_json(answer.raise_for_status().content).id
