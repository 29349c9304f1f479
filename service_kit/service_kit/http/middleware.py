"""ASGI middleware of both services: unexpected errors, trailing slashes and the size of bodies."""

import secrets

import structlog
from starlette.datastructures import Headers
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect
from starlette.responses import JSONResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

log = structlog.get_logger(__name__)


class ErrorMiddleware:
    """The outermost middleware. It makes trailing slashes optional and handles unexpected exceptions.

    An unhandled exception is logged with an id, and the client gets only the id. A WebSocket is closed with 1011.
    """

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            await self.app(scope, receive, send)
            return
        if len(scope["path"]) > 1 and scope["path"].endswith("/"):
            scope = {**scope, "path": scope["path"].rstrip("/") or "/"}
        started = False

        async def watched(message: Message) -> None:
            nonlocal started
            started = started or message["type"] in {"http.response.start", "websocket.accept"}
            await send(message)

        try:
            await self.app(scope, receive, watched)
        except ClientDisconnect:
            log.info("client_disconnected", method=scope["method"], path=scope["path"])
        except Exception as error:
            error_id = secrets.token_hex(6)
            method = scope.get("method", "WebSocket")
            log.error("unexpected_error", id=error_id, method=method, path=scope["path"], exc_info=error)
            if scope["type"] == "websocket":
                await send(
                    {"type": "websocket.close", "code": 1011, "reason": f"Internal server error {error_id}"}
                )
                return
            if started:
                raise
            content = {"detail": "Internal server error.", "id": error_id}
            await JSONResponse(content, status_code=500)(scope, receive, send)


class BodyLimit:
    """Middleware that rejects bodies of more than `limit` bytes, and compressed bodies, which are not supported.

    `FastAPI(max_body_size=)` is not used, because its plain-text response has no CORS headers, and because it logs
    an error for each rejected request.
    """

    def __init__(self, app: ASGIApp, limit: int) -> None:
        self.app = app
        self.limit = limit

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        received = 0

        async def limited() -> Message:
            nonlocal received
            message = await receive()
            coding = Headers(scope=scope).get("content-encoding", "identity").strip().lower()
            if coding not in {"", "identity"}:
                refusal = f'The body is compressed ("{coding[:40]}"). Send it without Content-Encoding.'
                raise HTTPException(415, refusal, {"Accept-Encoding": "identity"})
            received += len(message.get("body", b""))
            if received > self.limit:
                raise HTTPException(413, f"The body is too large: at most {self.limit} bytes are allowed.")
            return message

        await self.app(scope, limited if scope["type"] == "http" else receive, send)
