"""Clients that watch: subscriptions over a WebSocket (graphql-transport-ws) and over server-sent events."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Protocol

import httpx
from websockets.sync.client import ClientConnection, connect
from websockets.typing import Subprotocol

WS_PROTOCOL = Subprotocol("graphql-transport-ws")
PATIENCE_SECONDS = 30.0


class Stream(Protocol):
    """One subscription."""

    def next(self) -> Any:
        """The `data` of the next message. Raises StreamEnded."""


class StreamEnded(Exception):
    """There will be no more: `complete` came, or the connection was lost."""


class WebSocketStream:
    """A subscription on a WebSocket of its own."""

    def __init__(self, socket: ClientConnection) -> None:
        self.socket = socket

    def next(self) -> Any:
        message = json.loads(self.socket.recv(timeout=PATIENCE_SECONDS))
        if message["type"] == "complete":
            raise StreamEnded
        assert message["type"] == "next", message
        assert "errors" not in message["payload"], message
        return message["payload"]["data"]


class EventStream:
    """A subscription by server-sent events."""

    def __init__(self, lines: Iterator[str]) -> None:
        self._lines = lines

    def next(self) -> Any:
        event = ""
        for line in self._lines:
            if line.startswith("event: "):
                event = line.removeprefix("event: ")
            if event == "complete":
                raise StreamEnded
            if event == "next" and line.startswith("data: "):
                payload = json.loads(line.removeprefix("data: "))
                assert "errors" not in payload, payload
                return payload["data"]
        raise StreamEnded


@contextmanager
def over_websocket(
    url: str, query: str, token: str | None = None, **variables: object
) -> Iterator[WebSocketStream]:
    """The subscription, over a WebSocket to the service at `url`."""
    address = url.replace("http", "ws", 1) + "/graphql"
    with connect(address, subprotocols=[WS_PROTOCOL], open_timeout=PATIENCE_SECONDS) as socket:
        begin(socket, token)
        subscribe(socket, query, **variables)
        yield WebSocketStream(socket)


@contextmanager
def over_events(url: str, query: str, token: str | None = None, **variables: object) -> Iterator[EventStream]:
    """The subscription, over server-sent events from the service at `url`."""
    headers = {"Accept": "text/event-stream", **({"Authorization": f"Bearer {token}"} if token else {})}
    body = {"query": query, "variables": variables}
    with httpx.stream("POST", f"{url}/graphql", json=body, headers=headers, timeout=PATIENCE_SECONDS) as answer:
        assert answer.status_code == 200, answer.read()
        yield EventStream(answer.iter_lines())


def begin(socket: ClientConnection, token: str | None = None) -> None:
    """Say who is there, and wait for the welcome."""
    payload = {"authorization": f"Bearer {token}"} if token else {}
    socket.send(json.dumps({"type": "connection_init", "payload": payload}))
    assert json.loads(socket.recv(timeout=PATIENCE_SECONDS))["type"] == "connection_ack"


def subscribe(socket: ClientConnection, query: str, **variables: object) -> None:
    """Ask for a subscription, the only one of this socket."""
    payload = {"query": query, "variables": variables}
    socket.send(json.dumps({"id": "1", "type": "subscribe", "payload": payload}))
