"""The health of the other service: its `/readyz` endpoint and other evidence that it is reachable."""

import asyncio
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import Enum

import httpx

FRESH_SECONDS = 1.0
TIMEOUT_SECONDS = 1.0


class PeerState(Enum):
    """The result of a health check of the other service."""

    READY = "READY"
    NOT_READY = "NOT_READY"
    UNREACHABLE = "UNREACHABLE"


@dataclass(frozen=True)
class PeerCheck:
    """A health check of the other service, and when this process last found it ready."""

    state: PeerState
    checked_at: datetime
    last_ready_at: datetime | None


class PeerHealth:
    """Checks the other service on request, at most once every FRESH_SECONDS."""

    def __init__(self, url: str) -> None:
        self._url = url
        self._client: httpx.AsyncClient | None = None
        self._latest: PeerCheck | None = None
        self._fresh_until = 0.0
        self._running_check: asyncio.Task[PeerCheck] | None = None
        self._listeners: list[Callable[[], None]] = []

    def on_reachable(self, listener: Callable[[], None]) -> None:
        """Call `listener`, from any thread, whenever the other service is found to be reachable."""
        self._listeners.append(listener)

    def mark_reachable(self) -> None:
        """Record that the other service is reachable, for example because it sent an event."""
        for listener in self._listeners:
            listener()

    async def check(self) -> PeerCheck:
        """Return the state of the other service; may be up to FRESH_SECONDS old."""
        if self._latest is not None and time.monotonic() < self._fresh_until:
            return self._latest
        if self._running_check is None or self._running_check.done():
            self._running_check = asyncio.create_task(self._run_check())
        return await asyncio.shield(self._running_check)  # shared, so cancelling one caller must not stop it

    async def close(self) -> None:
        """Close the HTTP client."""
        if self._client is not None:
            await self._client.aclose()
            self._client = None

    async def _run_check(self) -> PeerCheck:
        if self._client is None:
            # No kept-alive connections: an open one does not show that a new one would succeed.
            self._client = httpx.AsyncClient(
                base_url=self._url,
                timeout=TIMEOUT_SECONDS,
                limits=httpx.Limits(max_keepalive_connections=0),
                verify=self._url.startswith("https"),
                trust_env=False,
            )
        try:
            answer = await self._client.get("/readyz")
            state = PeerState.READY if answer.status_code == 200 else PeerState.NOT_READY
        except httpx.HTTPError:
            state = PeerState.UNREACHABLE
        now = datetime.now(UTC)
        earlier = None if self._latest is None else self._latest.last_ready_at
        self._latest = PeerCheck(state, now, now if state is PeerState.READY else earlier)
        self._fresh_until = time.monotonic() + FRESH_SECONDS
        if state is PeerState.READY:
            self.mark_reachable()
        return self._latest
