"""Asking admin_service over HTTP, without waiting long for it, and without asking on and on while it is away."""

import asyncio
import time
from collections.abc import Callable
from typing import TypeVar

import httpx
import structlog
from pydantic import ValidationError
from service_kit.errors import Unavailable

log = structlog.get_logger(__name__)
PAUSE_SECONDS = 2.0
T = TypeVar("T")


class PeerAway(Unavailable):
    """admin_service does not answer, or not as agreed."""

    def __init__(self) -> None:
        super().__init__("admin_service does not answer at the moment. Try again shortly.")


def connect(url: str, *, timeout: float) -> httpx.AsyncClient:
    """Connections to admin_service at `url`, for all that is asked of it. A refused one is tried once more.

    Proxy variables of the environment do not apply between the services; SSL_CERT_FILE does, in the transport.
    """
    transport = httpx.AsyncHTTPTransport(retries=1)
    return httpx.AsyncClient(base_url=url, timeout=timeout, transport=transport, trust_env=False)


class Peer:
    """Asks one kind of question.

    After a failure the next question is a probe: one at a time is asked, and the others wait for what becomes of
    it. A question is refused only after a failure that began later than the question, so nobody is refused for an
    outage that is over. Whoever can do without the answer does not ask while the peer `rests` (decision 0028).
    """

    def __init__(self, client: httpx.AsyncClient) -> None:
        self._client = client
        self._is_away = False
        self._rests_until = 0.0
        self._probing = asyncio.Lock()
        self._tries = 0
        self._answers = 0

    @property
    def rests(self) -> bool:
        """Whether it failed a moment ago, or a probe is under way: better not to ask, where there is a choice."""
        return self._is_away and (self._probing.locked() or time.monotonic() < self._rests_until)

    def wake(self) -> None:
        """End the rest, because something else shows that admin_service is back; safe from any thread."""
        self._rests_until = 0.0

    async def ask(self, method: str, path: str, read: Callable[[httpx.Response], T], *, json: object = None) -> T:
        """What `read` finds in the answer. Raises PeerAway where there is none.

        `read` raises httpx.HTTPError or pydantic's ValidationError where the answer is not as agreed.
        """
        if self._is_away:
            tries = self._tries
            async with self._probing:
                if self._is_away:
                    if self._tries > tries:
                        raise PeerAway
                    return await self._try(method, path, read, json)
        return await self._try(method, path, read, json)

    async def _try(self, method: str, path: str, read: Callable[[httpx.Response], T], json: object) -> T:
        self._tries += 1
        answers = self._answers
        try:
            found = read(await self._client.request(method, path, json=json))
        except httpx.PoolTimeout as error:  # too much is asked from here: admin_service is not away
            raise PeerAway from error
        except (httpx.HTTPError, ValidationError) as error:
            if answers == self._answers:  # else it has answered in the meantime
                self._fail(error)
            raise PeerAway from error
        self._answers += 1
        self._is_away = False
        return found

    def _fail(self, error: Exception) -> None:
        if not self._is_away:
            log.warning("admin_service_away", error=f"{type(error).__name__}: {error}")
        self._is_away = True
        self._rests_until = time.monotonic() + PAUSE_SECONDS
