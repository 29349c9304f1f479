"""What every stream of results is held to, over WebSocket and as server-sent events alike."""

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
"""Makes the context of one request. Cookies and headers set on the response given here reach the client, but for
those of a stream, whose headers are gone by then."""


@dataclass(frozen=True, slots=True)
class StreamLimits:
    """How much one process streams, and how long it waits for whom."""

    connections: int = 2000
    """WebSockets and event streams, together."""
    operations: int = 50
    """On one WebSocket at a time."""
    init_seconds: float = 10
    """From opening a WebSocket to its `connection_init`."""
    send_seconds: float = 30
    """How long a client may take to accept one message."""
    keep_alive_seconds: float = 15
    recheck_seconds: float = 60
    """How often a session is looked at when nothing tells of it."""


class Full(Exception):
    """The process has as many streams open as it may have."""

    def __init__(self, limit: int) -> None:
        super().__init__(f"Too many streams are open here: at most {limit} are allowed. Try again later.")
        self.limit = limit

    @property
    def answer(self) -> JSONResponse:
        """The refusal, before a stream begins."""
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
        """Those of a service's process, by its settings."""
        settings = service.settings
        limits = StreamLimits(connections=settings.live_max_connections, operations=settings.live_max_operations)
        return cls(service.name, service.live, limits)

    @contextmanager
    def opened(self, transport: str) -> Iterator[None]:
        """Count one more while the context lasts. Raises Full."""
        if self._open >= self.limits.connections:
            raise Full(self.limits.connections)
        gauge = LIVE_STREAMS.labels(self._service, transport)
        self._open += 1
        gauge.inc()
        try:
            yield
        finally:
            self._open -= 1
            gauge.dec()

    def count_message(self, transport: str) -> None:
        """Count a result that was sent."""
        LIVE_MESSAGES.labels(self._service, transport).inc()

    async def session_end(self, identity: Identity) -> None:
        """Wait until the session that the stream was opened with is over, or its user's role is another.

        Raises live.Closing where the process stops.
        """
        caller = await _known(identity)
        if caller is None:
            await asyncio.Future()  # nobody's session never ends
            return
        async with self._hub.watch(f"session/{caller.digest}", f"user/{caller.user_id}") as changes:
            is_still = True
            while is_still:
                with suppress(TimeoutError):
                    async with asyncio.timeout(self.limits.recheck_seconds):
                        await anext(changes)
                is_still = await _is_still(caller, identity)


async def context_of(get: ContextGetter, request: Request, response: Response) -> Any:
    """The context of a request."""
    context = get(request, response)
    return await context if isawaitable(context) else context


async def race(*coroutines: Coroutine[Any, Any, T]) -> T:
    """Run all until the first has ended, then cancel the others; returns or raises what that one does."""
    tasks = [asyncio.ensure_future(coroutine) for coroutine in coroutines]
    try:
        await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
        return next(task for task in tasks if task.done()).result()
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


async def _known(identity: Identity) -> Caller | None:
    """The caller, however long it takes until that can be told."""
    with suppress(Unavailable):
        return await identity.caller()
    while not identity.known:
        await asyncio.sleep(RETRY_SECONDS)
        with suppress(Unavailable):
            identity.become(await identity.ask_again())
    return identity.now


async def _is_still(caller: Caller, identity: Identity) -> bool:
    try:
        return await identity.ask_again() == caller
    except Unavailable:
        return True
