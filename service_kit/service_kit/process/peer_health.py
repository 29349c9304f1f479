"""Whether the other service is there: its `/readyz`, and every other sign of it."""

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
    """What one look at the other service has found."""

    READY = "READY"
    NOT_READY = "NOT_READY"
    UNREACHABLE = "UNREACHABLE"


@dataclass(frozen=True)
class PeerCheck:
    """One look at the other service, and when an earlier one of this process has last found it ready."""

    state: PeerState
    checked_at: datetime
    last_ready_at: datetime | None


class PeerHealth:
    """Looks at the other service when somebody wants to know, at most once in FRESH_SECONDS for all of them."""

    def __init__(self, url: str) -> None:
        self._url = url
        self._client: httpx.AsyncClient | None = None
        self._latest: PeerCheck | None = None
        self._fresh_until = 0.0
        self._looking: asyncio.Task[PeerCheck] | None = None
        self._listeners: list[Callable[[], None]] = []

    def on_sign(self, listener: Callable[[], None]) -> None:
        """Call `listener`, from any thread, whenever something shows that the other service is there."""
        self._listeners.append(listener)

    def note_sign(self) -> None:
        """Say that something shows that the other service is there: an event of it, an answer."""
        for listener in self._listeners:
            listener()

    async def check(self) -> PeerCheck:
        """The state of the other service, as of a moment ago."""
        if self._latest is not None and time.monotonic() < self._fresh_until:
            return self._latest
        if self._looking is None or self._looking.done():
            self._looking = asyncio.create_task(self._look())
        return await asyncio.shield(self._looking)  # shared: a caller that is cancelled must not end it

    async def close(self) -> None:
        """Close the client."""
        if self._client is not None:
            await self._client.aclose()
            self._client = None

    async def _look(self) -> PeerCheck:
        if self._client is None:
            # Without connections that are kept: one that is still open says nothing of the next one.
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
            self.note_sign()
        return self._latest
