"""Parses GraphQL requests and builds responses according to the GraphQL over HTTP specification.

https://graphql.github.io/graphql-over-http/draft/
"""

import hashlib
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import orjson
from starlette.requests import Request
from strawberry.types import ExecutionResult
from strawberry.types.execution import PreExecutionError

from service_kit.graphql.errors import BAD_USER_INPUT

JSON = "application/json"
GRAPHQL_JSON = "application/graphql-response+json"
EVENT_STREAM = "text/event-stream"
HTML = "text/html"
PREFLIGHT_HEADER = "Apollo-Require-Preflight"
PERSISTED_QUERY_VERSION = 1

_SHA256 = re.compile("[0-9a-fA-F]{64}")


class Refused(Exception):
    """The request is not a valid GraphQL request. `status` is the HTTP status of the response."""

    def __init__(self, status: int, message: str, code: str = BAD_USER_INPUT, allow: str | None = None) -> None:
        super().__init__(message)
        self.status = status
        self.message = message
        self.code = code
        self.allow = allow


@dataclass(frozen=True, slots=True)
class Parameters:
    """The parameters of one GraphQL request. If `query` is None, `sha256` is the hash of a persisted query."""

    query: str | None
    sha256: str | None
    variables: dict[str, Any] | None
    operation_name: str | None
    extensions: dict[str, Any] | None


async def read_parameters(request: Request, *, guarded: bool) -> Parameters:
    """Read the parameters from the body (POST) or the URL (GET). Raises Refused.

    If GET is `guarded`, the request must be same-origin according to the browser, or have a header that triggers a
    CORS preflight (the one that Apollo's clients send). POST is protected by its content type.
    """
    if request.method != "POST":
        if guarded and not _is_same_origin_or_preflighted(request):
            raise Refused(400, f"A GET query must have the header {PREFLIGHT_HEADER}: true.", "PREFLIGHT_REQUIRED")
        return parameters_of(_from_query(request.query_params))
    _check_content_type(request.headers.get("content-type", ""))
    return parameters_of(_from_body(await request.body()))


def parameters_of(data: Mapping[str, Any]) -> Parameters:
    """Read the parameters from a mapping. Raises Refused."""
    query, extensions = data.get("query"), _mapping(data, "extensions")
    sha256 = _persisted_hash(extensions or {})
    if not isinstance(query, str | None) or not (query or sha256):
        raise Refused(400, "The parameter query is required and must be a string.")
    if query and sha256 and sha256 != _sha256(query):
        raise Refused(400, "extensions.persistedQuery.sha256Hash does not match the SHA-256 of the query.")
    name = data.get("operationName")
    if not isinstance(name, str | None):
        raise Refused(400, "The parameter operationName must be a string or null.")
    return Parameters(query or None, sha256, _mapping(data, "variables"), name or None, extensions)


def body_of(result: ExecutionResult) -> dict[str, Any]:
    """Return the response body for a result."""
    if not result.errors:
        return {"data": result.data}
    errors = [error.formatted for error in result.errors]
    return {"errors": errors} if isinstance(result, PreExecutionError) else {"errors": errors, "data": result.data}


@lru_cache(256)
def media_type(accept: str | None) -> str:
    """Choose the media type of the response. Raises Refused if the client accepts none of the three."""
    if accept is None:
        return JSON
    ranges = list(_ranges(accept))
    plain, graphql = _quality(JSON, ranges), _quality(GRAPHQL_JSON, ranges)
    if _named_quality(EVENT_STREAM, ranges) > max(plain, graphql):
        return EVENT_STREAM
    if plain == graphql == 0:
        raise Refused(406, f"Accept must allow {GRAPHQL_JSON}, {JSON} or {EVENT_STREAM}.", "NOT_ACCEPTABLE")
    # For a wildcard, use application/json, which every client can read. If both are named, prefer the newer type.
    named = any(name == GRAPHQL_JSON for name, _ in ranges)
    return GRAPHQL_JSON if graphql > plain or (named and graphql == plain) else JSON


@lru_cache(256)
def takes_events(accept: str | None) -> bool:
    """Whether the Accept header names event streams."""
    return _named_quality(EVENT_STREAM, list(_ranges(accept or ""))) > 0


