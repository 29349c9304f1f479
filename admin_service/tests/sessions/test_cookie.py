"""The session cookie: its attributes, and its protection against other sites."""

from collections.abc import AsyncIterator
from http.cookies import Morsel, SimpleCookie

import httpx
import pytest
from service_kit.identity import COOKIE, is_token

from testing.api import Client, connect, transport_of
from testing.one_service import ON_SQLITE, Serve, Stage
from testing.signed_in import PASSWORD, Accounts

REGISTER = (
    "mutation($input: RegisterInput!) { answer: register(input: $input) { ... on RegisterSuccess { token } } }"
)
LOGIN = "mutation($input: LoginInput!) { answer: login(input: $input) { ... on LoginSuccess { token } } }"
ENDS = {
    "logout": "mutation { logout { sessions } }",
    "logoutEverywhere": "mutation { logoutEverywhere { sessions } }",
    "deleteAccount": f'mutation {{ deleteAccount(input: {{password: "{PASSWORD}"}}) {{ __typename }} }}',
}
GIVEN = {"username": "ada", "password": PASSWORD, "delivery": "COOKIE"}
DAY = 24 * 3600
LOCAL = "http://localhost:5173"

pytestmark = ON_SQLITE


@pytest.fixture
async def client(stage: Stage) -> AsyncIterator[Client]:
    """A web page on the user's own machine, whose cookie is sent without TLS."""
    async with Client(transport=transport_of(stage.app), base_url=LOCAL) as client:
        yield client


def cookie_of(answer: httpx.Response) -> "Morsel[str]":
    """Returns the only cookie that a response sets."""
    (header,) = answer.headers.get_list("set-cookie")
    return SimpleCookie(header)[COOKIE]


async def sign_in(client: Client) -> httpx.Response:
    answer = await client.post_graphql(LOGIN, input=GIVEN)
    assert answer.json() == {"data": {"answer": {"token": None}}}
    return answer


async def test_the_cookie_is_http_only_and_same_site(client: Client, accounts: Accounts) -> None:
    accounts.add()
    kept = cookie_of(await sign_in(client))
    assert is_token(kept.value)
    assert (kept["httponly"], kept["samesite"], kept["path"]) == (True, "lax", "/")
    assert (kept["domain"], kept["max-age"]) == ("", str(30 * DAY))
    assert kept.value not in (await client.post_graphql("{ me { id } }")).text


async def test_registration_sets_the_cookie(client: Client) -> None:
    answer = await client.post_graphql(REGISTER, input={**GIVEN, "email": "ada@example.com"})
    assert answer.json() == {"data": {"answer": {"token": None}}}
    assert is_token(cookie_of(answer).value)
    assert (await client.graphql("{ me { username } }"))["me"] == {"username": "ada"}


async def test_the_cookie_lasts_as_long_as_a_session(serve: Serve, accounts: Accounts) -> None:
    accounts.add()
    async with serve(session_seconds=3600, session_idle_seconds=60) as client:
        assert cookie_of(await sign_in(client))["max-age"] == "3600"


@pytest.mark.parametrize("operation", [LOGIN, REGISTER])
async def test_token_delivery_sets_no_cookie(client: Client, accounts: Accounts, operation: str) -> None:
    accounts.add("bob")
    given = {"username": "bob" if operation is LOGIN else "ada", "password": PASSWORD}
    if operation is REGISTER:
        given["email"] = "ada@example.com"
    for delivery in ({}, {"delivery": "TOKEN"}):
        if delivery and operation is REGISTER:
            given |= {"username": "eve", "email": "eve@example.com"}
        answer = await client.post_graphql(operation, input={**given, **delivery})
        assert is_token(answer.json()["data"]["answer"]["token"])
        assert "set-cookie" not in answer.headers


async def test_a_failed_login_sets_no_cookie(client: Client, accounts: Accounts) -> None:
    accounts.add()
    answer = await client.post_graphql(LOGIN, input={**GIVEN, "password": "wrong"})
    assert "set-cookie" not in answer.headers


@pytest.mark.parametrize("operation", ENDS.values(), ids=ENDS.keys())
async def test_ending_the_session_clears_the_cookie(client: Client, accounts: Accounts, operation: str) -> None:
    accounts.add()
    kept = cookie_of(await sign_in(client))
    gone = cookie_of(await client.post_graphql(operation))
    assert (gone.value, gone["max-age"]) == ("", "0")
    for name in ("httponly", "samesite", "path", "domain", "secure"):
        assert gone[name] == kept[name]
    assert COOKIE not in client.cookies
    assert await client.graphql("{ me { id } }") == {"me": None}


