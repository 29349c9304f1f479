"""GraphQL over WebSocket: the graphql-transport-ws protocol, based on Strawberry's handler.

https://github.com/enisdenjo/graphql-ws/blob/master/PROTOCOL.md
"""

import asyncio
from collections.abc import AsyncGenerator, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any, cast

import orjson
import structlog
from starlette.requests import Request
from starlette.responses import Response
from starlette.websockets import WebSocket, WebSocketDisconnect
from strawberry.http.async_base_view import AsyncWebSocketAdapter
from strawberry.http.exceptions import NonJsonMessageReceived, NonTextMessageReceived, WebSocketDisconnected
from strawberry.subscriptions import GRAPHQL_TRANSPORT_WS_PROTOCOL
from strawberry.subscriptions.protocols.graphql_transport_ws import WS_4406_PROTOCOL_NOT_ACCEPTABLE
from strawberry.subscriptions.protocols.graphql_transport_ws.handlers import (
    BaseGraphQLTransportWSHandler,
    Operation,
)
from strawberry.subscriptions.protocols.graphql_transport_ws.types import (
    ConnectionInitMessage,
    Message,
    SubscribeMessage,
)
from strawberry.types.execution import PreExecutionError
from strawberry.types.unset import UNSET

from service_kit.graphql.errors import PublicError
from service_kit.graphql.http import Refused, parameters_of
from service_kit.graphql.persisted import PersistedQueries
from service_kit.graphql.schema import KitSchema
from service_kit.graphql.streams import SESSION_ENDED, ContextGetter, Streams, TooManyStreams, context_of, race
from service_kit.http.cross_site import is_same_origin
from service_kit.live.hub import HubClosed

TRANSPORT = "websocket"
MAX_REASON_BYTES = 123
"""The maximum length of the reason in a close frame (RFC 6455, 5.5.1)."""
CLOSE_FRAME_SECONDS = 1.0
"""How long to wait for a slow client to accept the close frame."""

log = structlog.get_logger(__name__)


class WebSocketEndpoint:
    """Serves GraphQL over WebSocket for one schema."""

    def __init__(
        self, schema: KitSchema, context_getter: ContextGetter, streams: Streams, persisted: PersistedQueries
    ) -> None:
        self._schema = schema
        self._context_getter = context_getter
        self._streams = streams
        self._persisted = persisted

    async def handle(self, websocket: WebSocket) -> None:
        """Serve one client until either side closes the connection."""
        try:
            with self._streams.opened(TRANSPORT):
                await self._serve(websocket)
        except TooManyStreams as error:
            await websocket.send_denial_response(error.answer)

    async def _serve(self, websocket: WebSocket) -> None:
        if GRAPHQL_TRANSPORT_WS_PROTOCOL not in websocket.scope["subprotocols"]:
            # After a rejected handshake a browser shows its page no reason, so accept and send a close code.
            await websocket.accept()
            await websocket.close(
                WS_4406_PROTOCOL_NOT_ACCEPTABLE, f"The subprotocol must be {GRAPHQL_TRANSPORT_WS_PROTOCOL}."
            )
            return
        await websocket.accept(GRAPHQL_TRANSPORT_WS_PROTOCOL)
        connection = Connection(websocket, self._schema, self._context_getter, self._streams, self._persisted)
        await connection.serve()


class Socket(AsyncWebSocketAdapter):
    """Reads and writes the JSON messages of one WebSocket. After `close`, all messages are dropped."""

    def __init__(self, websocket: WebSocket, send_seconds: float) -> None:
        self._websocket = websocket
        self._send_seconds = send_seconds
        self._closed = asyncio.Event()
        self._close_frame: tuple[int, str] | None = None

    async def iter_json(self, *, ignore_parsing_errors: bool = False) -> AsyncGenerator[object, None]:
        """Yield the client's messages. Raises NonTextMessageReceived or NonJsonMessageReceived."""
        while not self._closed.is_set():
            message = await self._websocket.receive()
            if message["type"] == "websocket.disconnect":
                return
            if message.get("text") is None:
                raise NonTextMessageReceived
            try:
                content = orjson.loads(message["text"])
            except orjson.JSONDecodeError:
                raise NonJsonMessageReceived from None
            yield content

    async def send_json(self, message: Mapping[str, object]) -> None:
        """Send one message. Raises WebSocketDisconnected if the connection is closed or the client is too slow."""
        if self._closed.is_set():
            raise WebSocketDisconnected
        try:
            async with asyncio.timeout(self._send_seconds):
                await self._websocket.send_text(orjson.dumps(message).decode())
        except TimeoutError:
            log.info("client_too_slow", transport=TRANSPORT)
            self._closed.set()
            raise WebSocketDisconnected from None
        except (WebSocketDisconnect, RuntimeError):  # RuntimeError if the server has closed it in the meantime
            raise WebSocketDisconnected from None

    async def close(self, code: int, reason: str) -> None:
        """Request the end of the connection. The reason of the first call is sent to the client."""
        if not self._closed.is_set():
            self._close_frame = (code, reason.encode()[:MAX_REASON_BYTES].decode(errors="ignore"))
            self._closed.set()

    async def wait_closed(self) -> None:
        """Wait until `close` was called."""
        await self._closed.wait()

    async def send_close_frame(self) -> None:
        """Send the close frame if this side closed the connection."""
        self._closed.set()
        if self._close_frame is not None:
            try:
                async with asyncio.timeout(CLOSE_FRAME_SECONDS):
                    await self._websocket.close(*self._close_frame)
            except (TimeoutError, WebSocketDisconnect, RuntimeError):
                pass  # the client is gone or too slow


@dataclass
class _Opening:
    """Replaces the context until `connection_init` arrives. Strawberry stores its payload here."""

    connection_params: dict[str, object] = field(default_factory=dict)


