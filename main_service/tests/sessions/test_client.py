"""SessionClient: copies are used for 30 seconds, and revoked sessions are refused at once."""

from types import SimpleNamespace

import pytest
from main_service.peer import Peer, connect
from main_service.sessions import refused_tokens
from main_service.sessions.client import SessionClient
from service_kit.db.database import Database
from service_kit.identity import Caller, Role, digest_of, new_token
from service_kit.process.service import Service

from testing.events import event, receive
from testing.one_service import ON_MARIADB, SETTINGS
from testing.peer_accounts import PeerAccounts, Revoke, Wait
from testing.rows import counts, statements

UPDATED = "shop.user.updated.v1"


@pytest.mark.parametrize("role", list(Role))
async def test_a_valid_session_is_authenticated_with_its_role(
    sessions: SessionClient, accounts: PeerAccounts, role: Role
) -> None:
    token = accounts.sign_in(501, role=role)
    caller = Caller(501, role, digest_of(token))
    assert [await sessions.authenticate(token) for _ in range(3)] == [caller] * 3
    assert accounts.check.call_count == 1


async def test_all_processes_use_the_same_copy(
    sessions: SessionClient, accounts: PeerAccounts, database: Database
) -> None:
    token = accounts.sign_in()
    await sessions.authenticate(token)
    async with connect(str(SETTINGS["peer_url"]), timeout=1) as admin:
        assert await SessionClient(Peer(admin), database).authenticate(token) is not None
    assert accounts.check.call_count == 1


async def test_after_thirty_seconds_admin_service_is_asked_again(
    sessions: SessionClient, accounts: PeerAccounts, wait: Wait
) -> None:
    token = accounts.sign_in()
    for seconds, asked in ((0, 1), (20, 1), (31, 2), (0, 2)):
        wait(seconds)
        assert await sessions.authenticate(token) is not None
        assert accounts.check.call_count == asked


async def test_a_session_that_ended_without_an_event_is_refused_within_thirty_seconds(
    sessions: SessionClient, accounts: PeerAccounts, wait: Wait
) -> None:
    token = accounts.sign_in()
    assert await sessions.authenticate(token) is not None
    accounts.forget(token)
    wait(31)
    assert [await sessions.authenticate(token) for _ in range(3)] == [None] * 3
    assert accounts.check.call_count == 2


async def test_an_unknown_token_is_refused_and_checked_rarely(
    sessions: SessionClient, accounts: PeerAccounts, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    clock = 1000.0
    monkeypatch.setattr(refused_tokens, "time", SimpleNamespace(monotonic=lambda: clock))
    token = new_token()
    assert [await sessions.authenticate(token) for _ in range(3)] == [None] * 3
    assert accounts.check.call_count == 1
    clock += refused_tokens.SECONDS
    assert await sessions.authenticate(token) is None
    assert accounts.check.call_count == 2
    assert "session_copy" not in counts(database)


async def test_an_expired_copy_is_checked_because_the_session_may_have_been_extended(
    sessions: SessionClient, accounts: PeerAccounts
) -> None:
    prolonged, over = accounts.sign_in(501, seconds=-1), accounts.sign_in(502, seconds=-1)
    for token in (prolonged, over):
        await sessions.authenticate(token)
    accounts.change(prolonged, expires_at="2999-01-01T00:00:00Z")
    accounts.forget(over)
    assert [await sessions.authenticate(prolonged) is not None for _ in range(3)] == [True] * 3
    assert [await sessions.authenticate(over) for _ in range(3)] == [None] * 3
    assert accounts.check.call_count == 4


async def test_a_revoked_session_is_refused_without_a_request(
    sessions: SessionClient, accounts: PeerAccounts, revoke: Revoke
) -> None:
    token, never_seen = accounts.sign_in(), accounts.sign_in()
    assert await sessions.authenticate(token) is not None
    for each in (token, never_seen):
        revoke(each)
        assert await sessions.authenticate(each) is None
    assert accounts.check.call_count == 1


async def test_a_changed_role_is_seen_at_once(
    sessions: SessionClient, accounts: PeerAccounts, service: Service
) -> None:
    token = accounts.sign_in(501, role="STAFF", version=3)
    assert (await _role(sessions, token), accounts.check.call_count) == (Role.STAFF, 1)
    receive(service.consumer, event(UPDATED, "user/501", 3, id=501))
    assert (await _role(sessions, token), accounts.check.call_count) == (Role.STAFF, 1)
    accounts.change(token, role="CUSTOMER", user_version=4)
    receive(service.consumer, event(UPDATED, "user/501", 4, id=501))
    assert (await _role(sessions, token), accounts.check.call_count) == (Role.CUSTOMER, 2)
    assert (await _role(sessions, token), accounts.check.call_count) == (Role.CUSTOMER, 2)


async def test_invented_tokens_fill_neither_a_table_nor_the_memory(
    sessions: SessionClient, accounts: PeerAccounts, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(refused_tokens, "MAX_TOKENS", 3)
    tokens = [new_token() for _ in range(5)]
    for token in (*tokens, *tokens[2:]):
        assert await sessions.authenticate(token) is None
    assert accounts.check.call_count == 5
    await sessions.authenticate(tokens[0])
    assert accounts.check.call_count == 6
    assert counts(database) == {}


async def test_a_fresh_copy_costs_one_statement_and_a_refusal_none(
    sessions: SessionClient, accounts: PeerAccounts
) -> None:
    known, refused = accounts.sign_in(), new_token()
    for token, number in ((known, 1), (refused, 0)):
        await sessions.authenticate(token)
        with statements() as sent:
            await sessions.authenticate(token)
        assert len(sent) == number, sent


@ON_MARIADB
async def test_only_the_clock_of_the_database_decides_freshness(
    sessions: SessionClient, accounts: PeerAccounts, monkeypatch: pytest.MonkeyPatch
) -> None:
    for module in ("queries", "commands"):
        monkeypatch.setattr(f"main_service.sessions.{module}.datetime", None)
    token = accounts.sign_in()
    for _ in range(2):
        assert await sessions.authenticate(token) is not None
    assert accounts.check.call_count == 1


async def _role(sessions: SessionClient, token: str) -> Role:
    caller = await sessions.authenticate(token)
    assert caller is not None
    return caller.role
