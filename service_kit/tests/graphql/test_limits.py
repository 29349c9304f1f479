"""Limits on the size of operations."""

import time
from collections.abc import Callable
from typing import Any

import pytest
from graphql import get_introspection_query
from service_kit.graphql.schema import KitSchema
from service_kit.process.limits import Limits

BuildSchema = Callable[..., KitSchema]
FULL_INTROSPECTION = get_introspection_query(
    specified_by_url=True, directive_is_repeatable=True, schema_description=True, input_value_deprecation=True
)


def nested(depth: int) -> str:
    """A query of `depth` levels."""
    return "{ product " + "{ neighbour " * (depth - 2) + "{ id }" + " }" * (depth - 1)


def repeated(field: str, times: int) -> str:
    return "{ product { " + f"{field} " * times + "} }"


def bomb(levels: int, body: str = "{next} {next}") -> str:
    """Fragments that each spread the next one twice: 2^levels fields when expanded."""
    fragments = [
        f"fragment F{level} on Product {{ {body.format(next=f'...F{level + 1}')} }}" for level in range(levels)
    ]
    return "{ product { ...F0 } } " + " ".join(fragments) + f" fragment F{levels} on Product {{ id }}"


async def refusal(schema: KitSchema, query: str, variables: dict[str, Any] | None = None) -> dict[str, Any]:
    """Return the extensions and the message of the error that rejects the query."""
    result = await schema.execute(query, variables)
    assert result.data is None
    assert result.errors is not None
    assert len(result.errors) == 1
    return {**(result.errors[0].extensions or {}), "message": result.errors[0].message}


async def runs(schema: KitSchema, query: str, variables: dict[str, Any] | None = None) -> bool:
    result = await schema.execute(query, variables)
    assert not result.errors, result.errors
    return True


@pytest.mark.parametrize(
    ("query", "code", "found", "limit"),
    [
        (nested(7), "DEPTH_LIMIT", 7, 6),
        (nested(150), "DEPTH_LIMIT", 7, 6),
        ("{ " + " ".join(f"a{n}: hello" for n in range(100)) + " }", "ALIAS_LIMIT", 31, 30),
        ("{ hello " + "@include(if: true) " * 10 + "}", "DIRECTIVE_LIMIT", 10, 8),
        ("{ hello " + "@aa" * 10 + " }", "DIRECTIVE_LIMIT", 10, 8),
        ("query " + "@aa" * 10 + " { hello }", "DIRECTIVE_LIMIT", 10, 8),
        ("{ ...F } fragment F on Query " + "@aa" * 10 + " { hello }", "DIRECTIVE_LIMIT", 10, 8),
        ("{ " + "hello " * 11 + "}", "ROOT_FIELD_LIMIT", 11, 10),
        ("{ " + "...F " * 6 + "} fragment F on Query { hello hello }", "ROOT_FIELD_LIMIT", 12, 10),
        (repeated("id", 500), "SELECTION_LIMIT", 301, 300),
        (repeated("... { id }", 200), "SELECTION_LIMIT", 302, 300),
        (
            "{ products(first: 100) { nodes { similar(first: 100) { nodes { id } } } } }",
            "COST_LIMIT",
            20_201,
            5000,
        ),
    ],
)
async def test_refuses_large_operations_and_names_the_limit(
    shop_schema: BuildSchema, query: str, code: str, found: int, limit: int
) -> None:
    error = await refusal(shop_schema(production=True), query)
    assert (error["code"], error["found"], error["limit"]) == (code, found, limit)
    assert f"{found} " in error["message"]
    assert f"at most {limit} are allowed" in error["message"]


