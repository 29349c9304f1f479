"""What the REST routes of both services share: bodies, errors, trailing slashes, health and metrics."""

import asyncio
import secrets
from collections.abc import Mapping
from typing import Any
from urllib.parse import parse_qsl

import orjson
import structlog
from fastapi import APIRouter, FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest
from pydantic import BaseModel
from sqlalchemy.exc import DBAPIError
from starlette.datastructures import Headers
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from service_kit import sync_status
from service_kit.errors import (
    Forbidden,
    InvalidInput,
    NotFound,
    ServiceError,
    Unauthenticated,
    Unavailable,
    message_for,
)
from service_kit.methods import allowed_methods
from service_kit.service import Service
from service_kit.telemetry import DEAD_LETTERS, OUTBOX_PENDING

log = structlog.get_logger(__name__)
FORM, MULTIPART = "application/x-www-form-urlencoded", "multipart/form-data"
MAX_FIELDS = 100
MAX_ID = 2**31 - 1
DETAIL: dict[str, Any] = {"type": "object", "properties": {"detail": {"type": "string"}}}
FIELD_ERRORS: dict[str, Any] = {
    "type": "object",
    "additionalProperties": {"type": "array", "items": {"type": "string"}},
}


async def body_fields(request: Request) -> dict[str, object]:
    """The fields of a JSON object or of an HTML form, by the body's content type; an empty body has none."""
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind == MULTIPART:
        return await _multipart_fields(request)
    body = await request.body()
    if kind == FORM:
        return _form_fields(body)
    if not body.strip():
        return {}
    if kind not in {"", "application/json"} and not kind.endswith("+json"):
        raise HTTPException(415, f'Unsupported media type "{kind}". Send JSON or an HTML form.')
    try:
        fields = orjson.loads(body)
    except orjson.JSONDecodeError as error:
        raise HTTPException(400, f"JSON parse error: {error}") from None
    if not isinstance(fields, dict):
        raise HTTPException(400, "The body must be a JSON object.")
    return fields


def documented_body(model: type[BaseModel], *, required: bool = True) -> dict[str, Any]:
    """The OpenAPI description of a body that `body_fields` reads and `model` checks."""
    schema = model.model_json_schema(mode="validation")
    kinds = ("application/json", FORM, MULTIPART)
    return {"requestBody": {"required": required, "content": {kind: {"schema": schema} for kind in kinds}}}


