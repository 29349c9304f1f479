"""Who likes: users are admin_service's to give, asked for over HTTP; while it is away, the copies serve."""

import time

import httpx
import structlog
from pydantic import BaseModel, Field, ValidationError
from service_kit.db import Database
from service_kit.errors import Unavailable
from service_kit.rest import MAX_ID

from main_service.users import queries

log = structlog.get_logger(__name__)
PAUSE_SECONDS = 2.0


class _UserId(BaseModel):
    id: int = Field(ge=1, le=MAX_ID)


class UserDirectory:
    """Draws users from admin_service at `url`; after a failure it is left alone for two seconds."""

    def __init__(self, url: str, database: Database, *, timeout: float) -> None:
        self._database = database
        self._client = httpx.AsyncClient(
            base_url=url, timeout=timeout, transport=httpx.AsyncHTTPTransport(retries=1)
        )
        self._paused_until = 0.0

    async def draw(self) -> int:
        """A random user's id. Raises Unavailable where neither admin_service nor a copy can give one."""
        return await self._ask("GET")

    async def new_visitor(self) -> int:
        """The id of a user made for a new visitor, or a random one's while admin_service is away."""
        return await self._ask("POST")

    async def close(self) -> None:
        """Close the connections."""
        await self._client.aclose()

    async def _ask(self, method: str) -> int:
        if time.monotonic() >= self._paused_until:
            try:
                answer = await self._client.request(method, "/api/user")
                answer.raise_for_status()
                return _UserId.model_validate_json(answer.content).id
            except (httpx.HTTPError, ValidationError) as error:
                self._paused_until = time.monotonic() + PAUSE_SECONDS
                log.warning("admin_service_away", error=f"{type(error).__name__}: {error}")
        return await self._draw_copy()

    async def _draw_copy(self) -> int:
        drawn = await self._database.aread(queries.random_id)
        if drawn is None:
            raise Unavailable("admin_service does not answer, and no user is known here yet. Try again shortly.")
        return drawn
