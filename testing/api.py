"""A client of one service in this process: no port, no second service."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from ipaddress import ip_network
from typing import Any

import httpx
from asgi_lifespan import LifespanManager
from fastapi import FastAPI

ORIGIN = "http://shop.test"
_addresses = map(str, ip_network("10.0.0.0/8").hosts())


class Client(httpx.AsyncClient):
    """Asks an application through ASGI, over HTTP's own semantics, with GraphQL made short."""

    async def graphql(self, operation: str, **variables: object) -> Any:
        """Runs an operation that must succeed, and returns its data."""
        answer = (await self.post_graphql(operation, **variables)).json()
        assert "errors" not in answer, answer
        return answer["data"]

    async def graphql_errors(self, operation: str, **variables: object) -> list[dict[str, Any]]:
        """Runs an operation that must fail, and returns its top-level errors."""
        answer = (await self.post_graphql(operation, **variables)).json()
        assert answer.get("errors"), answer
        errors: list[dict[str, Any]] = answer["errors"]
        return errors

    async def post_graphql(self, operation: str, **variables: object) -> httpx.Response:
        """Sends an operation, and returns whatever comes."""
        return await self.post("/graphql", json={"query": operation, "variables": variables})


def transport_of(app: FastAPI, address: str | None = None) -> httpx.ASGITransport:
    """The way to the application, from an address that no other client has unless one is given.

    Who guesses passwords is slowed down by address: tests of one application shall not slow down each other.
    """
    return httpx.ASGITransport(app, client=(address or next(_addresses), 50_000))


def connect(app: FastAPI, address: str | None = None) -> Client:
    """A client of an application that is running."""
    return Client(transport=transport_of(app, address), base_url=ORIGIN)


@asynccontextmanager
async def client_of(app: FastAPI) -> AsyncIterator[Client]:
    """Runs the application from start to shutdown, and gives a client of it."""
    async with LifespanManager(app), connect(app) as client:
        yield client


def bearer(token: str) -> dict[str, str]:
    """The headers of a request that carries a session's token."""
    return {"authorization": f"Bearer {token}"}


def codes(errors: list[dict[str, Any]]) -> list[str]:
    """The codes of top-level errors, for programs."""
    return [error["extensions"]["code"] for error in errors]