@pytest.mark.parametrize(
    "query",
    [
        nested(6),
        "{ " + " ".join(f"a{n}: __typename" for n in range(10)) + " }",
        "{ product { " + " ".join(f"a{n}: id" for n in range(30)) + " } }",
        "{ hello " + "@include(if: true) @skip(if: false) " + "}",
        repeated("id", 298),
        "{ products(first: 100) { nodes { id title price size neighbour { id title } } } }",
        "{ products(first: 20) { nodes { similar(first: 20) { nodes { id } } } } }",
    ],
)
async def test_runs_operations_within_all_limits(shop_schema: BuildSchema, query: str) -> None:
    assert await runs(shop_schema(production=True), query)


@pytest.mark.parametrize(
    ("query", "code"),
    [
        ("{ " + "a" * 21_000 + " }", "CHARACTER_LIMIT"),
        ("{ " + "hello " * 999 + "}", "TOKEN_LIMIT"),
        ("{ " + "#\n" * 1001 + "hello }", "TOKEN_LIMIT"),
    ],
)
async def test_refuses_a_document_that_is_too_long(shop_schema: BuildSchema, query: str, code: str) -> None:
    error = await refusal(shop_schema(), query)
    assert error["code"] == code
    assert error["message"].startswith("The document is too long: at most ")


@pytest.mark.parametrize("levels", [20, 90])
@pytest.mark.parametrize("body", ["{next} {next}", "id {next} title {next}", "... on Product {{ {next} }} {next}"])
async def test_refuses_a_fragment_bomb_by_its_expanded_size(
    shop_schema: BuildSchema, levels: int, body: str
) -> None:
    error = await refusal(shop_schema(limits=Limits(tokens=10_000)), bomb(levels, body))
    assert error["code"] == "SELECTION_LIMIT"


@pytest.mark.parametrize("levels", [20, 90])
async def test_refuses_a_fragment_bomb_in_less_than_50_ms(shop_schema: BuildSchema, levels: int) -> None:
    schema = shop_schema(production=True)
    times = []
    for attempt in range(5):  # The quickest counts, in this thread's own time: the machine may be busy.
        started = time.thread_time()
        await refusal(schema, bomb(levels, f"id {{next}} {{next}} a{attempt}"))
        times.append(time.thread_time() - started)
    assert min(times) < 0.05


async def test_refuses_a_deep_fragment_bomb_by_its_depth(shop_schema: BuildSchema) -> None:
    assert (await refusal(shop_schema(), bomb(20, "neighbour {{ {next} }} {next}")))["code"] == "DEPTH_LIMIT"


@pytest.mark.parametrize(
    "query",
    [
        "{ product { ...A } } fragment A on Product { id ...A }",
        "{ product { ...A } } fragment A on Product { id neighbour { ...B } } fragment B on Product { id ...A }",
        "{ hello } fragment A on Product { ...B } fragment B on Product { ...A }",
    ],
)
async def test_reports_circular_fragments(shop_schema: BuildSchema, query: str) -> None:
    result = await shop_schema().execute(query)
    messages = [error.message for error in result.errors or ()]
    assert any(message.startswith("Cannot spread fragment 'A' within itself") for message in messages)
    assert {(error.extensions or {})["code"] for error in result.errors or ()} == {"GRAPHQL_VALIDATION_FAILED"}


async def test_counts_aliases_and_depth_inside_fragments_wherever_they_are_spread(
    shop_schema: BuildSchema,
) -> None:
    aliases = " ".join(f"a{n}: id" for n in range(16))
    twice = f"{{ product {{ ...F neighbour {{ ...F }} }} }} fragment F on Product {{ {aliases} }}"
    assert (await refusal(shop_schema(), twice))["code"] == "ALIAS_LIMIT"
    deep = "{ product { neighbour { neighbour { ...F } } ...F } } fragment F on Product "
    assert await runs(shop_schema(), deep + "{ neighbour { neighbour { id } } }")
    error = await refusal(shop_schema(), deep + "{ neighbour { neighbour { neighbour { id } } } }")
    assert error["code"] == "DEPTH_LIMIT"


