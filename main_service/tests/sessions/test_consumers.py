"""The consumers of session events."""

import pytest
from main_service.sessions.client import SessionClient
from service_kit.db.database import Database
from service_kit.identity import digest_of
from service_kit.process.service import Service

from testing.events import event, failures, receive
from testing.peer_accounts import PeerAccounts, Revoke
from testing.rows import contents

REVOKED = "shop.session.revoked.v1"


async def test_a_session_can_be_revoked_before_it_is_seen_and_twice(
    sessions: SessionClient, accounts: PeerAccounts, database: Database, revoke: Revoke
) -> None:
    token = accounts.sign_in()
    revoke(token)
    before = contents(database)["session_copy"]
    revoke(token)
    assert contents(database)["session_copy"] == before
    assert await sessions.authenticate(token) is None
    assert not accounts.check.called


@pytest.mark.parametrize("together", [False, True])
async def test_a_revocation_concerns_one_session_and_no_other_of_the_user(
    sessions: SessionClient, accounts: PeerAccounts, service: Service, together: bool
) -> None:
    tokens = [accounts.sign_in(501) for _ in range(3)]
    for token in tokens:
        await sessions.authenticate(token)
    told = [
        event(REVOKED, f"session/{place}", 1, digest=digest_of(tokens[place]), user_id=501) for place in (0, 2)
    ]
    receive(service.consumer, *told, *told, together=together)
    assert [await sessions.authenticate(token) is not None for token in tokens] == [False, True, False]
    assert accounts.check.call_count == 3


@pytest.mark.parametrize("digest", ["", "x" * 64, "A" * 64, "a" * 63, "a" * 65, "a" * 63 + "\n", 5, None])
def test_an_invalid_digest_is_parked(service: Service, database: Database, digest: object) -> None:
    receive(service.consumer, event(REVOKED, "session/12", 1, digest=digest))
    ((state, error),) = failures(database)
    assert state == "parked"
    assert "digest" in error
    assert contents(database)["session_copy"] == []
