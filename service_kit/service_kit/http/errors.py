"""Error responses of the REST routes and their OpenAPI descriptions."""

from collections.abc import Mapping
from typing import Any

from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from starlette.exceptions import HTTPException

from service_kit.errors import ServiceError, message_for
from service_kit.http.methods import allowed_methods

DETAIL: dict[str, Any] = {"type": "object", "properties": {"detail": {"type": "string"}}}
FIELD_ERRORS: dict[str, Any] = {
    "type": "object",
    "additionalProperties": {"type": "array", "items": {"type": "string"}},
}


def documented_errors(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """Return the OpenAPI description of a route's error responses."""
    texts = {
        400: ("Invalid input: messages by field, or one `detail`", {"anyOf": [FIELD_ERRORS, DETAIL]}),
        401: ("No valid session", DETAIL),
        403: ("Not allowed", DETAIL),
        404: ("Not found", DETAIL),
        413: ("The body is too large", DETAIL),
        415: ("Unsupported media type, or compressed body", DETAIL),
        503: ("Temporarily unavailable; see Retry-After", DETAIL),
    }
    return {
        status: {"description": texts[status][0], "content": {"application/json": {"schema": texts[status][1]}}}
        for status in (*statuses, 503)
    }


def install_error_handlers(app: FastAPI) -> None:
    """Install the handlers that convert errors to responses."""
    app.add_exception_handler(ServiceError, _service_error)
    app.add_exception_handler(HTTPException, _http_error)
    app.add_exception_handler(RequestValidationError, _request_error)


async def _service_error(_: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, ServiceError)
    return JSONResponse(error.http_body(), error.http_status, error.http_headers())


async def _http_error(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    detail = "Not found." if error.status_code == 404 else error.detail
    headers: Mapping[str, str] | None = error.headers
    if error.status_code == 405:
        headers = {"Allow": ", ".join(allowed_methods(request))}
    return JSONResponse({"detail": detail}, status_code=error.status_code, headers=headers)


async def _request_error(_: Request, error: Exception) -> JSONResponse:
    """Handle FastAPI's validation errors. An invalid id in the path is answered with 404."""
    assert isinstance(error, RequestValidationError)
    if any(item["loc"][0] == "path" for item in error.errors()):
        return JSONResponse({"detail": "Not found."}, status_code=404)
    fields: dict[str, list[str]] = {}
    for item in error.errors():
        message = message_for(item["type"], item["msg"], item.get("ctx", {}))
        fields.setdefault(str(item["loc"][-1]), []).append(message)
    return JSONResponse(fields, status_code=400)
