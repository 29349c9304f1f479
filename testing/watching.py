"""Subscribers to one service in the test process: a WebSocket without a port, on the application's event loop."""

import asyncio
import json
from collections.abc import AsyncIterator, MutableMapping
from contextlib import asynccontextmanager
from typing import Any

import pytest
from fastapi import FastAPI

from testing.one_service import Stage

PATIENCE_SECONDS = 10
SCOPE = {
    "asgi": {"version": "3.0"},
    "http_version": "1.1",
    "path": "/graphql",
    "raw_path": b"/graphql",
    "root_path": "",
    "query_string": b"",
    "client": ("10.0.0.1", 50_000),
    "server": ("shop.test", 80),
    "state": {},
    "extensions": {},
}


class Ended(Exception):
    """The operation is complete or the socket is closed. Contains what was received instead of a message."""


class Subscriber:
    """One subscription."""

    def __init__(self, app: FastAPI) -> None:
        self._to_app: asyncio.Queue[dict[str, Any]] = asyncio.Queue()
        self._from_app: asyncio.Queue[MutableMapping[str, Any]] = asyncio.Queue()
        headers = [(b"host", b"shop.test")]
        protocols = ["graphql-transport-ws"]
        scope = {**SCOPE, "type": "websocket", "scheme": "ws", "headers": headers, "subprotocols": protocols}
        self._task = asyncio.ensure_future(app(scope, self._to_app.get, self._from_app.put))

    async def next(self) -> Any:
        """Return the data of the next message. Raises Ended, or AssertionError if the message has errors."""
        message = await self.message()
        if message["type"] == "complete":
            raise Ended(message)
        assert message["type"] == "next", message
        assert "errors" not in message["payload"], message
        return message["payload"]["data"]

    async def message(self) -> dict[str, Any]:
        """Return the next message of any kind. Raises Ended if the socket is closed."""
        sent = await asyncio.wait_for(self._from_app.get(), PATIENCE_SECONDS)
        if sent["type"] != "websocket.send":
            raise Ended(sent)
        found: dict[str, Any] = json.loads(sent["text"])
        return found

    async def begin(self, operation: str, token: str | None, **variables: object) -> None:
        """Open the socket, authenticate and subscribe."""
        await self._to_app.put({"type": "websocket.connect"})
        accepted = await asyncio.wait_for(self._from_app.get(), PATIENCE_SECONDS)
        assert accepted["type"] == "websocket.accept", accepted
        payload = {"authorization": f"Bearer {token}"} if token else {}
        await self._send({"type": "connection_init", "payload": payload})
        assert (await self.message())["type"] == "connection_ack"
        await self.subscribe("1", operation, **variables)

    async def subscribe(self, key: str, operation: str, /, **variables: object) -> None:
        """Start another operation on the open socket."""
        payload = {"query": operation, "variables": variables}
        await self._send({"id": key, "type": "subscribe", "payload": payload})

    async def complete(self, key: str) -> None:
        """Cancel an operation."""
        await self._send({"id": key, "type": "complete"})

    async def close(self) -> None:
        """Disconnect, and wait until the application has noticed."""
        await self._to_app.put({"type": "websocket.disconnect", "code": 1000})
        await asyncio.wait_for(self._task, PATIENCE_SECONDS)

    async def _send(self, message: dict[str, Any]) -> None:
        await self._to_app.put({"type": "websocket.receive", "text": json.dumps(message)})


@asynccontextmanager
async def subscribed(
    app: FastAPI, operation: str, token: str | None = None, **variables: object
) -> AsyncIterator[Subscriber]:
    """A subscriber of the application for the duration of the context."""
    subscriber = Subscriber(app)
    await subscriber.begin(operation, token, **variables)
    try:
        yield subscriber
    finally:
        await subscriber.close()


class EventStream:
    """One operation that is requested as server-sent events."""

    def __init__(self, app: FastAPI, operation: str, token: str | None = None, **variables: object) -> None:
        headers = [
            (b"host", b"shop.test"),
            (b"accept", b"text/event-stream"),
            (b"content-type", b"application/json"),
        ]
        if token:
            headers.append((b"authorization", f"Bearer {token}".encode()))
        scope = {**SCOPE, "type": "http", "scheme": "http", "method": "POST", "headers": headers}
        body = json.dumps({"query": operation, "variables": variables}).encode()
        self._requests = [{"type": "http.request", "body": body}]
        self._gone, self._told = asyncio.Event(), asyncio.Event()
        self._task = asyncio.ensure_future(app(scope, self._receive, self._send))

    async def begin(self) -> None:
        """Wait for the first result."""
        await asyncio.wait_for(self._told.wait(), PATIENCE_SECONDS)

    async def close(self) -> None:
        """Disconnect, and wait until the application has noticed."""
        self._gone.set()
        await asyncio.wait_for(self._task, PATIENCE_SECONDS)

    async def _receive(self) -> MutableMapping[str, Any]:
        if self._requests:
            return self._requests.pop()
        await self._gone.wait()
        return {"type": "http.disconnect"}

    async def _send(self, message: MutableMapping[str, Any]) -> None:
        if b"event: next" in message.get("body", b""):
            self._told.set()


async def turns(ticks: int) -> None:
    """Let the event loop run this number of iterations."""
    for _ in range(ticks):
        await asyncio.sleep(0)


@pytest.fixture
def live_app(stage: Stage) -> FastAPI:
    """A separate application for the test, because shared loaders belong to one event loop."""
    return stage.make_app(stage.service)
