"""HTTP requests to admin_service, with a short timeout and a pause after failures."""

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


class PeerUnavailable(Unavailable):
    """admin_service does not answer, or its answer is not valid."""

    def __init__(self) -> None:
        super().__init__("admin_service does not answer at the moment. Try again shortly.")


def connect(url: str, *, timeout: float) -> httpx.AsyncClient:
    """Creates the HTTP client for admin_service at `url`. It retries a refused connection once.

    The client ignores proxy environment variables, but uses SSL_CERT_FILE.
    """
    transport = httpx.AsyncHTTPTransport(retries=1)
    return httpx.AsyncClient(base_url=url, timeout=timeout, transport=transport, trust_env=False)


class Peer:
    """Sends one kind of request to admin_service.

    After a failure, the next request is a probe: it is sent alone, and other requests wait for its result. A
    waiting request fails only if a probe that was sent after it failed, so an outage that is over does not fail
    new requests. Callers that can do without the answer do not ask while `is_paused` is true (decision 0028).
    """

    def __init__(self, client: httpx.AsyncClient) -> None:
        self._client = client
        self._is_unavailable = False
        self._paused_until = 0.0
        self._probing = asyncio.Lock()
        self._tries = 0
        self._answers = 0

    @property
    def is_paused(self) -> bool:
        """Whether a request failed a moment ago, or a probe is running."""
        return self._is_unavailable and (self._probing.locked() or time.monotonic() < self._paused_until)

    def resume(self) -> None:
        """Ends the pause, when other signs show that admin_service is available again. Thread-safe."""
        self._paused_until = 0.0

    async def ask(self, method: str, path: str, read: Callable[[httpx.Response], T], *, json: object = None) -> T:
        """Sends a request and returns the result of `read`. Raises PeerUnavailable if there is no valid answer.

        `read` raises httpx.HTTPError or pydantic's ValidationError if the answer is not valid.
        """
        if self._is_unavailable:
            tries = self._tries
            async with self._probing:
                if self._is_unavailable:
                    if self._tries > tries:
                        raise PeerUnavailable
                    return await self._try(method, path, read, json)
        return await self._try(method, path, read, json)

    async def _try(self, method: str, path: str, read: Callable[[httpx.Response], T], json: object) -> T:
        self._tries += 1
        answers = self._answers
        try:
            found = read(await self._client.request(method, path, json=json))
        except httpx.PoolTimeout as error:  # too many requests in this process: admin_service may be available
            raise PeerUnavailable from error
        except (httpx.HTTPError, ValidationError) as error:
            if answers == self._answers:  # otherwise another request was answered in the meantime
                self._fail(error)
            raise PeerUnavailable from error
        self._answers += 1
        self._is_unavailable = False
        return found

    def _fail(self, error: Exception) -> None:
        if not self._is_unavailable:
            log.warning("admin_service_unavailable", error=f"{type(error).__name__}: {error}")
        self._is_unavailable = True
        self._paused_until = time.monotonic() + PAUSE_SECONDS
