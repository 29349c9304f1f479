"""Limits and session checks that apply to WebSockets and server-sent events."""

import asyncio
from collections.abc import Awaitable, Callable, Coroutine, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from inspect import isawaitable
from typing import Any, TypeVar

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from service_kit.errors import Unavailable
from service_kit.identity import Caller, Identity
from service_kit.live.hub import Hub
from service_kit.process.service import Service
from service_kit.telemetry import LIVE_MESSAGES, LIVE_STREAMS

SESSION_ENDED = "Your session has ended."
RETRY_SECONDS = 5

T = TypeVar("T")

ContextGetter = Callable[[Request, Response], Any | Awaitable[Any]]
"""Creates the context of a request. Cookies and headers set on the given response reach the client, except for
streams, whose headers were sent earlier."""


@dataclass(frozen=True, slots=True)
class StreamLimits:
    """Limits and timeouts for the streams of one process."""

    connections: int = 2000
    """Maximum number of open WebSockets and event streams together."""
    operations: int = 50
    """Maximum number of concurrent operations on one WebSocket."""
    init_seconds: float = 10
    """Maximum time from opening a WebSocket to its `connection_init`."""
    send_seconds: float = 30
    """How long a client may take to accept one message."""
    keep_alive_seconds: float = 15
    recheck_seconds: float = 60
    """How often a session is checked if no change to it is published."""


class TooManyStreams(Exception):
    """The process has reached its maximum number of open streams."""

    def __init__(self, limit: int) -> None:
        super().__init__(f"Too many open streams: at most {limit} are allowed. Try again later.")
        self.limit = limit

    @property
    def answer(self) -> JSONResponse:
        """The response that rejects the stream."""
        extensions = {"code": "STREAM_LIMIT", "limit": self.limit}
        content = {"errors": [{"message": str(self), "extensions": extensions}]}
        return JSONResponse(content, 503, {"Retry-After": str(RETRY_SECONDS), "Cache-Control": "no-store"})


class Streams:
    """The open streams of one process."""

    def __init__(self, service: str, hub: Hub, limits: StreamLimits | None = None) -> None:
        self.limits = limits or StreamLimits()
        self._service = service
        self._hub = hub
        self._open = 0

    @classmethod
    def of(cls, service: Service) -> "Streams":
        """Create the streams of a service from its settings."""
        settings = service.settings
        limits = StreamLimits(connections=settings.live_max_connections, operations=settings.live_max_operations)
        return cls(service.name, service.live, limits)

    @contextmanager
    def opened(self, transport: str) -> Iterator[None]:
        """Count one open stream for the duration of the context. Raises TooManyStreams."""
        if self._open >= self.limits.connections:
            raise TooManyStreams(self.limits.connections)
        gauge = LIVE_STREAMS.labels(self._service, transport)
        self._open += 1
        gauge.inc()
        try:
            yield
        finally:
            self._open -= 1
            gauge.dec()

    def count_message(self, transport: str) -> None:
        """Count a sent result."""
        LIVE_MESSAGES.labels(self._service, transport).inc()

    async def wait_for_session_end(self, identity: Identity) -> None:
        """Wait until the session that opened the stream ends or the user's role changes.

        Raises HubClosed when the process stops.
        """
        caller = await _caller_of(identity)
        if caller is None:
            await asyncio.Future()  # an anonymous stream has no session that could end
            return
        async with self._hub.subscribe(f"session/{caller.digest}", f"user/{caller.user_id}") as changes:
            is_unchanged = True
            while is_unchanged:
                with suppress(TimeoutError):
                    async with asyncio.timeout(self.limits.recheck_seconds):
                        await anext(changes)
                is_unchanged = await _is_unchanged(caller, identity)


async def context_of(get: ContextGetter, request: Request, response: Response) -> Any:
    """Create the context of a request."""
    context = get(request, response)
    return await context if isawaitable(context) else context


async def race(*coroutines: Coroutine[Any, Any, T]) -> T:
    """Run all coroutines until the first one ends, then cancel the others. Returns or raises its result."""
    tasks = [asyncio.ensure_future(coroutine) for coroutine in coroutines]
    try:
        await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
        return next(task for task in tasks if task.done()).result()
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


async def _caller_of(identity: Identity) -> Caller | None:
    """Return the caller, retrying until the session can be checked."""
    with suppress(Unavailable):
        return await identity.caller()
    while not identity.known:
        await asyncio.sleep(RETRY_SECONDS)
        with suppress(Unavailable):
            identity.become(await identity.refresh())
    return identity.now


async def _is_unchanged(caller: Caller, identity: Identity) -> bool:
    try:
        return await identity.refresh() == caller
    except Unavailable:
        return True
