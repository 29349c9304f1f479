"""The query `sessions`."""

from datetime import UTC, datetime, timedelta

from admin_service.sessions.model import UserSession
from service_kit.db.database import Database
from service_kit.identity import Role, digest_of
from sqlalchemy import update
from sqlmodel import col

from testing.api import connect
from testing.bad_input import HARMLESS_TEXTS
from testing.one_service import Stage
from testing.rows import statements
from testing.signed_in import PASSWORD, Accounts, ClientAs, SignedIn

SESSIONS = "{ sessions { id current createdAt lastUsedAt expiresAt userAgent address } }"
LOGIN = "mutation($input: LoginInput!) { login(input: $input) { ... on LoginSuccess { token } } }"


async def test_lists_sessions_with_address_and_times(stage: Stage, accounts: Accounts) -> None:
    accounts.add("ada")
    async with connect(stage.app, "203.0.113.9") as client:
        client.headers["user-agent"] = "Firefox/140"
        given = {"username": "ada", "password": PASSWORD}
        client.headers["authorization"] = (await client.graphql(LOGIN, input=given))["login"]["token"]
        (shown,) = (await client.graphql(SESSIONS))["sessions"]
    created, last_used, expires = (
        datetime.fromisoformat(shown[name]) for name in ("createdAt", "lastUsedAt", "expiresAt")
    )
    assert (shown["current"], shown["userAgent"], shown["address"]) == (True, "Firefox/140", "203.0.113.9")
    assert abs(datetime.now(UTC) - created) < timedelta(seconds=30)
    assert (last_used - created, expires - created) == (timedelta(0), timedelta(days=7))


async def test_the_current_session_is_first_then_the_last_used(
    customer: SignedIn, accounts: Accounts, database: Database
) -> None:
    tokens = {name: accounts.sign_in(customer.user, user_agent=name) for name in ("old", "new", "newest")}
    for hours, token in enumerate([customer.token, tokens["old"], tokens["newest"], tokens["new"]][::-1]):
        moment = datetime.now(UTC) - timedelta(hours=1 + hours)
        statement = update(UserSession).where(col(UserSession.digest) == digest_of(token))
        database.write(lambda session, one=statement, at=moment: session.execute(one.values(last_used_at=at)))  # type: ignore[misc]
    order = ["a browser", "new", "newest", "old"]
    shown = (await customer.graphql("{ sessions { userAgent current } }"))["sessions"]
    assert shown == [{"userAgent": name, "current": name == "a browser"} for name in order]
    customer.headers["authorization"] = tokens["old"]
    shown = (await customer.graphql("{ sessions { userAgent } }"))["sessions"]
    assert shown[0] == {"userAgent": "old"}


async def test_sessions_of_others_and_ended_ones_are_not_listed(
    admin: SignedIn, client_as: ClientAs, accounts: Accounts, database: Database
) -> None:
    other = client_as(Role.CUSTOMER)
    over = accounts.sign_in(admin.user)
    past = datetime.now(UTC) - timedelta(seconds=1)
    statement = update(UserSession).where(col(UserSession.digest) == digest_of(over)).values(idle_until=past)
    database.write(lambda session: session.execute(statement))
    ids = {
        (await client.graphql("{ sessions { id } }"))["sessions"][0]["id"]
        for client in (admin, other)
        if len((await client.graphql("{ sessions { id } }"))["sessions"]) == 1
    }
    assert len(ids) == 2


async def test_the_list_sends_one_statement_and_contains_no_digest(customer: SignedIn) -> None:
    with statements() as sent:
        answer = await customer.post_graphql(SESSIONS)
    assert len(sent) == 2  # the session of the caller, and the list
    assert digest_of(customer.token) not in answer.text
    assert customer.token not in answer.text


async def test_the_user_agent_is_stored_and_truncated(stage: Stage, accounts: Accounts) -> None:
    accounts.add("ada")
    agents = [text for text in HARMLESS_TEXTS.values() if text.isascii() and text.isprintable()]
    assert len(agents) > 3
    async with connect(stage.app, "203.0.113.9") as client:
        for agent in [*agents, "", "x" * 5000]:
            headers = {"user-agent": agent}
            given = {"query": LOGIN, "variables": {"input": {"username": "ada", "password": PASSWORD}}}
            token = (await client.post("/graphql", json=given, headers=headers)).json()["data"]["login"]["token"]
            shown = await client.post("/graphql", json={"query": SESSIONS}, headers={"authorization": token})
            assert shown.json()["data"]["sessions"][0]["userAgent"] == agent[:200]