@pytest.mark.parametrize(
    ("origin", "secure"),
    [
        ("http://localhost:5173", False),
        ("http://127.0.0.1:8000", False),
        ("http://127.8.9.10", False),
        ("http://[::1]:8000", False),
        ("http://shop.localhost", False),
        ("https://localhost", True),
        ("https://127.0.0.1", True),
        ("http://shop.example", True),
        ("https://shop.example", True),
        ("http://192.0.2.1", True),
        ("http://127.0.0.1.evil.example", True),
        ("http://localhost.evil.example", True),
        ("http://notlocalhost", True),
        ("http://[2001:db8::1]", True),
    ],
)
async def test_the_cookie_is_secure_except_on_loopback(
    stage: Stage, accounts: Accounts, origin: str, secure: bool
) -> None:
    accounts.add()
    async with Client(transport=transport_of(stage.app), base_url=origin) as client:
        kept = cookie_of(await sign_in(client))
        assert bool(kept["secure"]) is secure
        client.cookies.set(COOKIE, kept.value)
        assert bool(cookie_of(await client.post_graphql(ENDS["logout"]))["secure"]) is secure


@pytest.mark.parametrize(
    "host", ["", "[", "%6c%6fcalhost", "127.0.0.1.", "localhost.", "0x7f000001", "@localhost"]
)
async def test_an_invalid_host_is_not_loopback(stage: Stage, accounts: Accounts, host: str) -> None:
    accounts.add()
    given = {"query": LOGIN, "variables": {"input": GIVEN}}
    async with connect(stage.app) as client:
        answer = await client.post("/graphql", json=given, headers={"host": host})
    assert cookie_of(answer)["secure"] is True


async def test_pages_of_other_origins_cannot_change_anything(client: Client, accounts: Accounts) -> None:
    accounts.add()
    await sign_in(client)
    foreign = {"sec-fetch-site": "same-site", "origin": "http://localhost:9000"}
    for operation in ENDS.values():
        answer = await client.post("/graphql", json={"query": operation}, headers=foreign)
        assert answer.status_code == 403
    assert (await client.graphql("{ me { username } }"))["me"] == {"username": "ada"}


async def test_pages_of_other_origins_cannot_read_anything(serve: Serve, accounts: Accounts) -> None:
    accounts.add()
    async with serve(cors_origins=["http://shop.example"]) as client:
        await sign_in(client)
        for origin in ("http://shop.example", "http://evil.example", "null", "http://shop.example.evil.example"):
            answer = await client.post("/graphql", json={"query": "{ me { email } }"}, headers={"origin": origin})
            assert "access-control-allow-credentials" not in answer.headers
            if origin != "http://shop.example":
                assert "access-control-allow-origin" not in answer.headers


async def test_signing_in_again_ends_the_previous_session(
    stage: Stage, client: Client, accounts: Accounts
) -> None:
    accounts.add()
    former = cookie_of(await sign_in(client)).value
    latter = cookie_of(await sign_in(client)).value
    assert former != latter
    async with connect(stage.app) as thief:
        thief.cookies.set(COOKIE, former)
        assert await thief.graphql("{ me { id } }") == {"me": None}
    assert (await client.graphql("{ sessions { current } }"))["sessions"] == [{"current": True}]


async def test_a_planted_cookie_is_replaced_at_login(client: Client, accounts: Accounts) -> None:
    accounts.add()
    planted = "planted" + "A" * 36
    assert is_token(planted)
    client.cookies.set(COOKIE, planted, domain="localhost.local")
    kept = cookie_of(await sign_in(client)).value
    assert kept != planted


async def test_registration_ends_the_session_of_the_previous_user(
    stage: Stage, client: Client, accounts: Accounts
) -> None:
    accounts.add()
    former = cookie_of(await sign_in(client)).value
    given = {**GIVEN, "username": "bob", "email": "bob@example.com"}
    await client.post_graphql(REGISTER, input=given)
    assert (await client.graphql("{ me { username } }"))["me"] == {"username": "bob"}
    async with connect(stage.app) as thief:
        thief.cookies.set(COOKIE, former)
        assert await thief.graphql("{ me { id } }") == {"me": None}
