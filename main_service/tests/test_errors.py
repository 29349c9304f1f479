"""The responses of main_service to unexpected errors."""

import pytest
from main_service.likes import commands
from main_service.products import queries
from structlog.typing import EventDict

from testing.api import Client
from testing.checks.errors import AWAY, AWAY_MESSAGE, SECRET, ErrorChecks, raises
from testing.one_service import ON_SQLITE, Serve

LIKE = 'mutation { likeProduct(input: {productId: "1"}) { __typename } }'


class TestErrors(ErrorChecks):
    """The suite that both services pass."""

    queries = queries
    route = "/api/products"
    mutation = LIKE


@ON_SQLITE
async def test_a_like_that_fails_is_masked_and_logged_with_the_same_id(
    client: Client, product: int, log_entries: list[EventDict], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(commands, "like_product", raises(RuntimeError(SECRET)))
    (error,) = await client.graphql_errors(LIKE)
    answer = await client.post(f"/api/products/{product}/like")
    assert error["extensions"] == {"code": "INTERNAL_ERROR", "id": log_entries[0]["error_id"]}
    assert answer.json() == {"detail": "Internal server error.", "id": log_entries[1]["id"]}
    assert "hunter2" not in str(error)


@ON_SQLITE
async def test_liking_while_the_database_is_away_is_a_503(serve: Serve) -> None:
    async with serve(database_url=AWAY) as client:
        answer = await client.post("/api/products/1/like")
        (error,) = await client.graphql_errors(LIKE)
    assert (answer.status_code, answer.json()) == (503, {"detail": AWAY_MESSAGE})
    assert error["extensions"] == {"code": "DATABASE_UNAVAILABLE"}
