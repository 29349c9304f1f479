"""Identity: where tokens are read from, and when the caller is looked up."""

import asyncio
import itertools
from dataclasses import dataclass, field

import pytest
from service_kit.errors import Unavailable
from service_kit.identity import COOKIE, Caller, Identity, Role, digest_of, is_token, new_token

from testing.tokens import token_of

TOKEN, OTHER = token_of("a user"), token_of("another")
ADA = Caller(1, Role.CUSTOMER, digest_of(TOKEN))
NO_TOKENS = [
    "",
    "x",
    TOKEN[:-1],
    f"{TOKEN}x",
    f"{TOKEN[:-1]}=",
    f"{TOKEN[:-1]} ",
    f"{TOKEN}\n",
    "é" * 43,
    "٣" * 43,
]


@dataclass
class Request:
    """A request with headers and cookies."""

    headers: dict[str, str] = field(default_factory=dict)
    cookies: dict[str, str] = field(default_factory=dict)


class Sessions:
    """Knows one session and records each lookup. With a gate, it answers when the gate is open."""

    def __init__(self) -> None:
        self.asked: list[str] = []
        self.gate: asyncio.Event | None = None

    async def recognise(self, token: str) -> Caller | None:
        self.asked.append(token)
        if self.gate is not None:
            await self.gate.wait()
        return ADA if token == TOKEN else None


def identity_of(request: Request, sessions: Sessions) -> Identity:
    return Identity(request, sessions.recognise, serves_visitors=False)


def test_a_token_has_256_random_bits() -> None:
    tokens = {new_token() for _ in range(1000)}
    assert len(tokens) == 1000
    assert {len(token) for token in tokens} == {43}  # of 6 bits each, as few as hold 256
    assert all(map(is_token, tokens))


def test_the_digest_of_a_token_is_its_sha_256() -> None:
    assert digest_of("abc") == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"


@pytest.mark.parametrize("text", NO_TOKENS)
def test_invalid_tokens_are_detected(text: str) -> None:
    assert not is_token(text)


@pytest.mark.parametrize(("one", "other"), [*itertools.product(Role, Role)])
def test_each_role_includes_the_previous_one(one: Role, other: Role) -> None:
    order = [Role.CUSTOMER, Role.STAFF, Role.ADMIN]
    assert one.includes(other) is (order.index(one) >= order.index(other))


@pytest.mark.parametrize(
    "request_",
    [
        Request({"authorization": f"Bearer {TOKEN}"}),
        Request({"authorization": f"bearer {TOKEN}"}),
        Request({"authorization": f"  Bearer   {TOKEN}  "}),
        Request({"authorization": TOKEN}),
        Request({}, {COOKIE: TOKEN}),
        Request({"authorization": ""}, {COOKIE: TOKEN}),
        Request({"authorization": "Bearer "}, {COOKIE: TOKEN}),
        Request({"authorization": f"Bearer {TOKEN}"}, {COOKIE: OTHER}),
    ],
    ids=repr,
)
async def test_finds_the_token_in_the_header_or_else_in_the_cookie(request_: Request) -> None:
    sessions = Sessions()
    assert await identity_of(request_, sessions).caller() == ADA
    assert sessions.asked == [TOKEN]


@pytest.mark.parametrize(
    "header",
    [
        f"Bearer {OTHER}",
        OTHER,
        f"Basic {TOKEN}",
        "Basic YWRhOmFkYQ==",
        f"Bearer {TOKEN} {TOKEN}",
        f"Token {TOKEN}",
        "garbage",
        "x" * 100_000,
    ],
    ids=lambda header: header[:20],
)
async def test_even_an_invalid_header_takes_precedence_over_the_cookie(header: str) -> None:
    assert await identity_of(Request({"authorization": header}, {COOKIE: TOKEN}), Sessions()).caller() is None


@pytest.mark.parametrize("token", NO_TOKENS)
async def test_invalid_tokens_are_not_looked_up(token: str) -> None:
    sessions = Sessions()
    for request in (Request({"authorization": f"Bearer {token.strip()}"}), Request({}, {COOKIE: token})):
        identity = identity_of(request, sessions)
        if not is_token(identity.token):
            assert identity.known
            assert await identity.caller() is None
            assert sessions.asked == []


@pytest.mark.parametrize("token", [TOKEN, OTHER])
async def test_the_caller_is_looked_up_once_when_needed(token: str) -> None:
    sessions = Sessions()
    identity = identity_of(Request({}, {COOKIE: token}), sessions)
    assert (identity.known, identity.now, sessions.asked) == (False, None, [])
    assert [await identity.caller() for _ in range(3)] == [ADA if token == TOKEN else None] * 3
    assert sessions.asked == [token]
    assert identity.known


@pytest.mark.parametrize("token", [TOKEN, OTHER])
async def test_concurrent_lookups_share_one_request(token: str) -> None:
    sessions = Sessions()
    gate = sessions.gate = asyncio.Event()
    identity = identity_of(Request({}, {COOKIE: token}), sessions)
    begun = itertools.count(1)

    async def ask() -> Caller | None:
        if next(begun) == 5:
            gate.set()
        return await identity.caller()

    answers = await asyncio.gather(*(ask() for _ in range(5)))
    assert answers == [ADA if token == TOKEN else None] * 5
    assert sessions.asked == [token]


async def test_a_cancelled_lookup_does_not_affect_others() -> None:
    asked, answered = asyncio.Event(), asyncio.Event()

    async def slowly(_: str) -> Caller | None:
        asked.set()
        await answered.wait()
        return ADA

    identity = Identity(Request({}, {COOKIE: TOKEN}), slowly, serves_visitors=False)
    first, second = (asyncio.create_task(identity.caller()) for _ in range(2))
    await asked.wait()
    first.cancel()
    await asyncio.wait([first])
    answered.set()
    assert (first.cancelled(), await second) == (True, ADA)


async def test_the_caller_stays_unknown_if_the_lookup_fails() -> None:
    async def away(_: str) -> Caller | None:
        raise Unavailable("The accounts are away.")

    identity = Identity(Request({}, {COOKIE: TOKEN}), away, serves_visitors=True)
    for _ in range(2):
        with pytest.raises(Unavailable):
            await identity.caller()
        assert not identity.known


async def test_sign_in_and_sign_out_change_the_caller() -> None:
    sessions = Sessions()
    identity = identity_of(Request({}, {COOKIE: OTHER}), sessions)
    identity.become(ADA)
    assert (identity.now, await identity.caller()) == (ADA, ADA)
    identity.become(None)
    assert (identity.now, await identity.caller()) == (None, None)
    assert sessions.asked == []
