"""An HTTP client for one service in the test process, without a port or a second service."""

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
    """Sends requests to an application through ASGI, with shortcuts for GraphQL."""

    async def graphql(self, operation: str, **variables: object) -> Any:
        """Run an operation that must succeed, and return its data."""
        answer = (await self.post_graphql(operation, **variables)).json()
        assert "errors" not in answer, answer
        return answer["data"]

    async def graphql_errors(self, operation: str, **variables: object) -> list[dict[str, Any]]:
        """Run an operation that must fail, and return its top-level errors."""
        answer = (await self.post_graphql(operation, **variables)).json()
        assert answer.get("errors"), answer
        errors: list[dict[str, Any]] = answer["errors"]
        return errors

    async def post_graphql(self, operation: str, **variables: object) -> httpx.Response:
        """Send an operation, and return the response."""
        return await self.post("/graphql", json={"query": operation, "variables": variables})


def transport_of(app: FastAPI, address: str | None = None) -> httpx.ASGITransport:
    """Return a transport to the application, with a unique client address by default.

    Sign-in attempts are throttled by address, and tests that share an application must not affect each other.
    """
    return httpx.ASGITransport(app, client=(address or next(_addresses), 50_000))


def connect(app: FastAPI, address: str | None = None) -> Client:
    """Return a client of a running application."""
    return Client(transport=transport_of(app, address), base_url=ORIGIN)


@asynccontextmanager
async def client_of(app: FastAPI) -> AsyncIterator[Client]:
    """Run the application, and return a client of it."""
    async with LifespanManager(app), connect(app) as client:
        yield client


def bearer(token: str) -> dict[str, str]:
    """Return request headers with a session token."""
    return {"authorization": f"Bearer {token}"}


def codes(errors: list[dict[str, Any]]) -> list[str]:
    """Return the codes of top-level errors."""
    return [error["extensions"]["code"] for error in errors]
