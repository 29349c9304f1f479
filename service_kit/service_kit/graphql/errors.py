"""GraphQL error codes, and the masking of internal errors.

Intended errors keep their message and have `extensions.code`. All other errors are masked: the client gets an id,
and the log has the same id with the traceback.
"""

import secrets
from collections.abc import Iterable, Sequence
from typing import Any

import structlog
from graphql import GraphQLError, Node, ValueNode

from service_kit.errors import ServiceError

PARSE_FAILED = "GRAPHQL_PARSE_FAILED"
VALIDATION_FAILED = "GRAPHQL_VALIDATION_FAILED"
BAD_USER_INPUT = "BAD_USER_INPUT"
INTERNAL_ERROR = "INTERNAL_ERROR"

_log = structlog.get_logger(__name__)


class PublicError(GraphQLError):
    """A top-level error whose message is shown to the client. `details` are added to its extensions."""

    def __init__(
        self, message: str, code: str, *, nodes: Sequence[Node] | Node | None = None, **details: object
    ) -> None:
        super().__init__(message, nodes=nodes, extensions={"code": code, **details})


def with_code(errors: Iterable[GraphQLError], code: str) -> list[GraphQLError]:
    """Set `code` on the errors that have none."""
    coded = list(errors)
    for error in coded:
        if "code" not in (error.extensions or {}):
            error.extensions = {"code": code, **(error.extensions or {})}
    return coded


def masked(errors: Iterable[GraphQLError], operation: str | None) -> list[GraphQLError]:
    """Return the errors with internal ones masked. One failure at several paths has one id and one log entry."""
    ids: dict[int, str] = {}
    return [_masked(error, operation, ids) for error in errors]


def _masked(error: GraphQLError, operation: str | None, ids: dict[int, str]) -> GraphQLError:
    cause = _cause(error)
    if isinstance(cause, PublicError):
        return error
    if isinstance(cause, ServiceError):
        return _replaced(error, cause.message, {"code": cause.code})
    if _is_bad_argument(cause):
        return with_code([error], BAD_USER_INPUT)[0]
    if id(cause) not in ids:
        ids[id(cause)] = secrets.token_hex(6)
        _log.error(
            "graphql.internal_error", error_id=ids[id(cause)], operation=operation, path=error.path, exc_info=cause
        )
    return _replaced(error, "Internal server error", {"code": INTERNAL_ERROR, "id": ids[id(cause)]})


def _cause(error: GraphQLError) -> Exception:
    cause: Exception = error
    while isinstance(cause, GraphQLError) and cause.original_error is not None:
        cause = cause.original_error
    return cause


def _is_bad_argument(cause: Exception) -> bool:
    """Whether graphql-core rejected an argument. Such errors point at a value, internal errors at a field."""
    return isinstance(cause, GraphQLError) and any(isinstance(node, ValueNode) for node in cause.nodes or ())


def _replaced(error: GraphQLError, message: str, extensions: dict[str, Any]) -> GraphQLError:
    return GraphQLError(message, nodes=error.nodes, path=error.path, extensions=extensions)
