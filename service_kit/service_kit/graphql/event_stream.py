"""Server-sent events for GraphQL results: the "distinct connections mode" of graphql-sse.

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
from service_kit.graphql.streams import SESSION_ENDED, Streams, TooManyStreams, race
from service_kit.identity import Identity
from service_kit.live.hub import HubClosed

TRANSPORT = "sse"
HEADERS = {
    "cache-control": "no-store",
    "x-content-type-options": "nosniff",
    "x-accel-buffering": "no",
    "vary": "Accept",
}
KEEP_ALIVE = b":\n\n"
COMPLETE = b"event: complete\ndata:\n\n"
SESSION_ENDED_ERROR = {"message": SESSION_ENDED, "extensions": {"code": Unauthenticated.code}}

log = structlog.get_logger(__name__)


class EndReason(Enum):
    """Why a stream ended."""

    COMPLETE = auto()
    SESSION_ENDED = auto()
    CLIENT_GONE = auto()


class EventStream(StreamingResponse):
    """A response that sends each result as a server-sent event."""

    def __init__(self, results: Results, identity: Identity, streams: Streams) -> None:
        super().__init__((), headers=HEADERS, media_type=EVENT_STREAM)
        self._results = results
        self._identity = identity
        self._streams = streams

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        try:
            with self._streams.opened(TRANSPORT):
                await self._serve(receive, send)
        except TooManyStreams as error:
            await error.answer(scope, receive, send)

    async def _serve(self, receive: Receive, send: Send) -> None:
        await send({"type": "http.response.start", "status": self.status_code, "headers": self.raw_headers})
        try:
            end = await race(
                self._send_results(send),
                self._keep_alive(send),
                self._wait_for_session_end(),
                _disconnect(receive),
            )
            if end is EndReason.SESSION_ENDED:
                await self._send(send, _event({"errors": [SESSION_ENDED_ERROR]}))
            if end is not EndReason.CLIENT_GONE:
                await self._send(send, COMPLETE)
        except HubClosed:
            pass  # no `complete` event, so that the client reconnects
        except TimeoutError:
            log.info("client_too_slow", transport=TRANSPORT)
        # No timeout needed: only the connection is still open, and the server closes it.
        await send({"type": "http.response.body", "body": b"", "more_body": False})

    async def _send_results(self, send: Send) -> EndReason:
        async with aclosing(self._results) as results:
            async for result in results:
                await self._send(send, _event(body_of(result)))
                self._streams.count_message(TRANSPORT)
        return EndReason.COMPLETE

    async def _keep_alive(self, send: Send) -> EndReason:
        while True:
            await self._send(send, KEEP_ALIVE)
            await asyncio.sleep(self._streams.limits.keep_alive_seconds)

    async def _wait_for_session_end(self) -> EndReason:
        await self._streams.wait_for_session_end(self._identity)
        return EndReason.SESSION_ENDED

    async def _send(self, send: Send, body: bytes) -> None:
        """Send the bytes. Raises TimeoutError if the client does not read fast enough."""
        async with asyncio.timeout(self._streams.limits.send_seconds):
            await send({"type": "http.response.body", "body": body, "more_body": True})


async def _disconnect(receive: Receive) -> EndReason:
    while (await receive())["type"] != "http.disconnect":
        pass
    return EndReason.CLIENT_GONE


def _event(result: dict[str, Any]) -> bytes:
    return b"event: next\ndata: " + orjson.dumps(result) + b"\n\n"
