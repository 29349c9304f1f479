"""Authentication while admin_service is unavailable or returns invalid answers."""

from types import SimpleNamespace

import httpx
import pytest
import respx
from main_service.peer import PAUSE_SECONDS, Peer, connect
from main_service.sessions.client import SessionClient
from main_service.sessions.errors import SessionUnchecked
from service_kit.db.database import Database
from service_kit.events.consumer import Delivery
from service_kit.identity import new_token
from service_kit.process.service import Service
from structlog.typing import EventDict

from testing.events import event, receive
from testing.one_service import ON_SQLITE, SETTINGS
from testing.peer_accounts import PeerAccounts, Revoke, Wait
from testing.rows import contents, counts

GOOD: dict[str, object] = {
    "user_id": 501,
    "username": "ada",
    "role": "STAFF",
    "user_version": 1,
    "expires_at": "2999-01-01T00:00:00Z",
}
NO_ANSWERS = {
    "an error": httpx.Response(500, json=GOOD),
    "away": httpx.Response(503),
    "elsewhere": httpx.Response(302, headers={"location": "http://evil.example/api/sessions/check"}),
    "refused": httpx.Response(401),
    "forbidden": httpx.Response(403),
    "too many": httpx.Response(429),
    "another address": httpx.Response(405),
    "no JSON": httpx.Response(200, text="<html>"),
    "nothing": httpx.Response(200, text=""),
    "null": httpx.Response(200, json=None),
    "no user": httpx.Response(200, json={**GOOD, "user_id": None}),
    "user zero": httpx.Response(200, json={**GOOD, "user_id": 0}),
    "a user too large": httpx.Response(200, json={**GOOD, "user_id": 2**31}),
    "another role": httpx.Response(200, json={**GOOD, "role": "EMPEROR"}),
    "no role": httpx.Response(200, json={**GOOD, "role": ""}),
    "no version": httpx.Response(200, json={key: GOOD[key] for key in GOOD if key != "user_version"}),
    "no end": httpx.Response(200, json={**GOOD, "expires_at": None}),
    "an end nowhere": httpx.Response(200, json={**GOOD, "expires_at": "2999-01-01T00:00:00"}),
}
HOUR = 3600
FAILURES = [httpx.ConnectError("refused"), httpx.ReadTimeout("slow"), httpx.RemoteProtocolError("cut")]


@pytest.mark.parametrize("failure", FAILURES, ids=lambda failure: type(failure).__name__)
async def test_while_admin_is_away_copies_are_valid_for_an_hour_and_other_sessions_are_unchecked(
    sessions: SessionClient, accounts: PeerAccounts, wait: Wait, revoke: Revoke, failure: Exception
) -> None:
    known, revoked = accounts.sign_in(501, role="STAFF"), accounts.sign_in()
    caller = await sessions.authenticate(known)
    revoke(revoked)
    accounts.check.mock(side_effect=failure)
    for seconds in (0, 31, HOUR - 5):
        wait(seconds)
        assert await sessions.authenticate(known) == caller
        assert await sessions.authenticate(revoked) is None
        with pytest.raises(SessionUnchecked, match="the account service is unavailable"):
            await sessions.authenticate(new_token())
    wait(HOUR)
    with pytest.raises(SessionUnchecked):
        await sessions.authenticate(known)


async def test_while_admin_is_away_expired_sessions_and_those_of_changed_users_are_unchecked(
    sessions: SessionClient, accounts: PeerAccounts, service: Service
) -> None:
    over, demoted = accounts.sign_in(501, seconds=-1), accounts.sign_in(502, role="STAFF")
    for token in (over, demoted):
        await sessions.authenticate(token)
    receive(service.consumer, event("shop.user.updated.v1", "user/502", 2, id=502))
    accounts.check.mock(side_effect=FAILURES[0])
    for token in (over, demoted):
        with pytest.raises(SessionUnchecked):
            await sessions.authenticate(token)


