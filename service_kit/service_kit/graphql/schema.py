"""The GraphQL schema class of both services: Apollo Federation 2.9, scalars, limits, caching and error masking."""

from collections.abc import AsyncGenerator, Awaitable, Callable, Collection, Iterable, Sequence
from contextlib import aclosing
from functools import lru_cache
from inspect import isawaitable
from typing import Any, Final, Protocol, Self, TypeGuard, cast

from graphql import ExecutionResult as CoreResult
from graphql import GraphQLError, create_source_event_stream, execute, execute_subscription_event
from strawberry.exceptions import MissingQueryError
from strawberry.execution import optimized_is_awaitable
from strawberry.federation import Schema
from strawberry.federation.schema import FederationAny
from strawberry.schema.config import StrawberryConfig
from strawberry.schema.exceptions import InvalidOperationTypeError
from strawberry.types import ExecutionResult
from strawberry.types.execution import PreExecutionError
from strawberry.types.graphql import OperationType

from service_kit.graphql.document import Operation, Prepared, prepare
from service_kit.graphql.entities import reference_scalar
from service_kit.graphql.errors import BAD_USER_INPUT, PublicError, masked, with_code
from service_kit.graphql.executor import Executor
from service_kit.graphql.live import SentStates, StateMessage
from service_kit.graphql.scalars import SCALARS
from service_kit.graphql.sdl import sort_sdl
from service_kit.live.hub import HubClosed
from service_kit.process.limits import Limits

FEDERATION_VERSION: Final = "2.9"
CACHED_DOCUMENTS = 128
"""Number of cached prepared documents. A document at the token limit takes about 0.3 MB."""
EXECUTED = frozenset({OperationType.QUERY, OperationType.MUTATION})
STREAMED = frozenset({OperationType.QUERY, OperationType.SUBSCRIPTION})

_is_awaitable = cast("Callable[[Any], TypeGuard[Awaitable[Any]]]", optimized_is_awaitable)

Results = AsyncGenerator[ExecutionResult, None]
"""The results of one operation. A PreExecutionError is always the last one."""


class StreamContext(Protocol):
    """The context of a stream."""

    def renewed(self) -> Self:
        """Return a context for the same request with empty loaders."""