def documented_errors(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """The OpenAPI description of the error answers a route can give."""
    texts = {
        400: ("Invalid input: messages by field, or one `detail`", {"anyOf": [FIELD_ERRORS, DETAIL]}),
        401: ("No valid session", DETAIL),
        403: ("Not allowed", DETAIL),
        404: ("Not found", DETAIL),
        413: ("The body is too large", DETAIL),
        415: ("Neither JSON nor a form, or compressed", DETAIL),
        503: ("Away for the moment; see Retry-After", DETAIL),
    }
    return {
        status: {"description": texts[status][0], "content": {"application/json": {"schema": texts[status][1]}}}
        for status in (*statuses, 503)
    }


def install_error_handlers(app: FastAPI) -> None:
    """Map every error to the contract's answers, once."""
    app.add_exception_handler(ServiceError, _service_error)
    app.add_exception_handler(HTTPException, _http_error)
    app.add_exception_handler(RequestValidationError, _request_error)


def operations_router(service: Service) -> APIRouter:
    """`/livez` needs nothing, `/readyz` the database, `/metrics` is Prometheus.

    A process whose transport is away serves all the same: what it commits waits in the outbox (decision 0021).
    """
    router = APIRouter(tags=["Operations"])

    @router.get("/livez", summary="Is the process alive?")
    async def livez() -> dict[str, str]:
        return {"status": "alive"}

    @router.get("/readyz", summary="Can it serve?", responses=documented_errors())
    async def readyz(response: Response) -> dict[str, bool]:
        checks = {"database": await _database_answers(service), "transport": sync_status.is_connected(service)}
        response.status_code = 200 if checks["database"] else 503
        if service.settings.instance_id:
            response.headers["X-Instance-Id"] = service.settings.instance_id
        return checks

    @router.get("/metrics", summary="Prometheus metrics", response_class=Response)
    async def metrics() -> Response:
        state = await service.database.aread(sync_status.read)
        OUTBOX_PENDING.labels(service.name).set(state.pending_events)
        DEAD_LETTERS.labels(service.name).set(state.dead_letters)
        return Response(generate_latest(), media_type=CONTENT_TYPE_LATEST)

    return router


class Edge:
    """The outermost middleware: trailing slashes are optional, and nothing unexpected leaks.

    An exception that nobody mapped is logged once with an id, and the client gets the id only; a WebSocket is
    closed, with 1011.
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
            log.info("client_gone", method=scope["method"], path=scope["path"])
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
    """The middleware that gives up on a body as soon as more than `limit` bytes of it have come.

    It also refuses a compressed body, which nobody here would decompress.

    Not `FastAPI(max_body_size=)`, whose answer is plain text without the headers of CORS, and which has an error
    logged for each such request.
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
                raise HTTPException(413, f"The body is too large: at most {self.limit} bytes are read.")
            return message

        await self.app(scope, limited if scope["type"] == "http" else receive, send)


def _form_fields(body: bytes) -> dict[str, object]:
    try:
        return dict(parse_qsl(body.decode(), keep_blank_values=True, errors="strict", max_num_fields=MAX_FIELDS))
    except ValueError as error:
        raise HTTPException(400, f"The form cannot be read: {error}") from None


async def _multipart_fields(request: Request) -> dict[str, object]:
    try:
        (await request.body()).decode()  # the parser would take what is not UTF-8 for Latin-1
        form = await request.form(max_files=0, max_fields=MAX_FIELDS)
    except UnicodeDecodeError as error:
        raise HTTPException(400, f"The form cannot be read: {error}") from None
    except HTTPException as error:
        if error.status_code != 400:
            raise
        raise HTTPException(400, "The form cannot be read: send plain fields, no files.") from None
    return {name: value for name, value in form.items() if isinstance(value, str)}


async def _database_answers(service: Service) -> bool:
    try:
        async with asyncio.timeout(2):
            await service.database.aping()
    except (Unavailable, TimeoutError):
        return False
    except DBAPIError as error:  # the account is refused, or the tables are missing
        log.warning("database_not_ready", error=str(error.orig))
        return False
    return True


async def _service_error(_: Request, error: Exception) -> JSONResponse:
    match error:
        case InvalidInput():
            return JSONResponse(error.fields, status_code=400)
        case NotFound():
            return JSONResponse({"detail": error.message}, status_code=404)
        case Unauthenticated():
            headers = {"WWW-Authenticate": "Bearer"}
            return JSONResponse({"detail": error.message}, status_code=401, headers=headers)
        case Forbidden():
            return JSONResponse({"detail": error.message}, status_code=403)
        case Unavailable():
            return JSONResponse({"detail": error.message}, status_code=503, headers={"Retry-After": "1"})
        case ServiceError():
            return JSONResponse({"detail": error.message}, status_code=400)
    raise error


async def _http_error(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    detail = "Not found." if error.status_code == 404 else error.detail
    headers: Mapping[str, str] | None = error.headers
    if error.status_code == 405:
        headers = {"Allow": ", ".join(allowed_methods(request))}
    return JSONResponse({"detail": detail}, status_code=error.status_code, headers=headers)


async def _request_error(_: Request, error: Exception) -> JSONResponse:
    """FastAPI's own checks: an id in the path that is none addresses nothing."""
    assert isinstance(error, RequestValidationError)
    if any(item["loc"][0] == "path" for item in error.errors()):
        return JSONResponse({"detail": "Not found."}, status_code=404)
    fields: dict[str, list[str]] = {}
    for item in error.errors():
        message = message_for(item["type"], item["msg"], item.get("ctx", {}))
        fields.setdefault(str(item["loc"][-1]), []).append(message)
    return JSONResponse(fields, status_code=400)
