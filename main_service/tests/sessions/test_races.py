"""Authentication during other requests, a revocation or a change of the role."""

import asyncio
from collections.abc import Callable
from typing import Any

import httpx
import pytest
from main_service.sessions.client import SessionClient
from service_kit.db.database import Database
from service_kit.identity import Caller, Role, digest_of, new_token
from service_kit.process.service import Service
from sqlalchemy import Connection

from testing.events import event, receive
from testing.peer_accounts import PeerAccounts, Revoke, Wait


class Reads:
    """Counts completed reads."""

    def __init__(self, database: Database) -> None:
        self._aread = database.aread
        self._number = 0
        self._came = asyncio.Event()

    async def aread(self, work: Callable[[Connection], Any]) -> Any:
        """Reads, and counts the read immediately afterwards."""
        result = await self._aread(work)
        self._number += 1
        self._came.set()
        return result

    async def reach(self, number: int) -> None:
        """Waits until this number of reads is completed."""
        while self._number < number:
            self._came.clear()
            await self._came.wait()


@pytest.fixture
def reads(database: Database, monkeypatch: pytest.MonkeyPatch) -> Reads:
    """The reads of the test."""
    reads = Reads(database)
    monkeypatch.setattr(database, "aread", reads.aread)
    return reads


def answer_after(work: Callable[[], None], accounts: PeerAccounts) -> None:
    """Makes admin_service answer the next request with the earlier state, but only after `work` is done."""

    def answer(request: httpx.Request) -> httpx.Response:
        given = accounts.answer(request)
        accounts.check.mock(side_effect=accounts.answer)
        work()
        return given

    accounts.check.mock(side_effect=answer)


def answer_late(accounts: PeerAccounts) -> asyncio.Event:
    """Makes admin_service answer when this event is set."""
    go = asyncio.Event()

    async def answer(request: httpx.Request) -> httpx.Response:
        await go.wait()
        return accounts.answer(request)

    accounts.check.mock(side_effect=answer)
    return go


async def test_a_role_that_changes_while_admin_is_asked_is_seen_the_next_time(
    sessions: SessionClient, accounts: PeerAccounts, service: Service
) -> None:
    token = accounts.sign_in(501, role="STAFF")

    def demote() -> None:
        accounts.change(token, role="CUSTOMER", user_version=2)
        receive(service.consumer, event("shop.user.updated.v1", "user/501", 2, id=501))

    answer_after(demote, accounts)
    await sessions.authenticate(token)
    caller = await sessions.authenticate(token)
    assert caller is not None
    assert caller.role is Role.CUSTOMER


@pytest.mark.parametrize("known", [False, True])
async def test_a_session_that_is_revoked_while_admin_is_asked_stays_revoked(
    sessions: SessionClient, accounts: PeerAccounts, revoke: Revoke, wait: Wait, known: bool
) -> None:
    token = accounts.sign_in()
    if known:
        await sessions.authenticate(token)
        wait(31)
    answer_after(lambda: revoke(token), accounts)
    assert [await sessions.authenticate(token) for _ in range(2)] == [None] * 2
    assert accounts.check.call_count == 1 + known


async def test_requests_at_once_with_one_token_ask_once(
    sessions: SessionClient, accounts: PeerAccounts, reads: Reads
) -> None:
    known, unknown = accounts.sign_in(501), new_token()
    go = answer_late(accounts)
    waiting = [asyncio.create_task(sessions.authenticate(token)) for token in [known, unknown] * 12]
    await reads.reach(24)
    go.set()
    assert await asyncio.gather(*waiting) == [Caller(501, Role.CUSTOMER, digest_of(known)), None] * 12
    assert accounts.check.call_count == 2


async def test_cancelling_one_request_does_not_cancel_the_others(
    sessions: SessionClient, accounts: PeerAccounts, reads: Reads
) -> None:
    token = accounts.sign_in()
    go = answer_late(accounts)
    first, second = (asyncio.create_task(sessions.authenticate(token)) for _ in range(2))
    await reads.reach(2)
    first.cancel()
    await asyncio.wait([first])
    go.set()
    assert await second is not None
    assert (first.cancelled(), accounts.check.call_count) == (True, 1)
