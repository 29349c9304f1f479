"""Asking admin_service over HTTP, without waiting long for it, and without asking on and on while it is away."""

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
    """Asks one kind of question; after a failure admin_service is left alone with it for two seconds."""

    def __init__(self, client: httpx.AsyncClient) -> None:
        self._client = client
        self._paused_until = 0.0

    async def ask(self, method: str, path: str, read: Callable[[httpx.Response], T], *, json: object = None) -> T:
        """What `read` finds in the answer. Raises PeerAway where there is none.

        `read` raises httpx.HTTPError or pydantic's ValidationError where the answer is not as agreed.
        """
        if time.monotonic() < self._paused_until:
            raise PeerAway
        try:
            return read(await self._client.request(method, path, json=json))
        except httpx.PoolTimeout as error:  # too much is asked from here: admin_service is not away
            raise PeerAway from error
        except (httpx.HTTPError, ValidationError) as error:
            self._paused_until = time.monotonic() + PAUSE_SECONDS
            log.warning("admin_service_away", error=f"{type(error).__name__}: {error}")
            raise PeerAway from error
