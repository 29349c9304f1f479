"""The commands of sessions."""

from datetime import UTC, datetime, timedelta

import pytest
from admin_service.sessions import commands, queries
from admin_service.sessions.errors import SessionNotFound
from admin_service.sessions.model import Device, Lifetime, UserSession
from admin_service.users.model import User
from service_kit.db.database import Database
from service_kit.identity import digest_of, new_token
from sqlalchemy import update
from sqlmodel import col

from testing.rows import contents, counts, outbox_events
from testing.signed_in import SIGNED_IN, Accounts

REVOKED = "shop.session.revoked.v1"
HERE = Device("192.0.2.1", "a browser")
LIFETIME = Lifetime(idle=timedelta(days=7), absolute=timedelta(days=30))


@pytest.fixture
def ada(accounts: Accounts) -> User:
    """An account without sessions."""
    return accounts.add("ada")


def open_ones(database: Database, user: User) -> set[str]:
    return {row.digest for row in database.read(lambda reader: queries.of_user(reader, user.id))}


def ids(database: Database, user: User) -> list[int]:
    return [row.id for row in database.read(lambda reader: queries.of_user(reader, user.id))]


def move(database: Database, digest: str, **moments: datetime) -> None:
    statement = update(UserSession).where(col(UserSession.digest) == digest).values(**moments)
    database.write(lambda session: session.execute(statement))


def revoked(database: Database) -> list[str]:
    return [event["data"]["digest"] for event in outbox_events(database) if event["type"] == REVOKED]


def test_opening_a_session_publishes_nothing(database: Database, accounts: Accounts, ada: User) -> None:
    token = accounts.sign_in(ada)
    assert open_ones(database, ada) == {digest_of(token)}
    assert counts(database) == SIGNED_IN


def test_publishes_an_ended_session_by_its_digest(database: Database, accounts: Accounts, ada: User) -> None:
    token = accounts.sign_in(ada)
    (session_id,) = ids(database, ada)
    before = datetime.now(UTC)
    assert database.write(lambda session: commands.end_by_digest(session, digest_of(token))) == 1
    (event,) = outbox_events(database)
    assert (event["type"], event["subject"], int(event["sequence"])) == (REVOKED, f"session/{session_id}", 1)
    moment = datetime.fromisoformat(event["data"].pop("revoked_at"))
    assert before - timedelta(seconds=1) < moment <= datetime.now(UTC)
    assert event["data"] == {"digest": digest_of(token), "user_id": ada.id}
    assert token not in str(event)


def test_an_ended_session_cannot_be_ended_again(database: Database, accounts: Accounts, ada: User) -> None:
    ended, idle = accounts.sign_in(ada), accounts.sign_in(ada)
    ended_id = ids(database, ada)[-1]
    database.write(lambda session: commands.end_by_digest(session, digest_of(ended)))
    move(database, digest_of(idle), idle_until=datetime.now(UTC) - timedelta(seconds=1))
    before = contents(database)
    for token in (ended, idle, new_token()):
        with pytest.raises(SessionNotFound):
            database.write(lambda session, token=token: commands.end_by_digest(session, digest_of(token)))  # type: ignore[misc]
    with pytest.raises(SessionNotFound):
        database.write(lambda session: commands.end_one(session, ada.id, ended_id))
    assert database.write(lambda session: queries.valid_session(session, digest_of(ended))) is None
    assert contents(database) == before


def test_end_one_ends_only_sessions_of_the_user(database: Database, accounts: Accounts, ada: User) -> None:
    bob = accounts.add("bob")
    token, other = accounts.sign_in(ada), accounts.sign_in(bob)
    (ada_id,), (bob_id,) = ids(database, ada), ids(database, bob)
    before = contents(database)
    refusals = []
    for session_id in (bob_id, bob_id + 1000, 0):
        with pytest.raises(SessionNotFound) as refused:
            database.write(lambda session, key=session_id: commands.end_one(session, ada.id, key))  # type: ignore[misc]
        refusals.append((refused.value.code, refused.value.message))
    assert len(set(refusals)) == 1
    assert contents(database) == before
    database.write(lambda session: commands.end_one(session, ada.id, ada_id))
    assert (open_ones(database, ada), open_ones(database, bob)) == (set(), {digest_of(other)})
    assert revoked(database) == [digest_of(token)]


