"""A small shop and clients for it."""

import asyncio
import socket
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field
from decimal import Decimal
from enum import Enum
from pathlib import Path

import httpx
import pytest
import strawberry
import uvicorn
from fastapi import FastAPI
from service_kit.errors import Forbidden, ServiceError
from service_kit.graphql.http import GRAPHQL_JSON
from service_kit.graphql.ide import ASSETS, Example
from service_kit.graphql.router import graphql_router
from service_kit.graphql.schema import KitSchema, make_schema
from service_kit.graphql.streams import Streams
from service_kit.live.hub import Hub
from service_kit.process.limits import Limits, PersistedQueryLimits
from starlette.requests import Request
from starlette.responses import Response
from strawberry.types import Info

from testing import requirements

# What must never reach a client.
SECRET = "mysql://shop:hunter2@database/shop"


@dataclass
class Context:
    """The context of resolvers. Its events control the order in which two operations run."""

    request: Request
    response: Response
    events: dict[str, asyncio.Event] = field(default_factory=dict)


class OutOfStock(ServiceError):
    """A domain error that a resolver raises."""

    code = "OUT_OF_STOCK"


@strawberry.enum
class Size(Enum):
    SMALL = "small"
    LARGE = "large"


@strawberry.federation.type(keys=["id"])
class Product:
    id: strawberry.ID
    title: str = "Pilsner"
    price: Decimal = Decimal("3.50")
    size: Size = Size.LARGE

    @strawberry.field
    async def neighbour(self) -> "Product":
        return Product(id=strawberry.ID(f"{self.id}0"))

    @strawberry.field
    async def similar(self, first: int | None = None, last: int | None = None) -> "Connection":
        return Connection(nodes=[self] * (first or last or 1))

    @classmethod
    async def resolve_reference(cls, id: strawberry.ID) -> "Product":
        return cls(id=id)


@strawberry.type
class Connection:
    nodes: list[Product]


@strawberry.input
class Search:
    words: list[str] = strawberry.field(default_factory=list)
    size: Size = Size.SMALL


@strawberry.type
class Query:
    """The queries."""

    @strawberry.field
    async def hello(self, name: str = "world") -> str:
        return f"hello {name}"

    @strawberry.field
    async def product(self) -> Product:
        return Product(id=strawberry.ID("1"))

    @strawberry.field
    async def products(self, first: int | None = None, last: int | None = None) -> Connection:
        return Connection(nodes=[Product(id=strawberry.ID("1"))] * min(first or last or 20, 100))

    @strawberry.field
    async def by_ids(self, ids: list[strawberry.ID]) -> list[Product]:
        return [Product(id=product_id) for product_id in ids]

    @strawberry.field
    async def search(self, by: Search) -> Size:
        return by.size

    @strawberry.field
    async def count(self, at_least: int = 1) -> int:
        return at_least

    @strawberry.field
    async def broken(self) -> str | None:
        raise RuntimeError(f"cannot connect to {SECRET}")

    @strawberry.field
    async def broken_number(self) -> int | None:
        return SECRET  # type: ignore[return-value]

    @strawberry.field
    async def secret(self) -> str | None:
        raise Forbidden("Staff only.")

    @strawberry.field
    async def sold_out(self) -> str | None:
        raise OutOfStock("Nothing left.")

    @strawberry.field
    async def cookie(
        self, info: Info[Context, None], value: str, sets: str | None = None, waits: str | None = None
    ) -> str:
        events = info.context.events
        if waits:
            await asyncio.wait_for(events.setdefault(waits, asyncio.Event()).wait(), 5)
        info.context.response.set_cookie("visitor", value)
        if sets:
            events.setdefault(sets, asyncio.Event()).set()
        return value


@strawberry.type
class Mutation:
    """The mutations."""

    @strawberry.mutation
    async def touch(self) -> str:
        return "touched"


def shop_schema(*, production: bool = False, limits: Limits | None = None) -> KitSchema:
    """The shop's schema."""
    return make_schema(Query, Mutation, types=[Product], production=production, limits=limits)


def shop(
    *,
    production: bool = False,
    limits: Limits | None = None,
    max_body_size: int | None = None,
    persisted_queries: PersistedQueryLimits | None = None,
    examples: Sequence[Example] = (),
    assets_directory: Path = ASSETS,
) -> FastAPI:
    """The shop's application."""
    events: dict[str, asyncio.Event] = {}
    app = FastAPI(openapi_url=None, max_body_size=max_body_size)
    router = graphql_router(
        shop_schema(production=production, limits=limits),
        context_getter=lambda request, response: Context(request, response, events),
        streams=Streams("shop", Hub()),
        production=production,
        persisted_queries=persisted_queries,
        examples=examples,
        name="shop",
        assets_directory=assets_directory,
    )
    app.include_router(router)
    return app


def client_of(app: FastAPI) -> httpx.AsyncClient:
    """A client of the application. Exceptions in the application are raised in the test."""
    return httpx.AsyncClient(
        transport=httpx.ASGITransport(app), base_url="http://shop.test", headers={"Accept": GRAPHQL_JSON}
    )


@pytest.fixture(name="shop_schema")
def shop_schema_fixture() -> Callable[..., KitSchema]:
    """Builds the shop's schema."""
    return shop_schema


@pytest.fixture(name="shop")
def shop_fixture() -> Callable[..., FastAPI]:
    """Builds the shop."""
    return shop


@pytest.fixture(name="client_of")
def client_of_fixture() -> Callable[[FastAPI], httpx.AsyncClient]:
    """Creates a client of an application."""
    return client_of


@pytest.fixture
def client() -> httpx.AsyncClient:
    """A client of the shop in development."""
    return client_of(shop())


@pytest.fixture
def production() -> httpx.AsyncClient:
    """A client of the shop in production."""
    return client_of(shop(production=True))


@pytest.fixture
def serve() -> Callable[[FastAPI], AbstractContextManager[str]]:
    """Runs an application on a free port of 127.0.0.1: `with serve(app) as url`."""
    return _serve


@contextmanager
def _serve(app: FastAPI) -> Iterator[str]:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        server = uvicorn.Server(uvicorn.Config(app, log_level="warning", lifespan="off"))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]})
        thread.start()
        try:
            yield f"http://127.0.0.1:{listener.getsockname()[1]}"
        finally:
            server.should_exit = True
            thread.join(10)


@pytest.fixture
def require_packages() -> Callable[[Path], None]:
    """Skip the test if `npm ci` has not run in a directory; fail it with CI=true."""
    return requirements.require_packages