async def test_measures_unused_fragments(shop_schema: BuildSchema) -> None:
    query = "{ hello } fragment Unused on Product { " + "id " * 400 + "}"
    assert (await refusal(shop_schema(), query))["code"] == "SELECTION_LIMIT"


@pytest.mark.parametrize("size", [99_999_999, 101, 0, -1])
@pytest.mark.parametrize("argument", ["first", "last"])
async def test_refuses_a_page_size_out_of_bounds(shop_schema: BuildSchema, argument: str, size: int) -> None:
    expected = f'Argument "{argument}" of "products" must be between 1 and 100, but is {size}.'
    literal = await refusal(shop_schema(), f"{{ products({argument}: {size}) {{ nodes {{ id }} }} }}")
    query = f"query ($n: Int) {{ products({argument}: $n) {{ nodes {{ id }} }} }}"
    variable = await refusal(shop_schema(), query, {"n": size})
    default = await refusal(shop_schema(), query.replace("$n: Int", f"$n: Int = {size}"))
    as_float = await refusal(shop_schema(), query, {"n": float(size)})
    assert as_float["message"].startswith(expected.removesuffix("."))
    for error in (literal, variable, default):
        assert (error["message"], error["code"], error["limit"]) == (expected, "BAD_USER_INPUT", 100)


@pytest.mark.parametrize("size", ["many", [1], {"n": 1}])
async def test_an_invalid_page_size_is_an_invalid_variable(shop_schema: BuildSchema, size: object) -> None:
    error = await refusal(shop_schema(), "query ($n: Int) { products(first: $n) { nodes { id } } }", {"n": size})
    assert error["code"] == "BAD_USER_INPUT"
    assert error["message"].startswith("Variable '$n' has invalid value")


async def test_the_cost_depends_on_the_variables_of_each_request(shop_schema: BuildSchema) -> None:
    schema = shop_schema()
    query = "query ($n: Int = 1) { products(first: $n) { nodes { similar(first: $n) { nodes { id } } } } }"
    assert await runs(schema, query)
    assert await runs(schema, query, {"n": 40})
    assert (await refusal(schema, query, {"n": 100}))["found"] == 1 + 100 * 2 + 100 * 100 * 2
    assert await runs(schema, query, {"n": 40})


async def test_a_page_without_a_size_costs_the_default_size(shop_schema: BuildSchema) -> None:
    schema = shop_schema(limits=Limits(cost=60))
    assert await runs(schema, "{ products(first: 20) { nodes { id } } }")
    assert await runs(schema, "query ($n: Int) { products(first: $n) { nodes { id } } }", {"n": None})
    error = await refusal(schema, "{ products { nodes { id title price } } }")
    assert error["found"] == 1 + 20 * 4


async def test_a_fragment_costs_what_it_selects_each_time_it_is_spread(shop_schema: BuildSchema) -> None:
    query = (
        "query ($n: Int) { a: product { ...F } b: product { ...F } }"
        " fragment F on Product { similar(first: $n) { nodes { id } } }"
    )
    error = await refusal(shop_schema(limits=Limits(cost=100)), query, {"n": 50})
    assert error["found"] == 2 * (1 + 1 + 50 * 2)


async def test_a_list_argument_costs_its_length_and_is_bounded(shop_schema: BuildSchema) -> None:
    schema = shop_schema(limits=Limits(cost=100, list_items=60))
    query = "query ($ids: [ID!]!) { byIds(ids: $ids) { id title } }"
    assert await runs(schema, query, {"ids": ["1"] * 49})
    assert (await refusal(schema, query, {"ids": ["1"] * 50}))["found"] == 101
    too_many = await refusal(schema, query, {"ids": ["1"] * 61})
    assert (too_many["code"], too_many["found"], too_many["limit"]) == ("LIST_LIMIT", 61, 60)
    assert (await refusal(schema, "{ byIds(ids: [" + "1 " * 61 + "]) { id } }"))["code"] == "LIST_LIMIT"


