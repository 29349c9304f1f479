"""Errors as clients see them, and their log entries."""

from collections.abc import Callable
from typing import Any

import pytest
from service_kit.graphql.schema import KitSchema
from strawberry.types import ExecutionResult
from structlog.testing import capture_logs

BuildSchema = Callable[..., KitSchema]


def error_of(result: ExecutionResult) -> dict[str, Any]:
    assert result.errors is not None
    assert len(result.errors) == 1
    return dict(result.errors[0].formatted)


@pytest.mark.parametrize("production", [True, False])
@pytest.mark.parametrize("field", ["broken", "brokenNumber"])
async def test_masks_an_unexpected_error_and_logs_it_once_with_its_id(
    shop_schema: BuildSchema, production: bool, field: str
) -> None:
    with capture_logs() as logs:
        result = await shop_schema(production=production).execute(f"query Read {{ {field} }}")
    error = error_of(result)
    assert error["message"] == "Internal server error"
    assert error["path"] == [field]
    assert error["extensions"]["code"] == "INTERNAL_ERROR"
    assert "hunter2" not in str(error)
    [entry] = logs
    assert entry["error_id"] == error["extensions"]["id"]
    assert (entry["event"], entry["log_level"], entry["operation"]) == ("graphql.internal_error", "error", "Read")
    assert "hunter2" in str(entry["exc_info"])


async def test_each_failure_has_its_own_id(shop_schema: BuildSchema) -> None:
    with capture_logs() as logs:
        result = await shop_schema().execute("{ a: broken b: broken }")
    ids = {(error.extensions or {})["id"] for error in result.errors or ()}
    assert len(ids) == 2
    assert {entry["error_id"] for entry in logs} == ids


async def test_one_failure_at_several_paths_is_logged_once(shop_schema: BuildSchema) -> None:
    schema = shop_schema()
    failure = RuntimeError("the loader failed")

    class Failing:
        async def hello(self) -> str:
            raise failure

    field = schema._schema.query_type.fields["broken"]  # type: ignore[union-attr]
    field.resolve = lambda *_: Failing().hello()
    with capture_logs() as logs:
        result = await schema.execute("{ a: broken b: broken }")
    assert len(result.errors or ()) == 2
    assert len({(error.extensions or {})["id"] for error in result.errors or ()}) == 1
    assert len(logs) == 1


@pytest.mark.parametrize(
    ("field", "message", "code"),
    [("secret", "Staff only.", "FORBIDDEN"), ("soldOut", "Nothing left.", "OUT_OF_STOCK")],
)
async def test_shows_an_intended_error_with_its_code(
    shop_schema: BuildSchema, field: str, message: str, code: str
) -> None:
    with capture_logs() as logs:
        result = await shop_schema(production=True).execute(f"{{ {field} hello }}")
    error = error_of(result)
    assert (error["message"], error["extensions"], error["path"]) == (message, {"code": code}, [field])
    assert result.data == {field: None, "hello": "hello world"}
    assert logs == []


@pytest.mark.parametrize(
    ("query", "variables", "code"),
    [
        ("{", None, "GRAPHQL_PARSE_FAILED"),
        ("{ product " * 210 + "}" * 210, None, "GRAPHQL_PARSE_FAILED"),
        ("{ nothing }", None, "GRAPHQL_VALIDATION_FAILED"),
        ("query ($n: Int!) { count(atLeast: $n) }", {"n": "x"}, "BAD_USER_INPUT"),
        ("query ($n: Int!) { count(atLeast: $n) }", {"n": 2**31}, "BAD_USER_INPUT"),
        ("query ($n: Int = 1) { count(atLeast: $n) }", {"n": None}, "BAD_USER_INPUT"),
        ("query A { hello }", None, None),
    ],
)
async def test_client_errors_have_codes_and_are_not_logged(
    shop_schema: BuildSchema, query: str, variables: dict[str, Any] | None, code: str | None
) -> None:
    with capture_logs() as logs:
        result = await shop_schema().execute(query, variables)
    codes = {(error.extensions or {}).get("code") for error in result.errors or ()}
    assert codes == ({code} if code else set())
    assert logs == []


async def test_variables_nested_too_deeply_are_a_client_error(shop_schema: BuildSchema) -> None:
    value: Any = "1"
    for _ in range(900):
        value = [value]
    result = await shop_schema().execute("query ($ids: [ID!]!) { byIds(ids: $ids) { id } }", {"ids": value})
    assert error_of(result)["extensions"]["code"] == "BAD_USER_INPUT"


async def test_a_failure_outside_any_field_is_masked(
    shop_schema: BuildSchema, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise RuntimeError("hunter2")

    monkeypatch.setattr("service_kit.graphql.schema.execute", fail)
    with capture_logs() as logs:
        result = await shop_schema().execute("{ hello }")
    assert error_of(result)["message"] == "Internal server error"
    assert len(logs) == 1
