"""What clients of both services are told when something breaks, and what production keeps to itself."""

import re
from collections.abc import Callable
from types import ModuleType

import pytest
from service_kit.db.database import Database
from sqlalchemy import text
from structlog.typing import EventDict

from testing.api import Client, codes
from testing.one_service import ON_SQLITE, Serve
from testing.shop import Shop

SECRET = "mysql+pymysql://shop:hunter2@db.internal/shop"
AWAY = "mysql+pymysql://shop:hunter2@127.0.0.1:9/shop"
AWAY_MESSAGE = "The database does not answer at the moment. Try again shortly."
READ = "{ product(id: 1) { title } }"
BROWSER = {"accept": "text/html"}


def raises(error: Exception) -> Callable[..., None]:
    def fail(*_: object, **__: object) -> None:
        raise error

    return fail


class ErrorChecks:
    """Derive from it with the service's own `queries` of products, a route that reads, and a mutation."""

    queries: ModuleType
    route: str
    mutation: str

    @ON_SQLITE
    @pytest.mark.parametrize(("name", "operation"), [("get", READ), ("categories", "{ categories }")])
    async def test_a_resolver_that_raises_is_masked_and_logged_with_the_same_id(
        self,
        client: Client,
        log_entries: list[EventDict],
        monkeypatch: pytest.MonkeyPatch,
        name: str,
        operation: str,
    ) -> None:
        monkeypatch.setattr(self.queries, name, raises(RuntimeError(f"cannot connect to {SECRET}")))
        (error,) = await client.graphql_errors(operation)
        (entry,) = log_entries
        assert error["message"] == "Internal server error"
        assert error["extensions"] == {"code": "INTERNAL_ERROR", "id": entry["error_id"]}
        assert SECRET in str(entry["exc_info"])

    @ON_SQLITE
    async def test_a_route_that_raises_is_masked_and_logged_with_the_same_id(
        self, client: Client, log_entries: list[EventDict], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(self.queries, "list_all", raises(RuntimeError(f"cannot connect to {SECRET}")))
        answer = await client.get(self.route)
        (entry,) = log_entries
        assert (answer.status_code, answer.json()) == (
            500,
            {"detail": "Internal server error.", "id": entry["id"]},
        )
        assert SECRET in str(entry["exc_info"])

    async def test_an_error_of_the_database_shows_neither_sql_nor_tables(
        self, client: Client, database: Database, log_entries: list[EventDict]
    ) -> None:
        _rename(database, "product", "elsewhere")
        try:
            queried, listed = await client.post_graphql(READ), await client.get(self.route)
        finally:
            _rename(database, "elsewhere", "product")
        assert codes(queried.json()["errors"]) == ["INTERNAL_ERROR"]
        assert (listed.status_code, listed.json().keys()) == (500, {"detail", "id"})
        for answer in (queried.text, listed.text):
            assert "SELECT" not in answer
            assert "product." not in answer
        logged = {entry.get("error_id", entry.get("id")) for entry in log_entries}
        assert logged == {queried.json()["errors"][0]["extensions"]["id"], listed.json()["id"]}

    @ON_SQLITE
    async def test_a_database_that_is_away_is_told_without_its_address_or_password(
        self, serve: Serve, log_entries: list[EventDict]
    ) -> None:
        async with serve(database_url=AWAY) as client:
            for operation in (READ, "{ syncStatus { service } }"):
                (error,) = await client.graphql_errors(operation)
                assert error["extensions"] == {"code": "DATABASE_UNAVAILABLE"}
                assert error["message"] == AWAY_MESSAGE
            answer = await client.get(self.route)
        assert (answer.status_code, answer.json()) == (503, {"detail": AWAY_MESSAGE})
        assert answer.headers["retry-after"] == "1"
        assert "hunter2" not in str(log_entries)

    @ON_SQLITE
    async def test_is_alive_without_a_database_and_ready_only_with_one(self, serve: Serve, client: Client) -> None:
        async with serve(database_url=AWAY) as broken:
            assert (await broken.get("/livez")).json() == {"status": "alive"}
            answer = await broken.get("/readyz")
            assert (answer.status_code, answer.json()) == (503, {"database": False, "transport": True})
        assert (await client.get("/readyz")).json() == {"database": True, "transport": True}

    @ON_SQLITE
    async def test_one_field_that_fails_leaves_the_others_their_answers(
        self, client: Client, shop: Shop, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        shop.add(category="beer")
        monkeypatch.setattr(self.queries, "get", raises(RuntimeError()))
        answer = (await client.post_graphql("{ product(id: 1) { title } categories }")).json()
        assert answer["data"] == {"product": None, "categories": ["beer"]}
        assert [error["path"] for error in answer["errors"]] == [["product"]]

    @ON_SQLITE
    @pytest.mark.parametrize(
        "operation",
        ["{ __schema { types { name } } }", '{ __type(name: "Product") { name } }', "{ _service { sdl } }"],
    )
    async def test_production_describes_itself_to_nobody(
        self, serve: Serve, client: Client, operation: str
    ) -> None:
        assert await client.graphql(operation)
        async with serve(environment="production") as production:
            assert codes(await production.graphql_errors(operation)) == ["INTROSPECTION_DISABLED"]

    @ON_SQLITE
    async def test_production_suggests_nothing(self, serve: Serve, client: Client) -> None:
        async with serve(environment="production") as production:
            for operation in ("{ categorie }", "{ product(idd: 1) { id } }", "{ product(id: 1) { titel } }"):
                assert "Did you mean" in str(await client.graphql_errors(operation))
                assert "Did you mean" not in str(await production.graphql_errors(operation))

    @ON_SQLITE
    async def test_production_has_no_explorer_and_no_openapi_document(self, serve: Serve, client: Client) -> None:
        assert "GraphiQL" in (await client.get("/graphql", headers=BROWSER)).text
        assert (await client.get("/openapi.json")).status_code == 200
        async with serve(environment="production") as production:
            answer = await production.get("/graphql", headers=BROWSER)
            assert answer.status_code >= 400
            assert "GraphiQL" not in answer.text
            assert (await production.get("/openapi.json")).status_code == 404

    @ON_SQLITE
    @pytest.mark.parametrize("path", ["/graphql", "/graphql/"])
    async def test_the_explorer_finds_its_files_with_and_without_a_slash(self, client: Client, path: str) -> None:
        page = await client.get(path, headers=BROWSER)
        files = re.findall(r'(?:src|href)="([^"]+\.(?:js|css))"', page.text)
        assert files or "make install" in page.text
        for file in files:
            assert (file, (await client.get(str(page.url.join(file)))).status_code) == (file, 200)

    @ON_SQLITE
    async def test_graphql_answers_are_kept_by_nobody(self, client: Client) -> None:
        answer = await client.post_graphql(READ)
        assert answer.headers["cache-control"] == "no-store"
        assert answer.headers["x-content-type-options"] == "nosniff"

    @ON_SQLITE
    @pytest.mark.parametrize(
        "body",
        [b'"x"', b"[" * 50_000, b'{"a":' * 50_000, b'{"query": "\\ud83d"}', b'{"query": 5}', b"\xff", b""],
        ids=lambda body: str(body)[:20],
    )
    async def test_a_graphql_body_that_is_no_request_is_refused(self, client: Client, body: bytes) -> None:
        answer = await client.post("/graphql", content=body, headers={"content-type": "application/json"})
        assert (answer.status_code, codes(answer.json()["errors"])) == (400, ["BAD_USER_INPUT"])

    @ON_SQLITE
    @pytest.mark.parametrize(
        "kind", ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data", ""]
    )
    async def test_forms_of_other_sites_cannot_send_operations(self, client: Client, kind: str) -> None:
        answer = await client.post(
            "/graphql", content=b'{"query": "{ categories }"}', headers={"content-type": kind}
        )
        assert answer.status_code == 415
        assert (await client.get("/graphql", params={"query": self.mutation})).status_code == 405


def _rename(database: Database, old: str, new: str) -> None:
    with database.engine.begin() as connection:
        connection.execute(text(f"ALTER TABLE {old} RENAME TO {new}"))
