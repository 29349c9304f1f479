"""UserClient: visitors from admin_service over HTTP, and from the copies while it is unavailable."""

from collections.abc import AsyncIterator
from types import SimpleNamespace

import httpx
import pytest
import respx
from main_service.peer import PAUSE_SECONDS, Peer, connect
from main_service.users.client import UserClient
from service_kit.db.database import Database
from service_kit.errors import Unavailable
from service_kit.process.service import Service
from structlog.typing import EventDict

from testing.events import event, receive
from testing.one_service import SETTINGS

PEER = str(SETTINGS["peer_url"])
NO_USERS = {
    "an error": httpx.Response(500, json={"id": 1}),
    "not found": httpx.Response(404, json={"id": 1}),
    "elsewhere": httpx.Response(302, headers={"location": "http://evil.example/api/user"}),
    "no JSON": httpx.Response(200, text="<html>"),
    "nothing": httpx.Response(200, text=""),
    "a list": httpx.Response(200, json=[1]),
    "no id": httpx.Response(200, json={"pk": 1}),
    "zero": httpx.Response(200, json={"id": 0}),
    "below zero": httpx.Response(200, json={"id": -1}),
    "words": httpx.Response(200, json={"id": "seven"}),
    "too large": httpx.Response(200, json={"id": 2**31}),
    "far too large": httpx.Response(200, json={"id": 2**70}),
}
FAILURES = [httpx.ConnectError("refused"), httpx.ReadTimeout("slow"), httpx.RemoteProtocolError("cut")]


@pytest.fixture
async def users(database: Database) -> AsyncIterator[UserClient]:
    """A client whose requests have not failed yet."""
    async with connect(PEER, timeout=1) as admin:
        yield UserClient(Peer(admin), database)


def know_user(service: Service, user_id: int) -> None:
    receive(service.consumer, event("shop.user.created.v1", f"user/{user_id}", 1, id=user_id, visitor=True))


async def test_gets_a_random_visitor_and_creates_a_new_one(users: UserClient, peer: respx.MockRouter) -> None:
    assert await users.random_visitor() == 7
    assert [await users.new_visitor() for _ in range(2)] == [101, 102]
    assert (peer["draw"].call_count, peer["visitor"].call_count) == (1, 2)


@pytest.mark.parametrize("answer", NO_USERS.values(), ids=NO_USERS.keys())
async def test_an_invalid_answer_counts_as_unavailable(
    users: UserClient, service: Service, peer: respx.MockRouter, answer: httpx.Response
) -> None:
    know_user(service, 42)
    peer["draw"].mock(return_value=answer)
    assert await users.random_visitor() == 42


@pytest.mark.parametrize("failure", FAILURES, ids=lambda failure: type(failure).__name__)
async def test_uses_a_copy_while_admin_service_is_away(
    users: UserClient,
    service: Service,
    peer: respx.MockRouter,
    failure: Exception,
    log_entries: list[EventDict],
) -> None:
    know_user(service, 42)
    peer["draw"].mock(side_effect=failure)
    peer["visitor"].mock(side_effect=failure)
    assert await users.random_visitor() == 42
    assert await users.new_visitor() == 42
    assert [entry["event"] for entry in log_entries] == ["admin_service_unavailable"]


@pytest.mark.parametrize("ask", ["random_visitor", "new_visitor"])
async def test_an_account_is_never_used_as_a_visitor(
    users: UserClient, service: Service, peer: respx.MockRouter, ask: str
) -> None:
    receive(service.consumer, event("shop.user.created.v1", "user/41", 1, id=41, visitor=False))
    for route in ("draw", "visitor"):
        peer[route].mock(side_effect=FAILURES[0])
    with pytest.raises(Unavailable):
        await getattr(users, ask)()
    know_user(service, 42)
    receive(service.consumer, event("shop.user.created.v1", "user/43", 1, id=43, visitor=False))
    assert {await getattr(users, ask)() for _ in range(20)} == {42}


async def test_raises_unavailable_without_a_copy(users: UserClient, peer: respx.MockRouter) -> None:
    peer["draw"].mock(side_effect=FAILURES[0])
    with pytest.raises(Unavailable, match="admin_service does not answer"):
        await users.random_visitor()


async def test_after_a_failure_requests_pause_and_then_continue(
    users: UserClient, service: Service, peer: respx.MockRouter, monkeypatch: pytest.MonkeyPatch
) -> None:
    know_user(service, 42)
    clock = 1000.0
    monkeypatch.setattr("main_service.peer.time", SimpleNamespace(monotonic=lambda: clock))
    peer["draw"].mock(side_effect=[FAILURES[0], httpx.Response(200, json={"id": 8})])
    assert [await users.random_visitor() for _ in range(5)] == [42] * 5
    assert peer["draw"].call_count == 1
    clock += PAUSE_SECONDS
    assert await users.random_visitor() == 8


async def test_a_new_visitor_right_after_an_outage_gets_its_own_user(
    users: UserClient, service: Service, peer: respx.MockRouter
) -> None:
    know_user(service, 42)
    peer["draw"].mock(side_effect=FAILURES[0])
    assert [await users.random_visitor() for _ in range(2)] == [42] * 2
    assert await users.new_visitor() == 101


async def test_a_redirect_is_not_followed(users: UserClient, service: Service, peer: respx.MockRouter) -> None:
    know_user(service, 42)
    elsewhere = respx.get("http://evil.example/api/user").respond(json={"id": 666})
    peer["draw"].mock(return_value=NO_USERS["elsewhere"])
    assert await users.random_visitor() == 42
    assert not elsewhere.called
