"""Subscriptions of a schema, independent of the transport."""

import asyncio
from collections.abc import AsyncGenerator
from contextlib import aclosing
from dataclasses import dataclass, field
from types import SimpleNamespace
from typing import Any

import pytest
import strawberry
from graphql import parse
from service_kit.graphql.executor import Executor
from service_kit.graphql.rights import guard
from service_kit.graphql.schema import KitSchema, make_schema
from service_kit.identity import Identity
from service_kit.live.hub import HubClosed
from service_kit.process.limits import Limits
from service_kit.rights import Need, Right, Rights, Undeclared
from strawberry.schema.exceptions import InvalidOperationTypeError
from strawberry.types import ExecutionResult, Info
from strawberry.types.execution import PreExecutionError
from strawberry.types.graphql import OperationType

SECRET = "mysql://shop:hunter2@database/shop"


@dataclass
class Context:
    """Counts its renewals, and has no caller."""

    log: list[str] = field(default_factory=list)
    number: int = 0
    made: list["Context"] = field(default_factory=list)

    @property
    def identity(self) -> Identity:
        request: Any = SimpleNamespace(headers={}, cookies={})
        return Identity(request, _nobody, serves_visitors=False)

    def renewed(self) -> "Context":
        self.made.append(Context(self.log, len(self.made) + 1))
        return self.made[-1]


async def _nobody(_: str) -> None:
    return None


@strawberry.type
class Tick:
    number: int

    @strawberry.field
    async def context(self, info: Info[Context, None]) -> int:
        return info.context.number

    @strawberry.field
    async def broken(self) -> int | None:
        raise RuntimeError(SECRET)


@strawberry.type
class Query:
    @strawberry.field
    async def hello(self, info: Info[Context, None]) -> str:
        return f"hello {info.context.number}"


@strawberry.type
class Mutation:
    @strawberry.mutation
    async def touch(self, info: Info[Context, None]) -> str:
        info.context.log.append("touched")
        return "touched"


@strawberry.type
class Subscription:
    @strawberry.subscription
    async def ticks(self, info: Info[Context, None], to: int = 3) -> AsyncGenerator[Tick]:
        try:
            for number in range(to):
                yield Tick(number=number)
        finally:
            info.context.log.append("closed")

    @strawberry.subscription
    async def closing(self) -> AsyncGenerator[int]:
        yield 1
        raise HubClosed

    @strawberry.subscription
    async def fails(self, at: int) -> AsyncGenerator[int]:
        for number in range(at):
            yield number
        raise RuntimeError(SECRET)

    @strawberry.subscription
    async def refuses(self) -> AsyncGenerator[int]:
        raise RuntimeError(SECRET)

    @strawberry.subscription
    async def forgets(self) -> AsyncGenerator[int]:
        return None  # type: ignore[return-value]


@pytest.fixture(scope="module")
def schema() -> KitSchema:
    """The schema."""
    return make_schema(Query, Mutation, Subscription, production=True, limits=Limits(depth=3))


async def results(schema: KitSchema, query: str, context: Context | None = None, **request: Any) -> list[Any]:
    """Return all results of an operation."""
    return [result async for result in await schema.stream(query, context_value=context or Context(), **request)]


def code(result: ExecutionResult) -> object:
    [error] = result.errors or []
    return (error.extensions or {})["code"]


async def test_each_result_has_its_own_context(schema: KitSchema) -> None:
    context = Context()
    found = await results(schema, "subscription { ticks { number context } }", context)
    assert [result.data["ticks"] for result in found] == [{"number": n, "context": n + 2} for n in range(3)]
    assert [result.data["hello"] for result in await results(schema, "{ hello }", context)] == ["hello 5"]


async def test_uses_variables_and_the_operation_name(schema: KitSchema) -> None:
    query = "subscription A($to: Int!) { ticks(to: $to) { number } } query B { hello }"
    assert len(await results(schema, query, operation_name="A", variable_values={"to": 5})) == 5
    assert len(await results(schema, query, operation_name="B")) == 1
    [refusal] = await results(schema, query)
    assert code(refusal) == "OPERATION_RESOLUTION_FAILURE"


async def test_closing_the_results_closes_the_source(schema: KitSchema) -> None:
    context = Context()
    async with aclosing(await schema.stream("subscription { ticks { number } }", context_value=context)) as stream:
        await anext(stream)
        assert context.log == []
    assert context.log == ["closed"]


async def test_cancelling_the_reader_closes_the_source(schema: KitSchema) -> None:
    context = Context()
    reading = asyncio.Event()

    async def read() -> None:
        async with aclosing(
            await schema.stream("subscription { ticks { number } }", context_value=context)
        ) as stream:
            async for _ in stream:
                reading.set()
                await asyncio.Future()  # busy until it is cancelled

    task = asyncio.create_task(read())
    await reading.wait()
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert context.log == ["closed"]


async def test_a_shutdown_is_not_a_result(schema: KitSchema) -> None:
    stream = await schema.stream("subscription { closing }", context_value=Context())
    assert (await anext(stream)).data == {"closing": 1}
    with pytest.raises(HubClosed):
        await anext(stream)


