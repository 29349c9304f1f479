"""The responses of admin_service to unexpected errors."""

import pytest
from admin_service.products import commands, queries
from service_kit.identity import new_token
from structlog.typing import EventDict

from testing.api import Client, bearer
from testing.checks.errors import AWAY, AWAY_MESSAGE, SECRET, ErrorChecks, raises
from testing.one_service import ON_SQLITE, Serve

DELETE = 'mutation { deleteProduct(input: {id: "1"}) { __typename } }'
FIELDS = {"title": "Stout", "image": "/stout.svg"}


class TestErrors(ErrorChecks):
    """Runs the checks that both services share."""

    queries = queries
    route = "/admin/products"
    mutation = DELETE


@ON_SQLITE
async def test_unexpected_errors_of_mutations_are_masked_and_logged_with_the_same_id(
    staff: Client, log_entries: list[EventDict], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(commands, "delete_product", raises(RuntimeError(SECRET)))
    (error,) = await staff.graphql_errors(DELETE)
    (entry,) = log_entries
    assert error["extensions"] == {"code": "INTERNAL_ERROR", "id": entry["error_id"]}
    assert "hunter2" not in str(error)


@ON_SQLITE
async def test_writes_answer_503_while_the_database_is_unavailable(serve: Serve) -> None:
    async with serve(database_url=AWAY) as client:
        answer = await client.post("/admin/products/create", json=FIELDS)
        client.headers.update(bearer(new_token()))
        (error,) = await client.graphql_errors(DELETE)
    assert (answer.status_code, answer.json()) == (503, {"detail": AWAY_MESSAGE})
    assert error["extensions"] == {"code": "DATABASE_UNAVAILABLE"}
