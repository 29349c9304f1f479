"""What a GraphQL client is told when something breaks, and what production keeps to itself."""

from collections.abc import Callable

import pytest
from admin_service.products import commands, queries
from admin_service.products.model import Product
from service_kit.db import Database
from sqlalchemy import text
from structlog.typing import EventDict

from testing.api import Client, codes
from testing.one_service import ON_SQLITE, Serve

SECRET = "mysql+pymysql://admin:hunter2@db.internal/shop"
READ = "{ product(id: 1) { title } }"
WRITE = 'mutation { deleteProduct(input: {id: "1"}) { __typename } }'


def raises(error: Exception) -> Callable[..., None]:
    def fail(*_: object, **__: object) -> None:
        raise error

    return fail


@ON_SQLITE
@pytest.mark.parametrize(
    ("module", "name", "operation"),
    [(queries, "get", READ), (queries, "categories", "{ categories }"), (commands, "delete_product", WRITE)],
)
async def test_a_resolver_that_raises_is_masked_and_logged_with_the_same_id(
    client: Client,
    log_entries: list[EventDict],
    monkeypatch: pytest.MonkeyPatch,
    module: object,
    name: str,
    operation: str,
) -> None:
    monkeypatch.setattr(module, name, raises(RuntimeError(f"cannot connect to {SECRET}")))
    (error,) = await client.graphql_errors(operation)
    (entry,) = log_entries
    assert error["message"] == "Internal server error"
    assert error["extensions"] == {"code": "INTERNAL_ERROR", "id": entry["error_id"]}
    assert SECRET in str(entry["exc_info"])


async def test_an_error_of_the_database_shows_neither_sql_nor_tables(
    client: Client, database: Database, log_entries: list[EventDict]
) -> None:
    rename = "ALTER TABLE product RENAME TO {}"
    with database.engine.begin() as connection:
        connection.execute(text(rename.format("elsewhere")))
    try:
        answer = await client.post_graphql(READ)
        listed = await client.get("/admin/products")
    finally:
        with database.engine.begin() as connection:
            connection.execute(text("ALTER TABLE elsewhere RENAME TO product"))
    assert codes(answer.json()["errors"]) == ["INTERNAL_ERROR"]
    assert (listed.status_code, listed.json().keys()) == (500, {"detail", "id"})
    for body in (answer.text, listed.text):
        assert "SELECT" not in body
        assert "product." not in body
    logged = {entry.get("error_id", entry.get("id")) for entry in log_entries}
    assert logged == {answer.json()["errors"][0]["extensions"]["id"], listed.json()["id"]}


@ON_SQLITE
@pytest.mark.parametrize("operation", [READ, WRITE, "{ syncStatus { service } }"])
async def test_a_database_that_is_away_has_a_code_of_its_own_and_names_no_password(
    serve: Serve, log_entries: list[EventDict], operation: str
) -> None:
    async with serve(database_url="mysql+pymysql://admin:hunter2@127.0.0.1:9/shop") as client:
        (error,) = await client.graphql_errors(operation)
    assert error["extensions"] == {"code": "DATABASE_UNAVAILABLE"}
    assert error["message"] == "The database does not answer at the moment. Try again shortly."
    assert "hunter2" not in str(log_entries)


@ON_SQLITE
async def test_one_field_that_fails_leaves_the_others_their_answers(
    client: Client, product: Product, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(queries, "get", raises(RuntimeError()))
    operation = "{ product(id: 1) { title } categories }"
    body = (await client.post_graphql(operation)).json()
    assert body["data"] == {"product": None, "categories": ["beer"]}
    assert [error["path"] for error in body["errors"]] == [["product"]]


@ON_SQLITE
@pytest.mark.parametrize("operation", ["{ __schema { types { name } } }", '{ __type(name: "Product") { name } }'])
async def test_production_describes_itself_to_nobody(serve: Serve, client: Client, operation: str) -> None:
    assert await client.graphql(operation)
    async with serve(environment="production") as production:
        assert "INTROSPECTION_DISABLED" in codes(await production.graphql_errors(operation))
        assert "INTROSPECTION_DISABLED" in codes(await production.graphql_errors("{ _service { sdl } }"))


@ON_SQLITE
async def test_production_suggests_nothing(serve: Serve, client: Client) -> None:
    async with serve(environment="production") as production:
        for operation in (
            "{ produc(id: 1) { id } }",
            "{ product(idd: 1) { id } }",
            "{ product(id: 1) { titel } }",
        ):
            assert "Did you mean" in str(await client.graphql_errors(operation))
            assert "Did you mean" not in str(await production.graphql_errors(operation))


@ON_SQLITE
async def test_production_has_no_explorer_and_no_openapi_document(serve: Serve, client: Client) -> None:
    browser = {"accept": "text/html"}
    assert "GraphiQL" in (await client.get("/graphql", headers=browser)).text
    assert (await client.get("/openapi.json")).status_code == 200
    async with serve(environment="production") as production:
        answer = await production.get("/graphql", headers=browser)
        assert answer.status_code >= 400
        assert "GraphiQL" not in answer.text
        assert (await production.get("/openapi.json")).status_code == 404


@ON_SQLITE
async def test_graphql_answers_are_not_kept_by_anybody(client: Client) -> None:
    answer = await client.post_graphql(READ)
    assert answer.headers["cache-control"] == "no-store"
    assert answer.headers["x-content-type-options"] == "nosniff"


@ON_SQLITE
@pytest.mark.parametrize(
    ("body", "status"),
    [
        (b'"x"', 400),
        (b"[" * 50_000, 400),
        (b'{"query": "\\ud83d"}', 400),
        (b'[{"query": "{ categories }"}]', 400),
        (b'{"query": 5}', 400),
        (b"", 400),
    ],
    ids=lambda value: str(value)[:20],
)
async def test_a_body_that_is_no_request_is_refused(client: Client, body: bytes, status: int) -> None:
    answer = await client.post("/graphql", content=body, headers={"content-type": "application/json"})
    assert answer.status_code == status
    assert codes(answer.json()["errors"]) == ["BAD_USER_INPUT"]


@ON_SQLITE
@pytest.mark.parametrize("kind", ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data", ""])
async def test_other_sites_forms_cannot_send_operations(client: Client, kind: str) -> None:
    answer = await client.post("/graphql", content=b'{"query": "{ categories }"}', headers={"content-type": kind})
    assert answer.status_code == 415
    assert (await client.get("/graphql", params={"query": WRITE})).status_code == 405
