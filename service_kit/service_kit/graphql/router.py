"""The GraphQL endpoint for HTTP, WebSocket and GraphiQL. Plain routes, without FastAPI dependencies."""

from collections.abc import Sequence
from pathlib import Path

import orjson
from fastapi import APIRouter
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from strawberry.schema.exceptions import InvalidOperationTypeError
from strawberry.subscriptions import GRAPHQL_TRANSPORT_WS_PROTOCOL
from strawberry.types import ExecutionResult
from strawberry.types.execution import PreExecutionError
from strawberry.types.graphql import OperationType

from service_kit.graphql.errors import BAD_USER_INPUT, INTERNAL_ERROR
from service_kit.graphql.event_stream import EventStream
from service_kit.graphql.http import (
    EVENT_STREAM,
    GRAPHQL_JSON,
    JSON,
    Parameters,
    Refused,
    body_of,
    media_type,
    read_parameters,
    takes_events,
    wants_page,
)
from service_kit.graphql.ide import ASSETS, Example, Explorer
from service_kit.graphql.persisted import PersistedQueries, PersistedQueryError
from service_kit.graphql.schema import KitSchema, Results
from service_kit.graphql.streams import ContextGetter, Streams, context_of
from service_kit.graphql.websocket import WebSocketEndpoint
from service_kit.process.limits import PersistedQueryLimits

ALLOWED = {
    "GET": frozenset({OperationType.QUERY}),
    "HEAD": frozenset({OperationType.QUERY}),
    "POST": frozenset({OperationType.QUERY, OperationType.MUTATION}),
}
HEADERS = {"Cache-Control": "no-store", "X-Content-Type-Options": "nosniff", "Vary": "Accept"}


class Endpoint:
    """Serves GraphQL over HTTP for one schema. Stateless: it is shared by all requests."""

    def __init__(
        self,
        schema: KitSchema,
        context_getter: ContextGetter,
        streams: Streams,
        persisted: PersistedQueries,
        explorer: Explorer | None,
    ) -> None:
        self._schema = schema
        self._context_getter = context_getter
        self._streams = streams
        self._persisted = persisted
        self._explorer = explorer

    async def handle(self, request: Request) -> Response:
        """Answer one request, including invalid ones."""
        accept = request.headers.get("accept")
        if self._explorer and request.method != "POST" and wants_page(accept):
            return self._explorer.page(request)
        response = Response(headers=HEADERS)
        try:
            chosen = media_type(accept)
        except Refused as refusal:
            return _refuse(response, refusal, JSON)
        try:
            return await self._answer(request, response, chosen)
        except Refused as refusal:
            return _refuse(response, refusal, JSON if chosen == EVENT_STREAM else chosen)
        except ClientDisconnect:
            return response

    async def _answer(self, request: Request, response: Response, chosen: str) -> Response:
        try:
            parameters = await read_parameters(request, guarded=self._explorer is None)
        except HTTPException as error:
            code = "UNSUPPORTED_MEDIA_TYPE" if error.status_code == 415 else BAD_USER_INPUT
            raise Refused(error.status_code, error.detail, code) from error
        if chosen == EVENT_STREAM:
            return await self._stream(request, response, parameters)
        try:
            result = await self._schema.execute(
                self._persisted.query_of(parameters),
                variable_values=parameters.variables,
                context_value=await context_of(self._context_getter, request, response),
                operation_name=parameters.operation_name,
                allowed_operation_types=ALLOWED[request.method],
                operation_extensions=parameters.extensions,
            )
        except PersistedQueryError as error:
            return _complete(response, 200, {"errors": [error.formatted]}, chosen)
        except InvalidOperationTypeError as error:
            if error.operation_type is OperationType.SUBSCRIPTION and takes_events(request.headers.get("accept")):
                return await self._stream(request, response, parameters)
            raise _wrong_type(error.operation_type) from error
        return _complete(response, _status(result, chosen), body_of(result), chosen)

    async def _stream(self, request: Request, response: Response, parameters: Parameters) -> EventStream:
        if request.method == "HEAD":
            raise Refused(405, "Request an event stream with GET or POST.", "METHOD_NOT_ALLOWED", "GET, POST")
        context = await context_of(self._context_getter, request, response)
        try:
            results = await self._schema.stream(
                self._persisted.query_of(parameters),
                variable_values=parameters.variables,
                context_value=context,
                operation_name=parameters.operation_name,
                operation_extensions=parameters.extensions,
            )
        except PersistedQueryError as error:
            results = _only(PreExecutionError(data=None, errors=[error]))
        return EventStream(results, context.identity, self._streams)


def graphql_router(
    schema: KitSchema,
    *,
    context_getter: ContextGetter,
    streams: Streams,
    production: bool,
    name: str,
    persisted_queries: PersistedQueryLimits | None = None,
    examples: Sequence[Example] = (),
    assets_url: str = "graphiql-assets",
    assets_directory: Path = ASSETS,
) -> APIRouter:
    """Create routes that serve `schema` at /graphql and /graphql/, over HTTP and WebSocket.

    Outside production, browsers get GraphiQL there, with the title `name` and a tab for each of `examples`. In
    production there is no such page, and a GET query needs a header (`http.read_parameters`). `assets_url` is the
    URL of GraphiQL's files relative to the page, and `assets_directory` the directory where npm installed them.
    """
    explorer = None if production else Explorer(name, assets_url, assets_directory, examples)
    persisted = PersistedQueries(schema.is_valid, persisted_queries or PersistedQueryLimits())
    endpoint = Endpoint(schema, context_getter, streams, persisted, explorer)
    sockets = WebSocketEndpoint(schema, context_getter, streams, persisted)
    router = APIRouter()
    for path in ("/graphql", "/graphql/"):
        router.add_route(path, endpoint.handle, methods=["GET", "POST"], name="graphql", include_in_schema=False)
        router.add_websocket_route(path, sockets.handle, name="graphql-websocket")
    if explorer:
        router.add_route(f"/{assets_url}/{{file}}", explorer.asset, name="graphiql-asset", include_in_schema=False)
    return router


async def _only(result: ExecutionResult) -> Results:
    """Return a stream with a single result."""
    yield result


def _status(result: ExecutionResult, chosen: str) -> int:
    """Return 200 if execution started. Otherwise it depends on the media type; `application/json` uses 200."""
    if not isinstance(result, PreExecutionError):
        return 200
    if any((error.extensions or {}).get("code") == INTERNAL_ERROR for error in result.errors or ()):
        return 500
    return 400 if chosen == GRAPHQL_JSON else 200


def _complete(response: Response, status: int, body: object, chosen: str) -> Response:
    response.status_code = status
    response.body = orjson.dumps(body)
    response.headers["content-type"] = f"{chosen}; charset=utf-8"
    response.headers["content-length"] = str(len(response.body))
    return response


def _refuse(response: Response, refusal: Refused, chosen: str) -> Response:
    if refusal.allow:
        response.headers["allow"] = refusal.allow
    error = {"message": refusal.message, "extensions": {"code": refusal.code}}
    return _complete(response, refusal.status, {"errors": [error]}, chosen)


def _wrong_type(operation_type: OperationType) -> Refused:
    if operation_type is OperationType.MUTATION:
        return Refused(405, "Send mutations with POST.", "METHOD_NOT_ALLOWED", allow="POST")
    return Refused(
        406,
        f"Request a subscription as an event stream (Accept: {EVENT_STREAM}), "
        f"or over WebSocket at this address ({GRAPHQL_TRANSPORT_WS_PROTOCOL}).",
        "NOT_ACCEPTABLE",
    )
