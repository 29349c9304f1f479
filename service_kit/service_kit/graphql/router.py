"""The GraphQL endpoint: one lean route, without FastAPI's dependencies, for POST, GET and the explorer's page."""

import inspect
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import orjson
from fastapi import APIRouter
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from strawberry.schema.exceptions import InvalidOperationTypeError
from strawberry.types import ExecutionResult
from strawberry.types.execution import PreExecutionError
from strawberry.types.graphql import OperationType

from service_kit.graphql.errors import BAD_USER_INPUT, INTERNAL_ERROR
from service_kit.graphql.http import GRAPHQL_JSON, JSON, Refused, media_type, read_parameters, wants_page
from service_kit.graphql.ide import ASSETS, Explorer
from service_kit.graphql.schema import KitSchema

ContextGetter = Callable[[Request, Response], Any | Awaitable[Any]]
"""Makes the context of one operation. Cookies and headers set on the response given here reach the client."""

ALLOWED = {
    "GET": frozenset({OperationType.QUERY}),
    "HEAD": frozenset({OperationType.QUERY}),
    "POST": frozenset({OperationType.QUERY, OperationType.MUTATION}),
}
HEADERS = {"Cache-Control": "no-store", "X-Content-Type-Options": "nosniff", "Vary": "Accept"}


class Endpoint:
    """Answers GraphQL over HTTP for one schema. Holds nothing of a request: each has a response of its own."""

    def __init__(self, schema: KitSchema, context_getter: ContextGetter, explorer: Explorer | None) -> None:
        self._schema = schema
        self._context_getter = context_getter
        self._explorer = explorer

    async def handle(self, request: Request) -> Response:
        """Answer one request, whatever is wrong with it."""
        accept = request.headers.get("accept")
        if (
            self._explorer
            and request.method != "POST"
            and "query" not in request.query_params
            and wants_page(accept)
        ):
            return self._explorer.page(request)
        response = Response(headers=HEADERS)
        try:
            chosen = media_type(accept)
        except Refused as refusal:
            return _refuse(response, refusal, JSON)
        try:
            return await self._answer(request, response, chosen)
        except Refused as refusal:
            return _refuse(response, refusal, chosen)
        except ClientDisconnect:
            return response

    async def _answer(self, request: Request, response: Response, chosen: str) -> Response:
        try:
            parameters = await read_parameters(request, guarded=self._explorer is None)
        except HTTPException as error:
            raise Refused(error.status_code, error.detail) from error
        context = self._context_getter(request, response)
        if inspect.isawaitable(context):
            context = await context
        try:
            result = await self._schema.execute(
                parameters.query,
                variable_values=parameters.variables,
                context_value=context,
                operation_name=parameters.operation_name,
                allowed_operation_types=ALLOWED[request.method],
                operation_extensions=parameters.extensions,
            )
        except InvalidOperationTypeError as error:
            raise _wrong_type(error.operation_type) from error
        return _complete(response, _status(result, chosen), _body(result), chosen)


def graphql_router(
    schema: KitSchema,
    *,
    context_getter: ContextGetter,
    production: bool,
    name: str,
    assets_url: str = "graphiql-assets",
    assets_directory: Path = ASSETS,
) -> APIRouter:
    """Routes that serve `schema` at /graphql and /graphql/.

    Outside production a browser gets GraphiQL there, titled `name`; in production there is no page, and a query
    by GET needs a header (`http.read_parameters`). `assets_url` is where GraphiQL's files are served, relative to
    the page; `assets_directory` is where npm put them.
    """
    explorer = None if production else Explorer(name, assets_url, assets_directory)
    endpoint = Endpoint(schema, context_getter, explorer)
    router = APIRouter()
    for path in ("/graphql", "/graphql/"):
        router.add_route(path, endpoint.handle, methods=["GET", "POST"], name="graphql", include_in_schema=False)
    if explorer:
        router.add_route(f"/{assets_url}/{{file}}", explorer.asset, name="graphiql-asset", include_in_schema=False)
    return router


def _status(result: ExecutionResult, chosen: str) -> int:
    """200 once execution has begun. Before that it depends on the media type: `application/json` keeps to 200."""
    if not isinstance(result, PreExecutionError):
        return 200
    if any((error.extensions or {}).get("code") == INTERNAL_ERROR for error in result.errors or ()):
        return 500
    return 400 if chosen == GRAPHQL_JSON else 200


def _body(result: ExecutionResult) -> dict[str, Any]:
    if not result.errors:
        return {"data": result.data}
    errors = [error.formatted for error in result.errors]
    return {"errors": errors} if isinstance(result, PreExecutionError) else {"errors": errors, "data": result.data}


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
        return Refused(405, "Mutations must be sent by POST.", "METHOD_NOT_ALLOWED", allow="POST")
    return Refused(400, "Subscriptions are not served over HTTP.", BAD_USER_INPUT)