class KitSchema(Schema):
    """A federated schema that runs operations itself instead of through Strawberry's extensions.

    A document is parsed, measured and validated once and then cached by its text. A request only needs the check
    of its variables, the execution and error masking. This halves the cost of a small operation. As a result,
    `extensions=` has no effect.
    """

    def __init__(
        self,
        query: type,
        mutation: type | None,
        subscription: type | None,
        types: Sequence[type],
        *,
        production: bool,
        limits: Limits,
    ) -> None:
        super().__init__(
            query=query,
            mutation=mutation,
            subscription=subscription,
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
        """Return the sorted SDL."""
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
        """Run one query or mutation. Internal errors in the result are masked.

        If the operation could not start, the result is a PreExecutionError. Raises MissingQueryError, and
        InvalidOperationTypeError if the operation type is not allowed.
        """
        if not query:
            raise MissingQueryError
        allowed = EXECUTED.intersection(allowed_operation_types or EXECUTED)
        admitted = self._admit(query, operation_name, variable_values, allowed)
        if isinstance(admitted, PreExecutionError):
            return admitted
        return await self._run(
            *admitted,
            root_value=root_value,
            context_value=context_value,
            variable_values=variable_values,
            operation_extensions=operation_extensions,
        )

    async def stream(
        self,
        query: str | None,
        variable_values: dict[str, Any] | None = None,
        context_value: StreamContext | None = None,
        root_value: Any | None = None,
        operation_name: str | None = None,
        operation_extensions: dict[str, Any] | None = None,
        allowed_operation_types: Iterable[OperationType] | None = None,
    ) -> Results:
        """Run one subscription or query and yield its results. Mutations are rejected.

        Each result gets its own context, `context_value.renewed()`. If the operation cannot start or continue, the
        last result is a PreExecutionError. Closing the results closes the resolver's generator. Raises HubClosed
        when the process stops.
        """
        return self._results(
            query or "",
            operation_name,
            STREAMED.intersection(allowed_operation_types or STREAMED),
            cast("StreamContext", context_value),
            root_value=root_value,
            variable_values=variable_values,
            operation_extensions=operation_extensions,
        )

    def is_valid(self, query: str) -> bool:
        """Whether the document is valid and within the limits. The prepared document is cached."""
        return not self._prepared(query).errors

    def _admit(
        self,
        query: str,
        operation_name: str | None,
        variable_values: dict[str, Any] | None,
        allowed: Collection[OperationType],
    ) -> tuple[Prepared, Operation] | PreExecutionError:
        """Return the document and the operation to run, or the errors. Raises InvalidOperationTypeError."""
        prepared = self._prepared(query)
        if prepared.errors:
            return PreExecutionError(data=None, errors=list(prepared.errors))
        try:
            operation = prepared.operation(operation_name)
            if operation.type not in allowed:
                raise InvalidOperationTypeError(operation.type)
            operation.budget.check(variable_values or {}, self.limits)
        except GraphQLError as error:
            return PreExecutionError(data=None, errors=[error])
        return prepared, operation

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
        except Exception as error:  # noqa: BLE001 - internal errors must be masked
            return _failed(error, operation)
        return _answer(result, operation.name)

    async def _results(
        self,
        query: str,
        operation_name: str | None,
        allowed: Collection[OperationType],
        context: StreamContext,
        *,
        variable_values: dict[str, Any] | None,
        **request: Any,
    ) -> Results:
        try:
            admitted = self._admit(query, operation_name, variable_values, allowed)
        except InvalidOperationTypeError as error:
            admitted = PreExecutionError(data=None, errors=[_not_streamed(error.operation_type)])
        if isinstance(admitted, PreExecutionError):
            yield admitted
            return
        prepared, operation = admitted
        if operation.type is not OperationType.SUBSCRIPTION:
            context = context.renewed()
            yield await self._run(
                prepared, operation, variable_values=variable_values, context_value=context, **request
            )
            return
        async with aclosing(
            self._subscribe(prepared, operation, context, raw_variable_values=variable_values, **request)
        ) as results:
            async for result in results:
                yield result

    async def _subscribe(
        self, prepared: Prepared, operation: Operation, context: StreamContext, **request: Any
    ) -> Results:
        executor = Executor.build(
            self._schema,
            prepared.document,
            operation_name=operation.name,
            context_value=context.renewed(),
            is_awaitable=_is_awaitable,
            hide_suggestions=self.production,
            **request,
        )
        if isinstance(executor, list):
            yield PreExecutionError(data=None, errors=with_code(executor, BAD_USER_INPUT))
            return
        try:
            source = create_source_event_stream(executor)
            if isawaitable(source):
                source = await source
            if isinstance(source, CoreResult):
                yield PreExecutionError(data=None, errors=masked(source.errors or (), operation.name))
                return
            sent = SentStates()
            async with aclosing(cast("AsyncGenerator[Any]", source)) as events:
                async for event in events:
                    message = event.message if isinstance(event, StateMessage) else event
                    per_event = executor.build_per_event_executor(message)
                    per_event.context_value = context.renewed()
                    result = execute_subscription_event(per_event)
                    answer = _answer(await result if isawaitable(result) else result, operation.name)
                    if not isinstance(event, StateMessage) or sent.should_send(event, answer.data):
                        yield answer
        except HubClosed:
            raise
        except Exception as error:  # noqa: BLE001 - internal errors must be masked
            yield _failed(error, operation)

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
    subscription: type | None = None,
    *,
    types: Sequence[type] = (),
    production: bool,
    limits: Limits | None = None,
) -> KitSchema:
    """Create a service's schema. In production, introspection and suggestions are disabled."""
    return KitSchema(query, mutation, subscription, types, production=production, limits=limits or Limits())


def _answer(result: CoreResult, operation: str | None) -> ExecutionResult:
    if not result.errors:
        return ExecutionResult(data=result.data, errors=None)
    if result.data is None and all(error.path is None for error in result.errors):
        # Execution did not start: the variables do not match their types.
        return PreExecutionError(data=None, errors=with_code(result.errors, BAD_USER_INPUT))
    return ExecutionResult(data=result.data, errors=masked(result.errors, operation))


def _failed(error: Exception, operation: Operation) -> PreExecutionError:
    failure = GraphQLError(str(error), original_error=error)
    return PreExecutionError(data=None, errors=masked([failure], operation.name))


def _not_streamed(operation_type: OperationType) -> GraphQLError:
    name = operation_type.value.capitalize()
    hint = " Send it with POST and Accept: application/json." if operation_type is OperationType.MUTATION else ""
    return PublicError(f"{name} operations cannot be streamed.{hint}", BAD_USER_INPUT)
