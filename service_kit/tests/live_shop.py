"""A small shop with subscriptions, served on a port, and clients for it."""

import asyncio
import json
import socket
import threading
from collections import Counter
from collections.abc import AsyncGenerator, AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, field, replace
from typing import Any, Self

import httpx
import strawberry
import uvicorn
from fastapi import FastAPI
from service_kit.errors import InvalidInput, Unavailable
from service_kit.graphql.rights import guard
from service_kit.graphql.router import graphql_router
from service_kit.graphql.schema import KitSchema, make_schema
from service_kit.graphql.streams import StreamLimits, Streams
from service_kit.http.cross_site import CrossSiteGuard
from service_kit.http.middleware import ErrorMiddleware
from service_kit.identity import Caller, Identity, Role, digest_of, new_token
from service_kit.live.hub import Hub
from service_kit.rights import Need, Right, Rights
from starlette.requests import Request
from starlette.responses import Response
from strawberry.types import Info
from websockets.asyncio.client import ClientConnection, connect
from websockets.typing import Origin, Subprotocol

PROTOCOL = "graphql-transport-ws"
SECRET = "mysql://shop:hunter2@database/shop"
ALLOWED = "https://shop.example"
PADDING = 200_000


@dataclass
class Shop:
    """The state of the shop, and counters for tests."""

    hub: Hub = field(default_factory=Hub)
    stock: Counter[str] = field(default_factory=Counter)
    sessions: dict[str, Caller] = field(default_factory=dict)
    is_away: bool = False
    is_broken: bool = False
    sent: Counter[str] = field(default_factory=Counter)
    """The number of yielded messages, by field."""
    open: Counter[str] = field(default_factory=Counter)
    """The number of running generators, by field."""

    def sign_in(self, role: Role = Role.CUSTOMER, user_id: int = 1) -> str:
        """Open a session and return its token."""
        token = new_token()
        self.sessions[token] = Caller(user_id, role, digest_of(token))
        return token

    def sign_out(self, token: str) -> None:
        """End a session and publish it."""
        caller = self.sessions.pop(token)
        self.hub.publish(frozenset({f"session/{caller.digest}"}))

    def set(self, name: str, number: int) -> None:
        """Change the stock of a product and publish it."""
        self.stock[name] = number
        self.hub.publish(frozenset({f"stock/{name}"}))

    async def recognise(self, token: str) -> Caller | None:
        """Return the caller of a session."""
        if self.is_away:
            raise Unavailable("The accounts are away.")
        if self.is_broken:
            raise RuntimeError(SECRET)
        return self.sessions.get(token)

    @contextmanager
    def counted(self, name: str) -> Iterator[None]:
        """Count a generator while it runs."""
        self.open[name] += 1
        try:
            yield
        finally:
            self.open[name] -= 1


@dataclass
class Context:
    """The context of resolvers."""

    shop: Shop
    identity: Identity
    request: Request
    response: Response
    asked: list[str] = field(init=False, default_factory=list)

    def renewed(self) -> Self:
        """Return the same context with a new counter."""
        return replace(self)


ShopInfo = Info[Context, None]


@strawberry.type
class Item:
    name: str
    number: int

    @strawberry.field
    async def asked(self, info: ShopInfo) -> int:
        """The number of calls in this context."""
        info.context.asked.append(self.name)
        return len(info.context.asked)

    @strawberry.field
    async def broken(self) -> str | None:
        """Raises an error."""
        raise RuntimeError(f"cannot connect to {SECRET}")

    @strawberry.field
    async def like(self) -> "Item":
        """Another type."""
        return self


@strawberry.type
class Query:
    """The queries."""

    @strawberry.field
    async def hello(self) -> str:
        return "hello"

    @strawberry.field
    async def me(self, info: ShopInfo) -> int | None:
        caller = await info.context.identity.caller()
        return caller.user_id if caller else None


@strawberry.type
class Mutation:
    """The mutations."""

    @strawberry.mutation
    async def touch(self) -> str:
        return "touched"


@strawberry.type
class Subscription:
    """The subscriptions."""

    @strawberry.subscription
    async def stock(self, info: ShopInfo, name: str) -> AsyncGenerator[Item]:
        shop = info.context.shop
        with shop.counted("stock"):
            async with shop.hub.subscribe(f"stock/{name}") as changes:
                async for _ in changes:
                    shop.sent["stock"] += 1
                    yield Item(name=name, number=shop.stock[name])

    @strawberry.subscription
    async def heavy(self, info: ShopInfo, name: str) -> AsyncGenerator[str]:
        shop = info.context.shop
        with shop.counted("heavy"):
            async with shop.hub.subscribe(f"stock/{name}") as changes:
                async for _ in changes:
                    shop.sent["heavy"] += 1
                    yield f"{shop.stock[name]} {'x' * PADDING}"

    @strawberry.subscription
    async def mine(self, info: ShopInfo) -> AsyncGenerator[int]:
        shop = info.context.shop
        assert info.context.identity.now is not None
        with shop.counted("mine"):
            async with shop.hub.subscribe("stock/mine") as changes:
                async for _ in changes:
                    yield info.context.identity.now.user_id

    @strawberry.subscription
    async def staff(self) -> AsyncGenerator[int]:
        yield 1

    @strawberry.subscription
    async def thrice(self) -> AsyncGenerator[int]:
        for number in range(3):
            yield number

    @strawberry.subscription
    async def broken(self) -> AsyncGenerator[int]:
        yield int(SECRET)

    @strawberry.subscription
    async def breaks(self) -> AsyncGenerator[int]:
        yield 1
        raise RuntimeError(f"cannot connect to {SECRET}")

    @strawberry.subscription
    async def refused(self, ids: list[int]) -> AsyncGenerator[int]:
        if not ids:
            raise InvalidInput({"ids": ["Name one at least."]})
        for number in ids:
            yield number