class Connection(BaseGraphQLTransportWSHandler[Any, None]):
    """Runs the operations of one client. They share one context, created after `connection_init`."""

    def __init__(
        self,
        websocket: WebSocket,
        schema: KitSchema,
        context_getter: ContextGetter,
        streams: Streams,
        persisted: PersistedQueries,
    ) -> None:
        self._handshake = websocket
        self._context_getter = context_getter
        self._streams = streams
        self._persisted = persisted
        self._socket = Socket(websocket, streams.limits.send_seconds)
        self._known = asyncio.Event()
        super().__init__(
            view=cast("Any", self),  # Strawberry only calls its `on_ws_connect`
            websocket=self._socket,
            context=_Opening(),
            root_value=None,
            schema=schema,
            connection_init_wait_timeout=timedelta(seconds=streams.limits.init_seconds),
        )

    async def serve(self) -> None:
        """Serve the client until either side, the end of the session or a shutdown closes the connection."""
        try:
            await race(self.handle(), self._end_with_session(), self._socket.wait_closed())
        except HubClosed:
            await self._stop()
        finally:
            await self._socket.send_close_frame()

    async def on_ws_connect(self, opening: _Opening) -> object:
        """Create the context from the handshake request and the payload."""
        request = _request(self._handshake, _authorization(opening.connection_params))
        self.context = await context_of(self._context_getter, request, Response())
        self._known.set()
        return UNSET

    async def handle_message(self, message: Message) -> None:
        """Handle a valid message. Any other message closes the connection with 4400, as the protocol requires."""
        fault = _fault(message)
        if fault is None:
            await super().handle_message(message)
        else:
            await self.handle_invalid_message(fault)

    async def handle_connection_init(self, message: ConnectionInitMessage) -> None:
        """Accept the connection. The payload may be null, which Strawberry does not support."""
        await super().handle_connection_init({**message, "payload": message.get("payload") or {}})

    async def handle_subscribe(self, message: SubscribeMessage) -> None:
        """Start an operation unless the limit is reached or its persisted query is unknown."""
        if not self.connection_acknowledged or message["id"] in self.operations:
            await super().handle_subscribe(message)  # closes the connection
            return
        try:
            self._check_operations()
            payload = message["payload"]
            query = self._persisted.query_of(parameters_of(payload))
        except PublicError as error:
            await self.send_message({"id": message["id"], "type": "error", "payload": [error.formatted]})
            return
        await super().handle_subscribe({**message, "payload": {**payload, "query": query}})

    def _check_operations(self) -> None:
        """Raises PublicError if the maximum number of operations is reached."""
        limit = self._streams.limits.operations
        if len(self.operations) >= limit:
            text = f"Too many operations on one connection: at most {limit} can run at a time. Complete one first."
            raise PublicError(text, "OPERATION_LIMIT", limit=limit)

    async def send_message(self, message: Message) -> None:
        """Send a message, and count it if it is a result."""
        await super().send_message(message)
        if message["type"] == "next":
            self._streams.count_message(TRANSPORT)

    async def handle_task_exception(self, error: Exception) -> None:
        """Close the connection if an operation failed and could not report it itself."""
        if isinstance(error, HubClosed):
            await self._stop()
        elif not isinstance(error, WebSocketDisconnected):
            log.error("websocket_failed", exc_info=error)
            await self._socket.close(1011, "Internal server error.")

    async def _send_result_stream(self, operation: Operation[Any, None], result_source: Any) -> None:
        # Unlike Strawberry, do not end all operations of a client because of a syntax error in one of them.
        async for result in result_source:
            if isinstance(result, PreExecutionError):
                await operation.send_initial_errors(result.errors or [])
                return
            await operation.send_next(result)

    async def _end_with_session(self) -> None:
        await self._known.wait()
        await self._streams.wait_for_session_end(self.context.identity)
        await self._socket.close(4403, SESSION_ENDED)

    async def _stop(self) -> None:
        await self._socket.close(1012, "The service is restarting.")


def _fault(message: Any) -> str | None:
    """Return why the message is invalid, or None. Strawberry does not validate it."""
    if not isinstance(message, dict) or not isinstance(message.get("type"), str):
        return "A message must be an object with a type."
    kind, payload = message["type"], message.get("payload")
    if kind in {"subscribe", "complete"} and not (isinstance(message.get("id"), str) and message["id"]):
        return "The id must be a non-empty string."
    if not isinstance(payload, dict | None):
        return "The payload must be an object."
    if kind == "connection_init":
        return None if isinstance(_authorization(payload or {}), str | None) else "authorization must be a string."
    if kind == "subscribe":
        try:
            parameters_of(payload or {})
        except Refused as refusal:
            return refusal.message
    return None


def _authorization(payload: Mapping[str, Any]) -> Any:
    """Return the authorization header from the payload, because browsers cannot set headers for a WebSocket."""
    return next((value for name, value in payload.items() if name.lower() == "authorization"), None)


def _request(handshake: WebSocket, authorization: str | None) -> Request:
    """Return the handshake as an HTTP request, with the authorization from the payload."""
    left_out = {b"authorization"} if authorization is not None else set()
    if not is_same_origin(handshake.headers):
        left_out.add(b"cookie")  # a page of another allowed origin must not use its visitor's session
    headers = [(name, value) for name, value in handshake.scope["headers"] if name.lower() not in left_out]
    if authorization is not None:
        headers.append((b"authorization", authorization.encode("latin-1", "replace")))
    scheme = handshake.scope["scheme"].replace("ws", "http")
    return Request({**handshake.scope, "type": "http", "method": "GET", "scheme": scheme, "headers": headers})