async def test_entities_of_the_other_subgraph_cost_like_a_list(shop_schema: BuildSchema) -> None:
    query = "query ($r: [_Any!]!) { _entities(representations: $r) { ... on Product { id title } } }"
    one = {"__typename": "Product", "id": "1"}
    assert await runs(shop_schema(), query, {"r": [one] * 100})
    assert (await refusal(shop_schema(), query, {"r": [one] * 101}))["code"] == "LIST_LIMIT"


@pytest.mark.parametrize("value", [{"words": ["a"] * 101}, {"words": [["a"] * 101]}])
async def test_lists_inside_an_input_are_bounded(shop_schema: BuildSchema, value: dict[str, object]) -> None:
    error = await refusal(shop_schema(), "query ($by: Search!) { search(by: $by) }", {"by": value})
    assert (error["code"], error["found"]) == ("LIST_LIMIT", 101)
    assert error["message"].startswith('"$by" has a list of 101 items')
    words = " ".join(['"a"'] * 101)
    assert (await refusal(shop_schema(), f"{{ search(by: {{words: [{words}]}}) }}"))["code"] == "LIST_LIMIT"


async def test_introspection_is_measured_by_a_limit_of_its_own(shop_schema: BuildSchema) -> None:
    schema, circular = (
        shop_schema(),
        "{ __schema { types " + "{ fields { type " * 9 + "{ name }" + " } }" * 9 + " } }",
    )
    assert await runs(schema, FULL_INTROSPECTION)
    assert (await refusal(schema, circular))["code"] == "DEPTH_LIMIT"
    beside = "{ ...F product { ...G } } fragment G on Product { neighbour { neighbour { neighbour { id } } } } "
    types = "{ types { fields { type { ofType { ofType { ofType { name } } } } } } }"
    assert await runs(schema, beside + "fragment F on Query { __schema " + types + " }")


CONDITIONAL = "fragment F on Product { id @include(if: true) title @include(if: true) }"


async def test_counts_the_directives_of_a_fragment_once_however_often_it_is_spread(
    shop_schema: BuildSchema,
) -> None:
    spread = "{ product { ...F neighbour { ...F neighbour { ...F } } similar { nodes { ...F ...F } } } }"
    schema = shop_schema(limits=Limits(directives=4))
    assert await runs(schema, f"{spread} {CONDITIONAL}")
    nested_ = f"{CONDITIONAL} fragment G on Product {{ ...F neighbour {{ ...F id @skip(if: false) }} }}"
    assert await runs(schema, f"{{ product {{ ...G ...F neighbour {{ ...G }} }} }} {nested_}")
    error = await refusal(schema, f"{{ product @skip(if: false) {{ ...G id @skip(if: false) }} }} {nested_}")
    assert (error["code"], error["found"]) == ("DIRECTIVE_LIMIT", 5)


async def test_too_many_directives_in_one_place_are_refused(
    shop_schema: BuildSchema,
) -> None:
    schema = shop_schema(limits=Limits(directives=50))
    error = await refusal(schema, "{ hello " + "@aa" * 10 + " }")
    assert (error["code"], error["found"], error["limit"]) == ("DIRECTIVE_LIMIT", 10, 8)
    assert await runs(schema, "{ product { " + "id @include(if: true) " * 50 + "} }")
    error = await refusal(schema, "{ product { " + "id @include(if: true) " * 51 + "} }")
    assert (error["code"], error["found"], error["limit"]) == ("DIRECTIVE_LIMIT", 51, 50)


@pytest.mark.parametrize("levels", [20, 90])
async def test_a_fragment_bomb_full_of_directives_is_refused(shop_schema: BuildSchema, levels: int) -> None:
    schema = shop_schema(limits=Limits(directives=50, tokens=10_000))
    error = await refusal(schema, bomb(levels, "id @skip(if: false) {next} {next}"))
    assert error["code"] in {"SELECTION_LIMIT", "DIRECTIVE_LIMIT"}
