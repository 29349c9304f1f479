"""Subscriptions compare their last messages with the database on RECHECK."""

import asyncio
from collections.abc import AsyncGenerator
from contextlib import aclosing
from typing import Any

import pytest
from prometheus_client import REGISTRY
from service_kit.graphql.live import list_changes, states
from service_kit.live.hub import RESYNC, Hub
from structlog.testing import capture_logs


class Shelf:
    """The stock of two products. Changes are published only by `publish`."""

    def __init__(self) -> None:
        self.hub = Hub("shelf", recheck_seconds=0.02)
        self.stock = {1: 10, 2: 20}
        self.reads = 0

    async def read(self, key: int) -> int:
        """The stock of a product."""
        self.reads += 1
        return self.stock[key]

    async def read_mark(self) -> int:
        """Return a value that differs if any stock has changed."""
        self.reads += 1
        return sum(self.stock.values())

    def publish(self, key: int) -> None:
        """Publish that the stock of a product has changed."""
        self.hub.publish(frozenset({f"stock/{key}"}))

    async def checked(self) -> None:
        """Wait until each state was compared twice."""
        before = self.reads
        async with asyncio.timeout(5):
            while self.reads < before + 4:  # noqa: ASYNC110 - there is no event for it
                await asyncio.sleep(0.01)


@pytest.fixture
def shelf() -> Shelf:
    """The shelf under test."""
    return Shelf()


async def test_an_unpublished_change_is_sent_once(shelf: Shelf) -> None:
    topics = {"stock/1": 1, "stock/2": 2}
    messages = states(shelf.hub, topics, shelf.read, lambda key, state: (key, state), shown=lambda state: state)
    missed = metric()
    async with aclosing(messages):
        assert [await soon(messages) for _ in range(2)] == [(1, 10), (2, 20)]
        further = asyncio.ensure_future(soon(messages))
        await shelf.checked()
        assert not further.done()
        with capture_logs() as entries:
            shelf.stock[2] = 19
            assert await further == (2, 19)
        assert [entry["event"] for entry in entries] == ["live_change_missed"]
        assert metric() == missed + 1
        shelf.stock[1] = 9
        shelf.publish(1)
        assert await soon(messages) == (1, 9)


async def test_a_list_is_read_again_after_an_unpublished_change(shelf: Shelf) -> None:
    changes = list_changes(shelf.hub, "stock/", shelf.read_mark)
    missed = metric()
    async with aclosing(changes):
        assert [await soon(changes) for _ in range(2)] == [RESYNC] * 2  # the second one after the first RECHECK
        further = asyncio.ensure_future(soon(changes))
        await shelf.checked()
        assert not further.done()
        shelf.stock[2] = 19
        assert await further is RESYNC
        assert metric() == missed + 1
        shelf.stock[1] = 9
        shelf.publish(1)
        assert await soon(changes) == frozenset({"stock/1"})


async def soon(messages: AsyncGenerator[Any, None]) -> Any:
    """Return the next message, within a time limit."""
    return await asyncio.wait_for(anext(messages), 5)


def metric() -> float:
    """Return the number of changes found by a recheck."""
    return REGISTRY.get_sample_value("tandem_live_missed_total", {"service": "shelf"}) or 0.0
