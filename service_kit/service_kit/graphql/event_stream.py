"""Results as server-sent events, as graphql-sse's "distinct connections mode" describes them.

https://github.com/enisdenjo/graphql-sse/blob/master/PROTOCOL.md
"""

import asyncio
from contextlib import aclosing
from enum import Enum, auto
from typing import Any

import orjson
import structlog
from starlette.responses import StreamingResponse
from starlette.types import Receive, Scope, Send

from service_kit.errors import Unauthenticated
from service_kit.graphql.http import EVENT_STREAM, body_of
from service_kit.graphql.schema import Results
from service_kit.graphql.streams import SESSION_ENDED, Full, Streams, race
from service_kit.identity import Identity
from service_kit.live.hub import Closing

TRANSPORT = "sse"
HEADERS = {
    "cache-control": "no-store",
    "x-content-type-options": "nosniff",
    "x-accel-buffering": "no",
    "vary": "Accept",
}
KEEP_ALIVE = b":\n\n"
COMPLETE = b"event: complete\ndata:\n\n"
ENDED = {"message": SESSION_ENDED, "extensions": {"code": Unauthenticated.code}}

log = structlog.get_logger(__name__)


class End(Enum):
    """Why a stream ends."""

    COMPLETE = auto()
    SESSION_OVER = auto()
    CLIENT_GONE = auto()


class EventStream(StreamingResponse):
    """The answer that sends each of the results when it comes."""

    def __init__(self, results: Results, identity: Identity, streams: Streams) -> None:
        super().__init__((), headers=HEADERS, media_type=EVENT_STREAM)
        self._results = results
        self._identity = identity
        self._streams = streams

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        try:
            with self._streams.opened(TRANSPORT):
                await self._serve(receive, send)
        except Full as full:
            await full.answer(scope, receive, send)

    async def _serve(self, receive: Receive, send: Send) -> None:
        await send({"type": "http.response.start", "status": self.status_code, "headers": self.raw_headers})
        try:
            end = await race(
                self._send_results(send), self._keep_alive(send), self._session_end(), _disconnect(receive)
            )
            if end is End.SESSION_OVER:
                await self._send(send, _event({"errors": [ENDED]}))
            if end is not End.CLIENT_GONE:
                await self._send(send, COMPLETE)
        except Closing:
            pass  # without `complete`, so that the client comes back
        except TimeoutError:
            log.info("client_too_slow", transport=TRANSPORT)
        # Without a time-out: nothing but the connection is held any more, and the server ends that.
        await send({"type": "http.response.body", "body": b"", "more_body": False})

    async def _send_results(self, send: Send) -> End:
        async with aclosing(self._results) as results:
            async for result in results:
                await self._send(send, _event(body_of(result)))
                self._streams.count_message(TRANSPORT)
        return End.COMPLETE

    async def _keep_alive(self, send: Send) -> End:
        while True:
            await self._send(send, KEEP_ALIVE)
            await asyncio.sleep(self._streams.limits.keep_alive_seconds)

    async def _session_end(self) -> End:
        await self._streams.session_end(self._identity)
        return End.SESSION_OVER

    async def _send(self, send: Send, body: bytes) -> None:
        """Hand the bytes over. Raises TimeoutError where the client does not take what it was sent before."""
        async with asyncio.timeout(self._streams.limits.send_seconds):
            await send({"type": "http.response.body", "body": body, "more_body": True})


async def _disconnect(receive: Receive) -> End:
    while (await receive())["type"] != "http.disconnect":
        pass
    return End.CLIENT_GONE


def _event(result: dict[str, Any]) -> bytes:
    return b"event: next\ndata: " + orjson.dumps(result) + b"\n\n"
