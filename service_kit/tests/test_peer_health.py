"""Health checks of the other service."""

import asyncio
from collections.abc import Iterator

import httpx
import pytest
import respx
from service_kit.process import peer_health
from service_kit.process.peer_health import PeerHealth, PeerState

PEER = "http://peer.test"
TICKS = range(5)


@pytest.fixture
def readyz() -> Iterator[respx.Route]:
    """The other service's `/readyz`, ready by default."""
    with respx.mock(base_url=PEER) as router:
        yield router.get("/readyz").respond(200)


@pytest.fixture
def health(monkeypatch: pytest.MonkeyPatch) -> PeerHealth:
    """A new PeerHealth without caching between checks."""
    monkeypatch.setattr(peer_health, "FRESH_SECONDS", 0)
    return PeerHealth(PEER)


async def test_reports_the_state_and_when_it_was_last_ready(health: PeerHealth, readyz: respx.Route) -> None:
    ready = await health.check()
    assert (ready.state, ready.last_ready_at) == (PeerState.READY, ready.checked_at)
    readyz.mock(return_value=httpx.Response(503))
    not_ready = await health.check()
    readyz.mock(side_effect=httpx.ConnectError("refused"))
    unreachable = await health.check()
    assert [not_ready.state, unreachable.state] == [PeerState.NOT_READY, PeerState.UNREACHABLE]
    assert not_ready.last_ready_at == unreachable.last_ready_at == ready.checked_at
    assert unreachable.checked_at > ready.checked_at


async def test_last_ready_is_none_if_it_was_never_ready(health: PeerHealth, readyz: respx.Route) -> None:
    readyz.mock(side_effect=httpx.ReadTimeout("slow"))
    check = await health.check()
    assert (check.state, check.last_ready_at) == (PeerState.UNREACHABLE, None)


async def test_concurrent_callers_share_one_check(readyz: respx.Route) -> None:
    health = PeerHealth(PEER)
    found = await asyncio.gather(*(health.check() for _ in range(20)))
    assert await health.check() == found[0]
    assert readyz.call_count == 1


async def test_only_a_ready_peer_notifies_listeners(health: PeerHealth, readyz: respx.Route) -> None:
    signs: list[bool] = []
    health.on_reachable(lambda: signs.append(True))
    readyz.mock(side_effect=[httpx.Response(503), httpx.ConnectError("refused"), httpx.Response(200)])
    for number in (0, 0, 1):
        await health.check()
        assert len(signs) == number


@pytest.mark.parametrize("ticks", TICKS)
async def test_a_cancelled_caller_does_not_affect_others(
    health: PeerHealth, readyz: respx.Route, ticks: int
) -> None:
    first, second = asyncio.create_task(health.check()), asyncio.create_task(health.check())
    for _ in range(ticks):
        await asyncio.sleep(0)
    first.cancel()
    await asyncio.gather(first, return_exceptions=True)
    for answer in (second, health.check()):
        assert (await asyncio.wait_for(answer, 5)).state is PeerState.READY
