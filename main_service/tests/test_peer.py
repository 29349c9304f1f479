"""Requests to admin_service after a failure: one probe at a time, and no failed request after the outage."""

import asyncio
from collections.abc import AsyncIterator

import httpx
import pytest
import respx
from main_service.peer import Peer, PeerUnavailable, connect
from structlog.typing import EventDict

from testing.one_service import SETTINGS

TICKS = range(5)
REFUSED = httpx.ConnectError("refused")


@pytest.fixture
async def asked() -> AsyncIterator[Peer]:
    """A peer without requests so far."""
    async with connect(str(SETTINGS["peer_url"]), timeout=1) as client:
        yield Peer(client)


@pytest.fixture
def question(peer: respx.MockRouter) -> respx.Route:
    """The route of the request. It is answered, unless the test changes that."""
    return peer.get("/api/question").respond(200)


async def ask(peer: Peer) -> int:
    """The status of the answer."""
    asking = peer.ask("GET", "/api/question", lambda answer: answer.raise_for_status().status_code)
    return await asyncio.wait_for(asking, 5)


async def fail(peer: Peer, question: respx.Route) -> None:
    """Makes the peer detect that admin_service is unavailable."""
    question.mock(side_effect=REFUSED)
    with pytest.raises(PeerUnavailable):
        await ask(peer)
    question.mock(return_value=httpx.Response(200))


class Late:
    """Answers when `go` is set, and counts the requests."""

    def __init__(self, answer: httpx.Response | Exception) -> None:
        self.begun, self.go = asyncio.Event(), asyncio.Event()
        self.number = 0
        self._answer = answer

    async def __call__(self, _: httpx.Request) -> httpx.Response:
        self.number += 1
        self.begun.set()
        await self.go.wait()
        if isinstance(self._answer, Exception):
            raise self._answer
        return self._answer


async def ask_at_once(peer: Peer, number: int) -> list[asyncio.Task[int]]:
    """Starts this number of requests."""
    tasks = [asyncio.create_task(ask(peer)) for _ in range(number)]
    for _ in range(5):
        await asyncio.sleep(0)
    return tasks


async def test_the_first_request_after_an_outage_is_answered(asked: Peer, question: respx.Route) -> None:
    await fail(asked, question)
    assert asked.is_paused
    assert await ask(asked) == 200
    assert not asked.is_paused


async def test_an_outage_is_logged_once(asked: Peer, question: respx.Route, log_entries: list[EventDict]) -> None:
    for _ in range(2):
        for _ in range(3):
            await fail(asked, question)
        assert await ask(asked) == 200
    assert [entry["event"] for entry in log_entries] == ["admin_service_unavailable"] * 2


async def test_during_an_outage_one_request_is_sent_at_a_time(asked: Peer, question: respx.Route) -> None:
    await fail(asked, question)
    late = Late(REFUSED)
    question.mock(side_effect=late)
    asking = await ask_at_once(asked, 20)
    assert (late.number, asked.is_paused) == (1, True)
    late.go.set()
    answers = await asyncio.gather(*asking, return_exceptions=True)
    assert [type(answer) for answer in answers] == [PeerUnavailable] * 20
    assert late.number == 2  # the request that was already running does not prove an outage


async def test_a_request_that_waits_for_a_successful_probe_is_answered(asked: Peer, question: respx.Route) -> None:
    await fail(asked, question)
    late = Late(httpx.ReadTimeout("slow"))
    question.mock(side_effect=late)
    probe, *others = await ask_at_once(asked, 6)
    question.mock(return_value=httpx.Response(200))
    late.go.set()
    with pytest.raises(PeerUnavailable):
        await probe
    assert await asyncio.gather(*others) == [200] * 5


async def test_a_failure_after_a_later_answer_is_not_an_outage(
    asked: Peer, question: respx.Route, log_entries: list[EventDict]
) -> None:
    late = Late(httpx.ReadTimeout("slow"))
    question.mock(side_effect=late)
    [slow] = await ask_at_once(asked, 1)
    await late.begun.wait()
    question.mock(return_value=httpx.Response(200))
    assert await ask(asked) == 200
    late.go.set()
    with pytest.raises(PeerUnavailable):
        await slow
    assert not asked.is_paused
    assert log_entries == []


@pytest.mark.parametrize("ticks", TICKS)
@pytest.mark.parametrize("is_away", [False, True], ids=["there", "away"])
async def test_a_cancelled_request_does_not_cancel_the_others(
    asked: Peer, question: respx.Route, ticks: int, is_away: bool
) -> None:
    for _ in range(3):
        if is_away:
            await fail(asked, question)
        first, second = asyncio.create_task(ask(asked)), asyncio.create_task(ask(asked))
        for _ in range(ticks):
            await asyncio.sleep(0)
        first.cancel()
        await asyncio.gather(first, return_exceptions=True)
        assert (await second, await ask(asked)) == (200, 200)
