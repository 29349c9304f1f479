"""Guessing passwords with the login of client family 2: it reveals nothing and is limited."""

import sys
from collections.abc import AsyncIterator, Callable
from pathlib import Path
from unittest.mock import Mock

import httpx
import pytest
from admin_service.users.commands import create_visitor, delete_account
from admin_service.users.model import User
from asgi_lifespan import LifespanManager
from pwdlib.hashers.argon2 import Argon2Hasher
from service_kit.db.database import Database
from service_kit.identity import digest_of
from structlog.typing import EventDict

from testing.api import Client, bearer, connect
from testing.one_service import ON_SQLITE, SETTINGS, MakeService, Stage
from testing.ports import free_port
from testing.processes import Process
from testing.rows import contents
from testing.signed_in import PASSWORD, Accounts

LOGIN, LOGOUT = "/api/users/login", "/api/users/logout"
INVALID = {"message": "Invalid username and / or password"}
HOME, CAFE = "192.0.2.1", "198.51.100.7"
PROXIED = "203.0.113.9"

From = Callable[[str], Client]
"""`at("192.0.2.1")` returns a client with this address."""


@pytest.fixture
async def at(stage: Stage, make_service: MakeService) -> AsyncIterator[From]:
    """Creates clients of a new application with low limits."""
    limits = {"login_tries": 3, "login_failures_per_address": 8, "login_tries_from_elsewhere": 6}
    app = stage.make_app(make_service(**limits))
    async with LifespanManager(app):
        yield lambda address: connect(app, address)


async def login(client: Client, username: str = "ada", password: str = PASSWORD) -> httpx.Response:
    return await client.post(LOGIN, data={"username": username, "password": password})


async def statuses(client: Client, number: int, username: str = "ada", password: str = "wrong") -> list[int]:
    return [(await login(client, username, password)).status_code for _ in range(number)]


async def test_token_and_password_are_not_stored_or_logged(
    client: Client, accounts: Accounts, database: Database, log_entries: list[EventDict]
) -> None:
    accounts.add("ada")
    token = (await login(client)).json()["token"]
    assert (await login(client, password="Tin-opener 43")).status_code == 404
    await client.post(LOGOUT, data={"token": token})
    written = f"{contents(database)} {log_entries}"
    assert digest_of(token) in written
    for secret in (token, PASSWORD, "Tin-opener 43"):
        assert secret not in written


async def test_a_wrong_password_and_an_unknown_username_get_the_same_response(
    client: Client, accounts: Accounts, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    gone = accounts.add("gone")
    database.write(lambda session: delete_account(session, gone.id))
    gone = database.write(lambda session: session.get_one(User, gone.id))
    database.write(lambda session: create_visitor(session, "visitor"))
    accounts.add("ada")
    await client.post("/users", data={"username": "eve", "email": "eve@example.com"})
    verify = Mock(wraps=Argon2Hasher().verify)
    monkeypatch.setattr(Argon2Hasher, "verify", verify)
    before = contents(database)
    answers = [await login(client, "ada", given) for given in ("", PASSWORD.lower(), "\x00", "x" * 100_000)]
    names = ["nobody", "", "eve", "visitor", gone.username, "x" * 100_000, "\x00", "🍺", "ada'--"]
    answers += [await login(client, name) for name in names]
    for answer in answers:
        assert (answer.status_code, answer.json()) == (404, INVALID)
        assert answer.headers == answers[0].headers
    costs = [call.args[1].rpartition(",")[0] for call in verify.call_args_list]
    assert costs == ["$argon2id$v=19$m=19456,t=2"] * len(answers)  # the same work, so the same time
    assert contents(database) == before


async def test_after_too_many_attempts_even_the_right_password_must_wait(
    at: From, accounts: Accounts, database: Database
) -> None:
    accounts.add("ada")
    assert await statuses(at(CAFE), 3) == [404, 404, 404]
    before = contents(database)
    for password in ("wrong", PASSWORD):
        answer = await login(at(CAFE), password=password)
        wait = int(answer.headers["retry-after"])
        assert (answer.status_code, 1 <= wait <= 61) == (429, True)
        assert answer.json() == {"detail": f"Too many attempts. Try again in {wait} seconds."}
    assert contents(database) == before
    assert await statuses(at(HOME), 1, password=PASSWORD) == [200]


async def test_the_right_password_resets_the_failures(at: From, accounts: Accounts) -> None:
    accounts.add("ada")
    for _ in range(3):
        assert await statuses(at(HOME), 2) == [404, 404]
        assert await statuses(at(HOME), 1, password=PASSWORD) == [200]


async def test_known_addresses_can_sign_in_during_an_attack(at: From, accounts: Accounts) -> None:
    accounts.add("ada")
    token = (await login(at(HOME))).json()
    assert (await at(HOME).post(LOGOUT, data=token)).json() is True  # the address stays known after the sign-out
    guesses = [status for host in range(6) for status in await statuses(at(f"203.0.113.{host}"), 2)]
    assert guesses[:6] == [404] * 5 + [429]  # the owner's earlier login from there also counted
    assert set(guesses[5:]) == {429}
    assert await statuses(at(CAFE), 1, password=PASSWORD) == [429]
    assert await statuses(at(HOME), 2) == [404, 404]  # wrong passwords
    assert await statuses(at(HOME), 1, password=PASSWORD) == [200]
    assert set(await statuses(at("203.0.113.200"), 1)) == {429}


async def test_an_address_with_too_many_failures_is_blocked_for_all_accounts(at: From, accounts: Accounts) -> None:
    for name in ("ada", "bob", "zoe"):
        accounts.add(name)
    names = ["ada", "nobody", "bob", "somebody"]
    failed = [status for name in names for status in await statuses(at(CAFE), 2, name)]
    assert failed == [404] * 8
    assert await statuses(at(CAFE), 1, "zoe", PASSWORD) == [429]
    assert await statuses(at(HOME), 1, "zoe", PASSWORD) == [200]


@ON_SQLITE
@pytest.mark.parametrize(
    ("allowed", "address"),
    [("", "127.0.0.1"), ("192.0.2.77", "127.0.0.1"), ("127.0.0.1", PROXIED), ("192.0.2.77,127.0.0.1", PROXIED)],
)
def test_x_forwarded_for_is_used_only_from_trusted_proxies(
    stage: Stage, accounts: Accounts, tmp_path: Path, logs: Path, allowed: str, address: str
) -> None:
    accounts.add("ada")
    port = free_port()
    env = {name.upper(): str(value) for name, value in {**SETTINGS, "database_url": stage.url}.items()}
    process = Process(
        "admin",
        [sys.executable, "-m", "admin_service", "serve", "--api-only"],
        env={**env, "ADMIN_PORT": str(port), "FORWARDED_ALLOW_IPS": allowed},
        ready=f"http://127.0.0.1:{port}/livez",
        logs=logs,
        cwd=tmp_path,
    )
    with process, httpx.Client(base_url=f"http://127.0.0.1:{port}") as client:
        given = {"username": "ada", "password": PASSWORD}
        answer = client.post(LOGIN, data=given, headers={"x-forwarded-for": PROXIED})
        asked = {"query": "{ sessions { address } }"}
        seen = client.post("/graphql", json=asked, headers=bearer(answer.json()["token"])).json()
    assert seen == {"data": {"sessions": [{"address": address}]}}
