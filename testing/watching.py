"""A subscriber of one service in this process: a WebSocket without a port, on the application's own event loop."""

import asyncio
import json
from collections.abc import AsyncIterator, MutableMapping
from contextlib import asynccontextmanager
from typing import Any

import pytest
from fastapi import FastAPI

from testing.one_service import Stage

PATIENCE_SECONDS = 10


class Ended(Exception):
    """There will be no more: `complete` came, or the socket was closed. It holds what came instead."""


class Subscriber:
    """One subscription."""

    def __init__(self, app: FastAPI) -> None:
        self._to_app: asyncio.Queue[dict[str, Any]] = asyncio.Queue()
        self._from_app: asyncio.Queue[MutableMapping[str, Any]] = asyncio.Queue()
        scope = {
            "type": "websocket",
            "asgi": {"version": "3.0"},
            "http_version": "1.1",
            "scheme": "ws",
            "path": "/graphql",
            "raw_path": b"/graphql",
            "root_path": "",
            "query_string": b"",
            "headers": [(b"host", b"shop.test")],
            "client": ("10.0.0.1", 50_000),
            "server": ("shop.test", 80),
            "subprotocols": ["graphql-transport-ws"],
            "state": {},
            "extensions": {},
        }
        self._task = asyncio.ensure_future(app(scope, self._to_app.get, self._from_app.put))

    async def next(self) -> Any:
        """The data of the next message. Raises Ended, and AssertionError for one with errors."""
        message = await self.message()
        if message["type"] == "complete":
            raise Ended(message)
        assert message["type"] == "next", message
        assert "errors" not in message["payload"], message
        return message["payload"]["data"]

    async def message(self) -> dict[str, Any]:
        """The next message, whatever it is. Raises Ended where the socket is closed."""
        sent = await asyncio.wait_for(self._from_app.get(), PATIENCE_SECONDS)
        if sent["type"] != "websocket.send":
            raise Ended(sent)
        found: dict[str, Any] = json.loads(sent["text"])
        return found

    async def begin(self, operation: str, token: str | None, **variables: object) -> None:
        """Open the socket, say who is there, and subscribe."""
        await self._to_app.put({"type": "websocket.connect"})
        accepted = await asyncio.wait_for(self._from_app.get(), PATIENCE_SECONDS)
        assert accepted["type"] == "websocket.accept", accepted
        payload = {"authorization": f"Bearer {token}"} if token else {}
        await self._send({"type": "connection_init", "payload": payload})
        assert (await self.message())["type"] == "connection_ack"
        await self._send({"id": "1", "type": "subscribe", "payload": {"query": operation, "variables": variables}})

    async def close(self) -> None:
        """Go away, and wait until the application has noticed."""
        await self._to_app.put({"type": "websocket.disconnect", "code": 1000})
        await asyncio.wait_for(self._task, PATIENCE_SECONDS)

    async def _send(self, message: dict[str, Any]) -> None:
        await self._to_app.put({"type": "websocket.receive", "text": json.dumps(message)})


@asynccontextmanager
async def subscribed(
    app: FastAPI, operation: str, token: str | None = None, **variables: object
) -> AsyncIterator[Subscriber]:
    """A subscriber of the application, while the context lasts."""
    subscriber = Subscriber(app)
    await subscriber.begin(operation, token, **variables)
    try:
        yield subscriber
    finally:
        await subscriber.close()


@pytest.fixture
def live_app(stage: Stage) -> FastAPI:
    """An application of the test's own: what its subscribers share belongs to one event loop."""
    return stage.make_app(stage.service)
