"""The schema both services build: federation 2.9, the kit's scalars, limits, caches and masked errors."""

from collections.abc import Awaitable, Callable, Iterable, Sequence
from functools import lru_cache
from inspect import isawaitable
from typing import Any, Final, TypeGuard, cast

from graphql import ExecutionResult as CoreResult
from graphql import GraphQLError, execute
from strawberry.exceptions import MissingQueryError
from strawberry.execution import optimized_is_awaitable
from strawberry.federation import Schema
from strawberry.federation.schema import FederationAny
from strawberry.schema.config import StrawberryConfig
from strawberry.schema.exceptions import InvalidOperationTypeError
from strawberry.schema.schema import DEFAULT_ALLOWED_OPERATION_TYPES
from strawberry.types import ExecutionResult
from strawberry.types.execution import PreExecutionError
from strawberry.types.graphql import OperationType

from service_kit.graphql.document import Operation, Prepared, prepare
from service_kit.graphql.entities import reference_scalar
from service_kit.graphql.errors import BAD_USER_INPUT, masked, with_code
from service_kit.graphql.executor import Executor
from service_kit.graphql.limits import Limits
from service_kit.graphql.scalars import SCALARS
from service_kit.graphql.sdl import sort_sdl

FEDERATION_VERSION: Final = "2.9"
CACHED_DOCUMENTS = 128
"""Documents kept ready to run. At the token limit one takes about 0.3 MB."""

_is_awaitable = cast("Callable[[Any], TypeGuard[Awaitable[Any]]]", optimized_is_awaitable)


class KitSchema(Schema):
    """A federated schema that runs operations itself instead of through Strawberry's extensions.

    A document is parsed, measured and validated once and then found by its text; a request adds the check of
    its variables, the execution, and masking. That halves the cost of a small operation. In return
    `extensions=` has no effect here, and `Schema.stream` (subscriptions) would bypass limits and masking.
    """

    def __init__(
        self, query: type, mutation: type | None, types: Sequence[type], *, production: bool, limits: Limits
    ) -> None:
        super().__init__(
            query=query,
            mutation=mutation,
            types=types,
            config=StrawberryConfig(scalar_map=SCALARS),
            execution_context_class=Executor,
            scalar_overrides={FederationAny: reference_scalar(types)},
            federation_version=FEDERATION_VERSION,
        )
        self.production = production
        self.limits = limits
        self._prepared = lru_cache(CACHED_DOCUMENTS)(self._prepare)

    def as_str(self) -> str:
        """The SDL, sorted."""
        return sort_sdl(super().as_str())

    async def execute(
        self,
        query: str | None,
        variable_values: dict[str, Any] | None = None,
        context_value: Any | None = None,
        root_value: Any | None = None,
        operation_name: str | None = None,
        allowed_operation_types: Iterable[OperationType] | None = None,
        operation_extensions: dict[str, Any] | None = None,
    ) -> ExecutionResult:
        """Run one operation. Every error in the result may be shown to the client.

        A request that never began to execute comes back as a PreExecutionError. Raises MissingQueryError, and
        InvalidOperationTypeError where the operation's type is not among the allowed ones.
        """
        if not query:
            raise MissingQueryError
        prepared = self._prepared(query)
        if prepared.errors:
            return PreExecutionError(data=None, errors=list(prepared.errors))
        try:
            operation = prepared.operation(operation_name)
            if operation.type not in (allowed_operation_types or DEFAULT_ALLOWED_OPERATION_TYPES):
                raise InvalidOperationTypeError(operation.type)
            operation.budget.check(variable_values or {}, self.limits)
        except GraphQLError as error:
            return PreExecutionError(data=None, errors=[error])
        return await self._run(
            prepared,
            operation,
            root_value=root_value,
            context_value=context_value,
            variable_values=variable_values,
            operation_extensions=operation_extensions,
        )

    async def _run(self, prepared: Prepared, operation: Operation, **request: Any) -> ExecutionResult:
        try:
            result = execute(
                self._schema,
                prepared.document,
                operation_name=operation.name,
                executor_class=self.execution_context_class,
                is_awaitable=_is_awaitable,
                hide_suggestions=self.production,
                **request,
            )
            if isawaitable(result):
                result = await result
        except Exception as error:  # noqa: BLE001 - nothing may reach the client unmasked
            failure = GraphQLError(str(error), original_error=error)
            return PreExecutionError(data=None, errors=masked([failure], operation.name))
        return _answer(result, operation.name)

    def _prepare(self, query: str) -> Prepared:
        return prepare(
            self._schema,
            query,
            self.limits,
            hide_suggestions=self.production,
            describable=not self.production,
        )


def make_schema(
    query: type,
    mutation: type | None = None,
    *,
    types: Sequence[type] = (),
    production: bool,
    limits: Limits | None = None,
) -> KitSchema:
    """Build a service's schema. In production it describes itself neither by introspection nor by hints."""
    return KitSchema(query, mutation, types, production=production, limits=limits or Limits())


def _answer(result: CoreResult, operation: str | None) -> ExecutionResult:
    if not result.errors:
        return ExecutionResult(data=result.data, errors=None)
    if result.data is None and all(error.path is None for error in result.errors):
        # No field was reached: the variables did not fit their types.
        return PreExecutionError(data=None, errors=with_code(result.errors, BAD_USER_INPUT))
    return ExecutionResult(data=result.data, errors=masked(result.errors, operation))
