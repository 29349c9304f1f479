"""Subscriptions that end while they read a state must not affect other clients.

Each test ends subscriptions after 0 to TICKS iterations of the event loop, counted from their start and from a
change that they must show.
"""

from collections.abc import Mapping

import pytest
from fastapi import FastAPI
from service_kit.live.hub import RESYNC, Hub

from testing.one_service import ON_SQLITE, Stage
from testing.shop import Shop
from testing.watching import EventStream, Subscriber, subscribed, turns

TICKS = 16
"""Within this number of iterations, a change reaches a subscription and it requests the new state."""
Watching = Mapping[str, Mapping[str, object]]
"""Every subscription of a service, with its variables."""


@pytest.fixture
def watched(shop: Shop) -> int:
    """The product that all subscriptions watch."""
    return shop.add("Watched")


@pytest.fixture
def hub(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> Hub:
    """The hub without debouncing."""
    monkeypatch.setattr("service_kit.live.hub.DEBOUNCE_SECONDS", 0)
    return stage.service.live


class CancellationChecks:
    """Derive from it and provide the fixtures `live_app`, `watching` and `token` (of a permitted user)."""

    @ON_SQLITE
    async def test_subscriptions_that_end_early_on_a_websocket_leave_the_others_alive(
        self, live_app: FastAPI, watching: Watching, token: str, hub: Hub
    ) -> None:
        for operation, variables in watching.items():
            async with subscribed(live_app, "{ __typename }", token) as client:
                await drain(client)
                for ticks in range(TICKS):
                    await client.subscribe(f"at the start {ticks}", operation, **variables)
                    await turns(ticks)
                    await client.complete(f"at the start {ticks}")
            await check_alive(live_app, watching, token)
            for ticks in range(TICKS):
                async with subscribed(live_app, operation, token, **variables) as client:
                    await client.next()
                    hub.publish(RESYNC)
                    await turns(ticks)
                    await client.complete("1")
            await check_alive(live_app, watching, token)

    @ON_SQLITE
    async def test_event_streams_that_end_early_leave_the_others_alive(
        self, live_app: FastAPI, watching: Watching, token: str, hub: Hub
    ) -> None:
        for operation, variables in watching.items():
            for ticks in range(TICKS):
                stream = EventStream(live_app, operation, token, **variables)
                await turns(ticks)
                await stream.close()
            await check_alive(live_app, watching, token)
            for ticks in range(TICKS):
                stream = EventStream(live_app, operation, token, **variables)
                await stream.begin()
                hub.publish(RESYNC)
                await turns(ticks)
                await stream.close()
            await check_alive(live_app, watching, token)


async def drain(client: Subscriber) -> None:
    """Read the answer to the query that opened the socket."""
    assert (await client.message())["type"] == "next"
    assert (await client.message())["type"] == "complete"


async def check_alive(app: FastAPI, watching: Watching, token: str) -> None:
    """Check that a new client of each subscription gets its first state."""
    for operation, variables in watching.items():
        async with subscribed(app, operation, token, **variables) as other:
            assert await other.next()
