"""Who likes without a session: visitors are admin_service's to give; while it is away, the copies serve."""

import httpx
from pydantic import BaseModel, Field
from service_kit.db.database import Database
from service_kit.errors import Unavailable
from service_kit.fields import MAX_ID

from main_service.peer import Peer, PeerAway
from main_service.users import queries


class _UserId(BaseModel):
    id: int = Field(ge=1, le=MAX_ID)


class UserDirectory:
    """Draws visitors from admin_service, and from the copies while it is away: never somebody's account."""

    def __init__(self, peer: Peer, database: Database) -> None:
        self._peer = peer
        self._database = database

    async def draw(self) -> int:
        """A random visitor's id. Raises Unavailable where neither admin_service nor a copy can give one."""
        if self._peer.rests:  # a copy is as good
            drawn = await self._database.aread(queries.random_visitor)
            if drawn is not None:
                return drawn
        return await self._ask("GET")

    async def new_visitor(self) -> int:
        """The id of a user made for a new visitor, or a random one's while admin_service is away."""
        return await self._ask("POST")

    async def _ask(self, method: str) -> int:
        try:
            return await self._peer.ask(method, "/api/user", _read)
        except PeerAway:
            return await self._draw_copy()

    async def _draw_copy(self) -> int:
        drawn = await self._database.aread(queries.random_visitor)
        if drawn is None:
            raise Unavailable("admin_service does not answer, and no user is known here yet. Try again shortly.")
        return drawn


def _read(answer: httpx.Response) -> int:
    return _UserId.model_validate_json(answer.raise_for_status().content).id