@pytest.mark.parametrize(
    "query", ["subscription { fails(at: 0) }", "subscription { refuses }", "subscription { forgets }"]
)
async def test_a_source_that_fails_is_masked(schema: KitSchema, query: str) -> None:
    [result] = await results(schema, query)
    assert isinstance(result, PreExecutionError)
    assert (code(result), SECRET in str(result)) == ("INTERNAL_ERROR", False)


async def test_a_source_that_fails_later_is_masked(schema: KitSchema) -> None:
    first, second, last = await results(schema, "subscription { fails(at: 2) }")
    assert (first.data, second.data) == ({"fails": 0}, {"fails": 1})
    assert isinstance(last, PreExecutionError)
    assert (code(last), SECRET in str(last)) == ("INTERNAL_ERROR", False)


async def test_a_failed_field_does_not_affect_other_fields_or_results(schema: KitSchema) -> None:
    found = await results(schema, "subscription { ticks { number broken } }")
    assert [result.data["ticks"] for result in found] == [{"number": n, "broken": None} for n in range(3)]
    assert {code(result) for result in found} == {"INTERNAL_ERROR"}


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("", "GRAPHQL_PARSE_FAILED"),
        ("subscription { tick }", "GRAPHQL_VALIDATION_FAILED"),
        ("subscription { __schema { description } }", "GRAPHQL_VALIDATION_FAILED"),
        ("subscription($to: Int!) { ticks(to: $to) { number } }", "BAD_USER_INPUT"),
        ("subscription { " + " ".join(f"a{n}: closing" for n in range(31)) + "}", "ALIAS_LIMIT"),
        ("mutation { touch }", "BAD_USER_INPUT"),
    ],
)
async def test_limits_and_validation_apply(schema: KitSchema, query: str, expected: str) -> None:
    context = Context()
    [result] = await results(schema, query, context)
    assert isinstance(result, PreExecutionError)
    assert ((result.errors or [])[0].extensions or {})["code"] == expected
    assert context.log == []


async def test_subscribe_behaves_like_stream(schema: KitSchema) -> None:
    stream: Any = await schema.subscribe("subscription { fails(at: 1) }", context_value=Context())
    first, last = [result async for result in stream]
    assert (first.data, code(last)) == ({"fails": 0}, "INTERNAL_ERROR")
    refused: Any = await schema.subscribe("{ hello }", context_value=Context())
    assert [code(result) async for result in refused] == ["BAD_USER_INPUT"]


@pytest.mark.parametrize("allowed", [None, set(OperationType), {OperationType.SUBSCRIPTION}])
async def test_a_subscription_is_never_executed_as_a_query(
    schema: KitSchema, allowed: set[OperationType] | None
) -> None:
    with pytest.raises(InvalidOperationTypeError):
        await schema.execute("subscription { closing }", context_value=Context(), allowed_operation_types=allowed)


async def test_a_mutation_is_never_streamed_even_if_it_is_allowed(schema: KitSchema) -> None:
    context = Context()
    [result] = await results(schema, "mutation { touch }", context, allowed_operation_types=set(OperationType))
    assert (code(result), context.log) == ("BAD_USER_INPUT", [])


async def test_memory_does_not_grow_during_a_subscription(
    schema: KitSchema, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept: list[int] = []
    build = Executor.build_per_event_executor

    def spied(self: Executor, payload: object) -> Executor:
        kept.append(len(self._relevant_sub_fields) + len(self._plans))
        return build(self, payload)

    monkeypatch.setattr(Executor, "build_per_event_executor", spied)
    await results(schema, "subscription { ticks(to: 50) { number context } }")
    assert kept == [0] * 50


FIELDS = ("Query.*", "Mutation.*", "Tick.*", "_Service.*")


def test_a_subscription_without_a_right_prevents_the_schema() -> None:
    declared = Rights(Right("x", Need.EVERYONE, fields=(*FIELDS, "Subscription.ticks")))
    with pytest.raises(Undeclared, match=r"no right is declared for Subscription\.closing"):
        guard(make_schema(Query, Mutation, Subscription, production=True), declared)


async def test_the_right_is_checked_before_the_source_is_created() -> None:
    rights = Rights(
        Right("x", Need.EVERYONE, fields=FIELDS), Right("y", Need.SIGNED_IN, fields=("Subscription.*",))
    )
    schema = guard(make_schema(Query, Mutation, Subscription, production=True), rights)
    context = Context()
    [result] = await results(schema, "subscription { ticks { number } }", context)
    assert (code(result), context.log) == ("UNAUTHENTICATED", [])


def test_the_sdl_lists_subscriptions_sorted(schema: KitSchema) -> None:
    sdl = schema.as_str()
    parse(sdl)
    block = sdl[sdl.index("type Subscription {") :]
    names = ("closing", "fails", "forgets", "refuses", "ticks")
    assert [block.index(f"  {name}") for name in names] == sorted(block.index(f"  {name}") for name in names)
    assert "  ticks(to: Int! = 3): Tick!" in block
    assert "subscription: Subscription" in sdl or "schema {" not in sdl