SUBSCRIPTIONS = ("stock", "heavy", "thrice", "broken", "breaks", "refused")
RIGHTS = Rights(
    Right("compose", Need.EVERYONE, fields=("Query._service", "_Service.*")),
    Right("look", Need.EVERYONE, fields=("Query.*", "Item.*", "Mutation.*")),
    Right("watch", Need.EVERYONE, fields=tuple(f"Subscription.{name}" for name in SUBSCRIPTIONS)),
    Right("watch one's own", Need.SIGNED_IN, fields=("Subscription.mine",)),
    Right("watch everything", Need.STAFF, fields=("Subscription.staff",)),
)


def live_schema(*, production: bool = False) -> KitSchema:
    """The shop's schema with rights."""
    return guard(make_schema(Query, Mutation, Subscription, production=production), RIGHTS)


def live_app(shop: Shop, limits: StreamLimits | None = None, *, production: bool = False) -> FastAPI:
    """The shop's application."""

    def get_context(request: Request, response: Response) -> Context:
        return Context(shop, Identity(request, shop.recognise, serves_visitors=False), request, response)

    app = FastAPI(openapi_url=None)
    app.add_middleware(CrossSiteGuard, allowed_origins=[ALLOWED])
    app.add_middleware(ErrorMiddleware)
    router = graphql_router(
        live_schema(production=production),
        context_getter=get_context,
        streams=Streams("shop", shop.hub, limits),
        production=production,
        name="shop",
    )
    app.include_router(router)
    return app


@dataclass
class Served:
    """A served shop."""

    shop: Shop
    host: str

    @asynccontextmanager
    async def socket(
        self,
        payload: object = None,
        *,
        init: bool = True,
        protocol: str | None = PROTOCOL,
        headers: dict[str, str] | None = None,
        origin: str | None = None,
        max_queue: int = 16,
    ) -> AsyncIterator["Socket"]:
        """Open a WebSocket; by default it is initialised."""
        async with connect(
            f"ws://{self.host}/graphql",
            subprotocols=[Subprotocol(protocol)] if protocol else None,
            origin=Origin(origin) if origin else None,
            additional_headers=headers,
            compression=None,
            max_queue=max_queue,
            close_timeout=1,
        ) as connection:
            client = Socket(connection)
            if init:
                await client.say("connection_init", payload=payload)
                assert await client.receive() == {"type": "connection_ack"}
            yield client

    @asynccontextmanager
    async def events(
        self, query: str, *, method: str = "POST", headers: dict[str, str] | None = None, **parameters: object
    ) -> AsyncIterator["Events"]:
        """Open an event stream."""
        body = {"query": query, **parameters}
        request: dict[str, Any] = {"json": body} if method == "POST" else {"params": body}
        async with (
            httpx.AsyncClient(base_url=f"http://{self.host}", timeout=10) as client,
            client.stream(
                method, "/graphql", headers={"Accept": "text/event-stream", **(headers or {})}, **request
            ) as response,
        ):
            yield Events(response)


@dataclass
class Socket:
    """A client that speaks graphql-transport-ws."""

    connection: ClientConnection

    async def say(self, type: str, **message: object) -> None:
        await self.connection.send(json.dumps({"type": type, **message}))

    async def subscribe(self, query: str, id: str = "1", **payload: object) -> None:
        await self.say("subscribe", id=id, payload={"query": query, **payload})

    async def receive(self) -> Any:
        async with asyncio.timeout(5):
            return json.loads(await self.connection.recv())

    async def next(self, id: str = "1") -> Any:
        """Return the next result."""
        message = await self.receive()
        assert (message["type"], message["id"]) == ("next", id)
        return message["payload"]

    async def closed(self) -> tuple[int | None, str | None]:
        """Return the code and the reason with which the server closes the socket."""
        async with asyncio.timeout(5):
            await self.connection.wait_closed()
        return self.connection.close_code, self.connection.close_reason


@dataclass
class Events:
    """The events of a stream."""

    response: httpx.Response

    def __post_init__(self) -> None:
        self.lines = self.response.aiter_lines()

    async def next(self) -> tuple[str, Any]:
        """Return the next event and its data. Raises StopAsyncIteration at the end."""
        async with asyncio.timeout(5):
            name = ""
            while True:
                key, _, value = (await anext(self.lines)).partition(":")
                if key == "event":
                    name = value.strip()
                elif key == "data":
                    return name, json.loads(value) if value else None

    async def rest(self) -> list[tuple[str, Any]]:
        """Return all events until the end."""
        events = []
        while True:
            try:
                events.append(await self.next())
            except StopAsyncIteration:
                return events


@contextmanager
def serving(shop: Shop | None = None, limits: StreamLimits | None = None, **options: Any) -> Iterator[Served]:
    """Serves a shop on a free port, and shuts it down like a service."""
    shop = shop or Shop()
    app = live_app(shop, limits)
    with socket.create_server(("127.0.0.1", 0)) as listener:
        config = uvicorn.Config(app, log_config=None, lifespan="off", ws_per_message_deflate=False, **options)
        server = uvicorn.Server(config)
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]})
        thread.start()
        try:
            yield Served(shop, f"127.0.0.1:{listener.getsockname()[1]}")
        finally:
            shop.hub.close()
            server.should_exit = True
            thread.join(10)
            assert not thread.is_alive()


async def until(condition: Callable[[], bool]) -> None:
    """Wait until the condition is true."""
    async with asyncio.timeout(5):
        while not condition():  # noqa: ASYNC110 - what happens on the server's loop sets no event here
            await asyncio.sleep(0.01)
