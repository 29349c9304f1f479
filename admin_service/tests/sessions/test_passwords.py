"""Hashing of passwords, and its limits."""

import asyncio
import threading
from collections.abc import AsyncIterator, Iterator

import pytest
from admin_service.users.passwords import MAX_WAITING, WORKERS, Passwords
from pwdlib.hashers.argon2 import Argon2Hasher
from service_kit.db.database import Database
from service_kit.errors import Unavailable
from sqlalchemy import text

from testing.api import Client
from testing.one_service import ON_SQLITE, Serve
from testing.signed_in import PASSWORD, Accounts
from testing.waiting import eventually

LOGIN = "mutation($input: LoginInput!) { login(input: $input) { __typename } }"


@pytest.fixture
async def passwords() -> AsyncIterator[Passwords]:
    """A hasher for one test."""
    made = Passwords()
    yield made
    await made.close()


class Gate:
    """Blocks and counts hash computations until it is opened."""

    def __init__(self) -> None:
        self.opened = threading.Event()
        self.running = self.most = self.done = 0
        self._lock = threading.Lock()

    def verify(self, *_: object) -> bool:
        with self._lock:
            self.running += 1
            self.most = max(self.most, self.running)
        assert self.opened.wait(30)
        with self._lock:
            self.running -= 1
            self.done += 1
        return True


@pytest.fixture
def gate(monkeypatch: pytest.MonkeyPatch) -> Iterator[Gate]:
    """A closed gate. It is opened at the end, so that no thread is left waiting."""
    gate = Gate()
    monkeypatch.setattr(Argon2Hasher, "verify", gate.verify)
    yield gate
    gate.opened.set()


async def test_a_hash_is_argon2id_with_19_mebibytes_two_passes_and_one_lane(passwords: Passwords) -> None:
    first, second = [await passwords.hash(PASSWORD) for _ in range(2)]
    assert first.startswith("$argon2id$v=19$m=19456,t=2,p=1$")
    assert first != second
    assert len(first) <= 200
    assert await passwords.verify(PASSWORD, first)


@pytest.mark.parametrize(
    "password", ["", "lamp-post 42", f"{PASSWORD} ", PASSWORD[:-1], "x" * 100_000, "\x00", "🍺"]
)
async def test_another_password_does_not_match(passwords: Passwords, password: str) -> None:
    assert not await passwords.verify(password, await passwords.hash(PASSWORD))


async def test_every_character_of_the_longest_password_counts(passwords: Passwords) -> None:
    known = await passwords.hash("x" * 127 + "1")
    assert not await passwords.verify("x" * 127 + "2", known)


@pytest.mark.parametrize("password", ["nobody has this password", PASSWORD, ""])
async def test_no_password_matches_without_a_hash(passwords: Passwords, password: str) -> None:
    assert not await passwords.verify(password, None)


async def test_the_number_of_running_and_waiting_calls_is_limited(passwords: Passwords, gate: Gate) -> None:
    waiting = [asyncio.create_task(passwords.verify(PASSWORD, "a hash")) for _ in range(MAX_WAITING)]
    await asyncio.to_thread(eventually, lambda: _assert_waiting(passwords))
    for refused in (passwords.verify(PASSWORD, "a hash"), passwords.verify(PASSWORD, None)):
        with pytest.raises(Unavailable):
            await refused
    registering = asyncio.create_task(passwords.hash("x"))  # hashing has a limit of its own
    gate.opened.set()
    assert (await registering).startswith("$argon2id$")
    assert await asyncio.gather(*waiting) == [True] * MAX_WAITING
    assert (gate.most, gate.done) == (WORKERS, MAX_WAITING)
    assert await passwords.verify(PASSWORD, "a hash")  # a place is free again


async def test_a_cancelled_call_frees_its_place(passwords: Passwords, gate: Gate) -> None:
    waiting = [asyncio.create_task(passwords.verify(PASSWORD, "a hash")) for _ in range(MAX_WAITING)]
    await asyncio.to_thread(eventually, lambda: _assert_waiting(passwords))
    for task in waiting[WORKERS:]:
        task.cancel()
    await asyncio.gather(*waiting[WORKERS:], return_exceptions=True)
    gate.opened.set()
    assert await passwords.verify(PASSWORD, "a hash")


@ON_SQLITE
async def test_other_requests_are_served_during_many_sign_ins(
    serve: Serve, accounts: Accounts, gate: Gate
) -> None:
    token = accounts.sign_in(accounts.add())
    async with serve(login_tries=1000, login_failures_per_address=1000, login_tries_from_elsewhere=1000) as client:
        given = {"username": "ada", "password": PASSWORD}
        waiting = [asyncio.create_task(client.graphql(LOGIN, input=given)) for _ in range(MAX_WAITING)]
        await asyncio.to_thread(eventually, lambda: _assert_busy(gate))
        async with asyncio.timeout(20):
            assert (await client.get("/livez")).status_code == 200
            assert await client.graphql("{ products { nodes { id } } }") == {"products": {"nodes": []}}
            me = await client.post(
                "/graphql", json={"query": "{ me { username } }"}, headers={"authorization": token}
            )
            assert me.json() == {"data": {"me": {"username": "ada"}}}
        gate.opened.set()
        answers = await asyncio.gather(*waiting)
    assert {answer["login"]["__typename"] for answer in answers} == {"LoginSuccess"}


def _assert_waiting(passwords: Passwords) -> None:
    assert passwords._waiting["verify"] == MAX_WAITING


def _assert_busy(gate: Gate) -> None:
    assert gate.running == WORKERS


@ON_SQLITE
async def test_too_many_sign_ins_are_refused_with_503(
    client: Client, accounts: Accounts, monkeypatch: pytest.MonkeyPatch
) -> None:
    accounts.add()
    monkeypatch.setattr("admin_service.users.passwords.MAX_WAITING", 0)
    given = {"username": "ada", "password": PASSWORD}
    (error,) = await client.graphql_errors(LOGIN, input=given)
    assert error["extensions"]["code"] == "UNAVAILABLE"
    assert (await client.post("/api/users/login", json=given)).status_code == 503


@ON_SQLITE
async def test_the_database_contains_only_the_hash(client: Client, database: Database) -> None:
    register = "mutation($input: RegisterInput!) { register(input: $input) { __typename } }"
    given = {"username": "ada", "email": "ada@example.com", "password": PASSWORD}
    assert await client.graphql(register, input=given) == {"register": {"__typename": "RegisterSuccess"}}
    statement = text("SELECT password_hash FROM user")
    (stored,) = database.read(lambda reader: reader.execute(statement).scalars().all())
    assert stored.startswith("$argon2id$v=19$m=19456,t=2,p=1$")
