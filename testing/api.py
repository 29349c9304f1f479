"""A client of one service in this process: no port, no second service."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import httpx
from asgi_lifespan import LifespanManager
from fastapi import FastAPI

ORIGIN = "http://shop.test"


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


@asynccontextmanager
async def client_of(app: FastAPI) -> AsyncIterator[Client]:
    """Runs the application from start to shutdown, and gives a client of it."""
    async with LifespanManager(app), Client(transport=httpx.ASGITransport(app), base_url=ORIGIN) as client:
        yield client


def codes(errors: list[dict[str, Any]]) -> list[str]:
    """The codes of top-level errors, for programs."""
    return [error["extensions"]["code"] for error in errors]