async def test_a_refused_session_stays_refused_while_admin_is_away(
    sessions: SessionClient, accounts: PeerAccounts, database: Database, wait: Wait
) -> None:
    token = accounts.sign_in()
    await sessions.authenticate(token)
    wait(31)
    accounts.forget(token)
    assert await sessions.authenticate(token) is None
    accounts.check.mock(side_effect=FAILURES[0])
    async with connect(str(SETTINGS["peer_url"]), timeout=1) as admin:
        with pytest.raises(SessionUnchecked):
            await SessionClient(Peer(admin), database).authenticate(token)


@ON_SQLITE
@pytest.mark.parametrize("answer", NO_ANSWERS.values(), ids=NO_ANSWERS.keys())
async def test_an_invalid_answer_counts_as_unavailable(
    sessions: SessionClient, accounts: PeerAccounts, database: Database, answer: httpx.Response
) -> None:
    accounts.check.mock(return_value=answer)
    with pytest.raises(SessionUnchecked):
        await sessions.authenticate(new_token())
    assert "session_copy" not in counts(database)


@ON_SQLITE
async def test_a_sign_in_right_after_an_outage_is_authenticated(
    sessions: SessionClient, accounts: PeerAccounts, log_entries: list[EventDict]
) -> None:
    accounts.check.mock(side_effect=FAILURES[0])
    for _ in range(3):
        with pytest.raises(SessionUnchecked):
            await sessions.authenticate(new_token())
    assert [entry["event"] for entry in log_entries] == ["admin_service_unavailable"]
    accounts.check.mock(side_effect=accounts.answer)
    assert await sessions.authenticate(accounts.sign_in()) is not None


@ON_SQLITE
@pytest.mark.parametrize("sign", ["an event", "/readyz", "time"])
async def test_after_a_failure_known_sessions_are_not_checked_until_admin_is_available_again(
    service: Service,
    accounts: PeerAccounts,
    peer: respx.MockRouter,
    monkeypatch: pytest.MonkeyPatch,
    wait: Wait,
    sign: str,
) -> None:
    clock, token = 1000.0, accounts.sign_in()
    monkeypatch.setattr("main_service.peer.time", SimpleNamespace(monotonic=lambda: clock))
    async with connect(str(SETTINGS["peer_url"]), timeout=1) as admin:
        asked = Peer(admin)
        service.peer.on_reachable(asked.resume)
        sessions = SessionClient(asked, service.database)
        await sessions.authenticate(token)
        wait(31)
        accounts.check.mock(side_effect=FAILURES[0])
        for _ in range(3):
            assert await sessions.authenticate(token) is not None
        assert accounts.check.call_count == 2
        accounts.check.mock(side_effect=accounts.answer)
        assert await sessions.authenticate(token) is not None
        assert accounts.check.call_count == 2
        if sign == "an event":
            service.receive([Delivery(event("shop.user.created.v1", "user/9", 1, id=9))])
        elif sign == "/readyz":
            peer.get("/readyz").respond(200)
            await service.peer.check()
        else:
            clock += PAUSE_SECONDS
        assert await sessions.authenticate(token) is not None
        assert accounts.check.call_count == 3


@ON_SQLITE
async def test_visitors_are_available_while_sessions_cannot_be_checked(
    sessions: SessionClient, accounts: PeerAccounts, peer: respx.MockRouter, database: Database
) -> None:
    async with connect(str(SETTINGS["peer_url"]), timeout=1) as admin:
        broken, users = Peer(admin), Peer(admin)
        accounts.check.mock(return_value=NO_ANSWERS["an error"])
        with pytest.raises(SessionUnchecked):
            await SessionClient(broken, database).authenticate(new_token())
        assert await users.ask("GET", "/api/user", lambda answer: answer.status_code) == 200


async def test_a_token_is_neither_stored_nor_logged(
    sessions: SessionClient, accounts: PeerAccounts, database: Database, log_entries: list[EventDict]
) -> None:
    known, unknown, unsure = accounts.sign_in(), new_token(), new_token()
    await sessions.authenticate(known)
    await sessions.authenticate(unknown)
    accounts.check.mock(return_value=httpx.Response(200, json={**GOOD, "role": unsure}))
    with pytest.raises(SessionUnchecked):
        await sessions.authenticate(unsure)
    assert log_entries
    for token in (known, unknown, unsure):
        assert token not in str(contents(database))
        assert token not in str(log_entries)
