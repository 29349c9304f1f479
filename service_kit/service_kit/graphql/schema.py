"""The schema both services build: federation 2.9, the kit's scalars, limits, caches and masked errors."""

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
from service_kit.graphql.live import Sent, Told
from service_kit.graphql.scalars import SCALARS
from service_kit.graphql.sdl import sort_sdl
from service_kit.live.hub import Closing
from service_kit.process.limits import Limits

FEDERATION_VERSION: Final = "2.9"
CACHED_DOCUMENTS = 128
"""Documents kept ready to run. At the token limit one takes about 0.3 MB."""
EXECUTED = frozenset({OperationType.QUERY, OperationType.MUTATION})
STREAMED = frozenset({OperationType.QUERY, OperationType.SUBSCRIPTION})

_is_awaitable = cast("Callable[[Any], TypeGuard[Awaitable[Any]]]", optimized_is_awaitable)

Results = AsyncGenerator[ExecutionResult, None]
"""The results of one operation. A PreExecutionError is the last one."""


class StreamContext(Protocol):
    """What the context of a stream can do beside what resolvers ask of it."""

    def renewed(self) -> Self:
        """The same request, with loaders that have loaded nothing yet."""


class KitSchema(Schema):
    """A federated schema that runs operations itself instead of through Strawberry's extensions.

    A document is parsed, measured and validated once and then found by its text; a request adds the check of
    its variables, the execution, and masking. That halves the cost of a small operation. In return
    `extensions=` has no effect here.
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
        """Run one query or mutation. Every error in the result may be shown to the client.

        A request that never began to execute comes back as a PreExecutionError. Raises MissingQueryError, and
        InvalidOperationTypeError where the operation's type is not among the allowed ones.
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
        """Run one subscription or query, and tell its results as they come; mutations are refused.

        Each result is made in a context of its own, `context_value.renewed()`. Where the operation cannot begin or
        go on, the last result is a PreExecutionError. Closing the results ends the resolver's generator. They
        raise live.Closing where the process stops.
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
        """Whether the document is within the limits and fits the schema; what is found out is kept for its run."""
        return not self._prepared(query).errors

    def _admit(
        self,
        query: str,
        operation_name: str | None,
        variable_values: dict[str, Any] | None,
        allowed: Collection[OperationType],
    ) -> tuple[Prepared, Operation] | PreExecutionError:
        """The document and the operation to run, or why it may not. Raises InvalidOperationTypeError."""
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
        except Exception as error:  # noqa: BLE001 - nothing may reach the client unmasked
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
            sent = Sent()
            async with aclosing(cast("AsyncGenerator[Any]", source)) as events:
                async for event in events:
                    message = event.message if isinstance(event, Told) else event
                    per_event = executor.build_per_event_executor(message)
                    per_event.context_value = context.renewed()
                    result = execute_subscription_event(per_event)
                    answer = _answer(await result if isawaitable(result) else result, operation.name)
                    if not isinstance(event, Told) or sent.is_to_be_sent(event, answer.data):
                        yield answer
        except Closing:
            raise
        except Exception as error:  # noqa: BLE001 - nothing may reach the client unmasked
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
    """Build a service's schema. In production it describes itself neither by introspection nor by hints."""
    return KitSchema(query, mutation, subscription, types, production=production, limits=limits or Limits())


def _answer(result: CoreResult, operation: str | None) -> ExecutionResult:
    if not result.errors:
        return ExecutionResult(data=result.data, errors=None)
    if result.data is None and all(error.path is None for error in result.errors):
        # No field was reached: the variables did not fit their types.
        return PreExecutionError(data=None, errors=with_code(result.errors, BAD_USER_INPUT))
    return ExecutionResult(data=result.data, errors=masked(result.errors, operation))


def _failed(error: Exception, operation: Operation) -> PreExecutionError:
    failure = GraphQLError(str(error), original_error=error)
    return PreExecutionError(data=None, errors=masked([failure], operation.name))


def _not_streamed(operation_type: OperationType) -> GraphQLError:
    name = operation_type.value.capitalize()
    how = " Send it by POST, with Accept: application/json." if operation_type is OperationType.MUTATION else ""
    return PublicError(f"{name} operations are not served as a stream.{how}", BAD_USER_INPUT)
