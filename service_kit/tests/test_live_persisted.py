"""Persisted queries over WebSocket and server-sent events."""

import hashlib
from collections.abc import Iterator
from typing import Any

import pytest

from .live_shop import Served, serving

STOCK = 'subscription { stock(name: "pils") { number } }'
NOT_FOUND = {"message": "PersistedQueryNotFound", "extensions": {"code": "PERSISTED_QUERY_NOT_FOUND"}}


@pytest.fixture
def served() -> Iterator[Served]:
    """A served shop without persisted queries."""
    with serving() as served:
        served.shop.set("pils", 3)
        yield served


def hashed(query: str = STOCK) -> dict[str, Any]:
    sha256 = hashlib.sha256(query.encode()).hexdigest()
    return {"extensions": {"persistedQuery": {"version": 1, "sha256Hash": sha256}}}


async def test_an_unknown_hash_keeps_the_socket_open(served: Served) -> None:
    async with served.socket() as client:
        await client.say("subscribe", id="1", payload=hashed())
        assert await client.receive() == {"type": "error", "id": "1", "payload": [NOT_FOUND]}
        await client.subscribe(STOCK, **hashed())
        assert await client.next() == {"data": {"stock": {"number": 3}}}
        await client.say("subscribe", id="2", payload=hashed())
        assert await client.next("2") == {"data": {"stock": {"number": 3}}}


async def test_a_hash_is_not_accepted_before_the_init(served: Served) -> None:
    async with served.socket(init=False) as client:
        await client.say("subscribe", id="1", payload=hashed())
        assert await client.closed() == (4401, "Unauthorized")


async def test_a_hash_of_another_query_closes_the_socket(served: Served) -> None:
    async with served.socket() as client:
        await client.subscribe("{ hello }", **hashed())
        code, reason = await client.closed()
        assert (code, "does not match the SHA-256 of the query" in str(reason)) == (4400, True)


async def test_an_unknown_hash_on_an_event_stream(served: Served) -> None:
    async with served.events("", **hashed()) as events:
        assert await events.rest() == [("next", {"errors": [NOT_FOUND]}), ("complete", None)]
    async with served.events(STOCK, **hashed()) as events:
        assert await events.next() == ("next", {"data": {"stock": {"number": 3}}})
    async with served.events("", **hashed()) as events:
        assert await events.next() == ("next", {"data": {"stock": {"number": 3}}})