@lru_cache(256)
def wants_page(accept: str | None) -> bool:
    """Whether the client is a browser that wants a page: it accepts HTML at least as much as JSON."""
    ranges = list(_ranges(accept or ""))
    named = _named_quality(HTML, ranges)
    return named > 0 and named >= _quality(JSON, ranges)


def _is_same_origin_or_preflighted(request: Request) -> bool:
    # Pages cannot set this header.
    if request.headers.get("sec-fetch-site") == "same-origin":
        return True
    content_type = request.headers.get("content-type", "").partition(";")[0]
    return bool(request.headers.get(PREFLIGHT_HEADER)) or content_type.strip().lower() == JSON


def _check_content_type(header: str) -> None:
    # Only JSON: a form can send the other types to another site without a preflight.
    name, _, rest = header.partition(";")
    if name.strip().lower() != JSON:
        raise Refused(415, f"Content-Type must be {JSON}.", "UNSUPPORTED_MEDIA_TYPE")
    for parameter in rest.split(";"):
        key, _, value = parameter.strip().lower().partition("=")
        if key == "charset" and value.strip('"') not in {"utf-8", "utf8"}:
            raise Refused(415, "The charset must be utf-8.", "UNSUPPORTED_MEDIA_TYPE")


def _from_body(body: bytes) -> Mapping[str, Any]:
    if not body:
        raise Refused(400, "The body is empty. Send a JSON object with a query.")
    data = _json(body, "body")
    if isinstance(data, list):
        raise Refused(400, "Batches are not supported. Send one operation per request.")
    if not isinstance(data, dict):
        raise Refused(400, "The body must be a JSON object with a query.")
    return data


def _from_query(query: Mapping[str, str]) -> Mapping[str, Any]:
    data: dict[str, Any] = {name: query[name] for name in ("query", "operationName") if query.get(name)}
    for name in ("variables", "extensions"):
        if query.get(name):
            data[name] = _json(query[name], f"parameter {name}")
    return data


def _json(text: str | bytes, what: str) -> Any:
    try:
        return orjson.loads(text)
    except orjson.JSONDecodeError as error:
        raise Refused(400, f"The {what} is not valid JSON: {error}.") from None


def _mapping(data: Mapping[str, Any], name: str) -> dict[str, Any] | None:
    value = data.get(name)
    if not isinstance(value, dict | None):
        raise Refused(400, f"The parameter {name} must be an object or null.")
    return value


def _persisted_hash(extensions: Mapping[str, Any]) -> str | None:
    """Return the lower-case hash of a persisted query, if one is given. Raises Refused."""
    persisted = extensions.get("persistedQuery")
    if persisted is None:
        return None
    if not isinstance(persisted, dict) or persisted.get("version") != PERSISTED_QUERY_VERSION:
        raise Refused(400, f"extensions.persistedQuery must be an object with version {PERSISTED_QUERY_VERSION}.")
    sha256 = persisted.get("sha256Hash")
    if not isinstance(sha256, str) or not _SHA256.fullmatch(sha256):
        raise Refused(400, "extensions.persistedQuery.sha256Hash must be a SHA-256 with 64 hexadecimal digits.")
    return sha256.lower()


def _sha256(query: str) -> str:
    # A lone surrogate cannot be encoded; with "replace" the hash simply does not match.
    return hashlib.sha256(query.encode(errors="replace")).hexdigest()


def _ranges(accept: str) -> Iterator[tuple[str, float]]:
    for entry in accept.lower().split(","):
        name, *parameters = (part.strip() for part in entry.split(";"))
        values = dict(parameter.partition("=")[::2] for parameter in parameters)
        if values.get("charset", "utf-8").strip('"') in {"utf-8", "utf8"}:
            yield name, _number(values.get("q", "1"))


def _number(text: str) -> float:
    try:
        return float(text)
    except ValueError:
        return 0.0


def _named_quality(wanted: str, ranges: list[tuple[str, float]]) -> float:
    return max((quality for name, quality in ranges if name == wanted), default=0.0)


def _quality(wanted: str, ranges: list[tuple[str, float]]) -> float:
    """Return the quality of `wanted`: the most specific range that matches decides (RFC 9110, 12.5.1)."""
    for pattern in (wanted, wanted.partition("/")[0] + "/*", "*/*"):
        found = [quality for name, quality in ranges if name == pattern]
        if found:
            return max(found)
    return 0.0
