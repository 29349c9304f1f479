"""The lifetime of sessions."""

from datetime import UTC, datetime, timedelta

import pytest
from admin_service.sessions.model import Device, Lifetime, UserSession
from service_kit.db.database import Database
from service_kit.identity import Role, digest_of, new_token
from sqlalchemy import text, update

from testing.rows import contents
from testing.signed_in import Accounts, ClientAs, SignedIn

TOKEN = new_token()
HERE = Device("192.0.2.1", "a browser")
WEEK, MONTH = timedelta(days=7), timedelta(days=30)
LONG = Lifetime(idle=WEEK, absolute=MONTH)
ME = "{ me { username } }"
NAMED, NOBODY = {"me": {"username": "customer"}}, {"me": None}


def test_a_session_stores_only_the_digest_of_its_token() -> None:
    session = UserSession.open(1, TOKEN, HERE, LONG)
    assert session.digest == digest_of(TOKEN)
    assert TOKEN not in str(session.model_dump())


def test_a_session_has_an_idle_and_an_absolute_limit() -> None:
    session = UserSession.open(1, TOKEN, HERE, LONG)
    assert session.idle_until == session.created_at + WEEK
    assert session.expires_at == session.created_at + MONTH
    session.use(LONG)
    assert session.idle_until == session.last_used_at + WEEK
    session.expires_at = datetime.now(UTC) + timedelta(hours=1)
    session.use(LONG)
    assert session.idle_until == session.expires_at


def test_the_idle_limit_never_exceeds_the_absolute_limit() -> None:
    session = UserSession.open(1, TOKEN, HERE, Lifetime(idle=MONTH, absolute=WEEK))
    assert session.idle_until == session.expires_at == session.created_at + WEEK


def test_the_database_contains_only_the_digest_of_a_token(customer: SignedIn, database: Database) -> None:
    rows = str(contents(database))
    assert customer.token not in rows
    assert digest_of(customer.token) in rows


def move(database: Database, **moments: datetime) -> None:
    database.write(lambda session: session.execute(update(UserSession).values(**moments)))


def moments(database: Database) -> tuple[str, ...]:
    columns = text("SELECT last_used_at, idle_until, expires_at FROM session")
    return tuple(map(str, database.read(lambda reader: reader.execute(columns).one())))


async def test_an_unused_session_expires(customer: SignedIn, database: Database) -> None:
    now = datetime.now(UTC)
    move(database, idle_until=now + timedelta(seconds=30))
    assert await customer.graphql(ME) == NAMED
    move(database, idle_until=now - timedelta(seconds=1))
    assert await customer.graphql(ME) == NOBODY
    assert await customer.graphql(ME) == NOBODY  # a request does not extend an expired session


async def test_a_use_is_written_at_most_once_a_minute(customer: SignedIn, database: Database) -> None:
    before = moments(database)
    assert await customer.graphql(ME) == NAMED
    assert moments(database) == before
    ago = datetime.now(UTC) - timedelta(minutes=2)
    move(database, last_used_at=ago, idle_until=ago + timedelta(minutes=5))
    assert await customer.graphql(ME) == NAMED
    shown = (await customer.graphql("{ sessions { lastUsedAt expiresAt } }"))["sessions"][0]
    last_used, expires = (datetime.fromisoformat(shown[name]) for name in ("lastUsedAt", "expiresAt"))
    assert datetime.now(UTC) - last_used < timedelta(seconds=30)
    assert expires - last_used == WEEK


async def test_use_does_not_extend_the_absolute_limit(customer: SignedIn, database: Database) -> None:
    now = datetime.now(UTC)
    end = now + timedelta(minutes=1)
    move(database, last_used_at=now - timedelta(hours=1), expires_at=end, idle_until=end)
    assert await customer.graphql(ME) == NAMED
    _, idle_until, expires_at = moments(database)
    assert idle_until == expires_at
    move(database, expires_at=now - timedelta(seconds=1), idle_until=now - timedelta(seconds=1))
    assert await customer.graphql(ME) == NOBODY


@pytest.mark.parametrize("role", list(Role))
async def test_ending_a_session_keeps_the_others(
    client_as: ClientAs, accounts: Accounts, database: Database, role: Role
) -> None:
    client = client_as(role, "customer")
    past = datetime.now(UTC) - timedelta(seconds=1)
    move(database, idle_until=past)
    other = accounts.sign_in(client.user)
    assert await client.graphql(ME) == NOBODY
    client.headers["authorization"] = other
    assert await client.graphql(ME) == NAMED