def test_end_all_can_keep_one_session(database: Database, accounts: Accounts, ada: User) -> None:
    tokens = [accounts.sign_in(ada) for _ in range(3)]
    other = accounts.sign_in(accounts.add("bob"))
    kept = digest_of(tokens[1])
    assert database.write(lambda session: commands.end_all(session, ada.id, except_digest=kept)) == 2
    assert open_ones(database, ada) == {kept}
    assert revoked(database) == [digest_of(tokens[0]), digest_of(tokens[2])]
    assert database.write(lambda session: commands.end_all(session, ada.id)) == 1
    assert open_ones(database, ada) == set()
    assert digest_of(other) not in revoked(database)


def test_delete_all_leaves_no_session_and_no_address(database: Database, accounts: Accounts, ada: User) -> None:
    tokens = [accounts.sign_in(ada, address="203.0.113.77") for _ in range(2)]
    bob = accounts.add("bob")
    accounts.sign_in(bob)
    database.write(lambda session: commands.end_by_digest(session, digest_of(tokens[0])))
    database.write(lambda session: commands.delete_all(session, ada.id))
    assert "203.0.113.77" not in str(contents(database))
    assert counts(database) == {"user": 2, "session": 1, "outbox": 2}
    assert revoked(database) == [digest_of(token) for token in tokens]


def test_too_many_sessions_end_the_oldest(
    database: Database, accounts: Accounts, ada: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(commands, "MAX_SESSIONS", 3)
    bob = accounts.sign_in(accounts.add("bob"))
    tokens = [accounts.sign_in(ada) for _ in range(5)]
    assert open_ones(database, ada) == {digest_of(token) for token in tokens[2:]}
    assert revoked(database) == [digest_of(token) for token in tokens[:2]]
    assert database.read(lambda reader: queries.valid_session(reader, digest_of(bob))) is not None


def test_an_ended_session_is_not_extended(database: Database, accounts: Accounts, ada: User) -> None:
    token = accounts.sign_in(ada)
    (session_id,) = ids(database, ada)
    database.write(lambda session: commands.end_by_digest(session, digest_of(token)))
    before = contents(database)
    for key in (session_id, session_id + 1):
        database.write(lambda session, key=key: commands.use_session(session, key, LIFETIME))  # type: ignore[misc]
    assert contents(database) == before


def test_old_sessions_are_deleted_in_batches_and_valid_ones_never(
    database: Database, accounts: Accounts, ada: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(commands, "PURGE_BATCH", 2)
    now, long = datetime.now(UTC), timedelta(days=31)
    tokens = [accounts.sign_in(ada) for _ in range(6)]
    digests = [digest_of(token) for token in tokens]
    for digest in digests[:3]:
        move(database, digest, last_used_at=now - long, idle_until=now - long)
    move(database, digests[3], last_used_at=now - long)  # still valid, if sessions last that long
    move(database, digests[4], idle_until=now - timedelta(days=1))  # kept, because its address is a known one
    assert [database.write(commands.purge_sessions) for _ in range(3)] == [2, 1, 0]
    rows = str(contents(database)["session"])
    assert [digest in rows for digest in digests] == [False] * 3 + [True] * 3
    assert revoked(database) == []


@pytest.mark.parametrize(
    ("name", "address", "known"),
    [
        ("ada", "203.0.113.1", True),
        ("ADA", "203.0.113.1", True),
        ("ada", "203.0.113.2", False),
        ("bob", "203.0.113.1", False),
    ],
)
def test_an_address_is_known_after_a_sign_in(
    database: Database, accounts: Accounts, ada: User, name: str, address: str, known: bool
) -> None:
    accounts.add("bob")
    token = accounts.sign_in(ada, address="203.0.113.1")
    for _ in range(2):
        found = database.read(lambda reader: queries.credentials(reader, name, address))
        assert found is not None
        assert bool(found.is_known) is known
        if database.read(lambda reader: queries.valid_session(reader, digest_of(token))):
            database.write(lambda session: commands.end_by_digest(session, digest_of(token)))
    assert database.read(lambda reader: queries.credentials(reader, "nobody", address)) is None
