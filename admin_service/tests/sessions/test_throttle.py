"""The limits of login attempts, which do not lock out the owners of accounts."""

import asyncio
import time
from types import SimpleNamespace

import pytest
from admin_service.sessions.errors import TooManyAttempts
from admin_service.sessions.model import network_of
from admin_service.sessions.throttle import Limits, Throttle, Window

from testing.api import Client, bearer, connect
from testing.one_service import ON_SQLITE, MakeService, Serve, Stage
from testing.signed_in import PASSWORD, Accounts

HOME, ELSEWHERE = "192.0.2.1", "198.51.100.7"
LIMITS = Limits(5, 30, 20, registrations_per_network=3)
LOGIN = """mutation($input: LoginInput!) { login(input: $input) {
  __typename ... on TooManyAttempts { message code retryAfterSeconds }
} }"""


@pytest.fixture
def throttle() -> Throttle:
    """A throttle without any attempts."""
    return Throttle(LIMITS)


def tries(throttle: Throttle, account: str, address: str, *, is_known: bool = False, at_most: int = 100) -> int:
    """Returns the number of wrong passwords that are accepted before TooManyAttempts."""
    for number in range(at_most):
        try:
            throttle.begin(account, network_of(address), is_known=is_known)
        except TooManyAttempts:
            return number
    return at_most


def go_to(monkeypatch: pytest.MonkeyPatch, seconds: float) -> None:
    """Moves the clock of the throttle forward."""
    then = time.monotonic() + seconds
    monkeypatch.setattr("admin_service.sessions.throttle.time", SimpleNamespace(monotonic=lambda: then))


def addresses(number: int) -> list[str]:
    return [f"203.0.113.{host}" for host in range(number)]


def test_allows_five_attempts_a_minute_for_one_account_from_one_address(throttle: Throttle) -> None:
    assert tries(throttle, "ada", ELSEWHERE) == 5
    assert tries(throttle, "bob", ELSEWHERE) == 5


@pytest.mark.parametrize("name", ["ada", "ADA", "Ada"])
def test_ignores_the_case_of_the_username(throttle: Throttle, name: str) -> None:
    tries(throttle, "ada", ELSEWHERE)
    assert tries(throttle, name, ELSEWHERE) == 0


def test_limits_failed_attempts_from_one_address(throttle: Throttle) -> None:
    assert sum(tries(throttle, f"user {number}", ELSEWHERE) for number in range(10)) == 30
    assert tries(throttle, "ada", HOME) == 5


def test_limits_attempts_for_one_account_from_unknown_addresses(throttle: Throttle) -> None:
    assert sum(tries(throttle, "ada", address) for address in addresses(50)) == 20


def test_known_addresses_are_not_locked_out(throttle: Throttle) -> None:
    for address in addresses(50):
        tries(throttle, "ada", address)
    assert tries(throttle, "ada", HOME) == 0
    assert tries(throttle, "ada", HOME, is_known=True) == 5


def test_a_success_resets_the_failures_of_the_account(throttle: Throttle) -> None:
    for _ in range(10):
        assert tries(throttle, "ada", HOME, is_known=True, at_most=2) == 2
        throttle.begin("ADA", HOME, is_known=True)
        throttle.succeed("Ada", HOME)


def test_a_success_keeps_the_failures_of_other_accounts(throttle: Throttle) -> None:
    tries(throttle, "ada", ELSEWHERE)
    throttle.begin("mallory", ELSEWHERE, is_known=True)
    throttle.succeed("mallory", ELSEWHERE)
    assert tries(throttle, "ada", ELSEWHERE) == 0
    assert sum(tries(throttle, f"user {number}", ELSEWHERE) for number in range(10)) == 25


def test_the_reported_waiting_time_is_correct(throttle: Throttle, monkeypatch: pytest.MonkeyPatch) -> None:
    tries(throttle, "ada", HOME)
    with pytest.raises(TooManyAttempts) as refused:
        throttle.begin("ada", HOME, is_known=True)
    assert 55 <= refused.value.retry_after_seconds <= 61
    assert f"{refused.value.retry_after_seconds} s" in refused.value.message
    go_to(monkeypatch, refused.value.retry_after_seconds)
    throttle.begin("ada", HOME, is_known=True)


def test_attempts_expire_one_by_one(throttle: Throttle, monkeypatch: pytest.MonkeyPatch) -> None:
    tries(throttle, "ada", HOME, at_most=4)
    go_to(monkeypatch, 50)
    assert tries(throttle, "ada", HOME) == 1
    go_to(monkeypatch, 61)
    assert tries(throttle, "ada", HOME) == 4


def test_an_undone_attempt_does_not_count(throttle: Throttle) -> None:
    for _ in range(100):
        throttle.begin("ada", HOME, is_known=False)
        throttle.undo("ada", HOME, is_known=False)
    assert tries(throttle, "ada", HOME) == 5


def test_an_id_and_an_equal_username_are_counted_separately(throttle: Throttle) -> None:
    tries(throttle, "17", ELSEWHERE)
    throttle.begin(17, ELSEWHERE, is_known=False)


def test_expired_keys_are_dropped(monkeypatch: pytest.MonkeyPatch) -> None:
    window = Window(5)
    for number in range(1000):
        window.count(f"made up {number}")
    assert len(window) == 1000
    go_to(monkeypatch, 61)
    window.count("ada")
    assert len(window) == 1


def test_registrations_are_counted_separately(throttle: Throttle) -> None:
    for _ in range(3):
        throttle.register(HOME)
    with pytest.raises(TooManyAttempts):
        throttle.register(HOME)
    throttle.register(ELSEWHERE)
    assert tries(throttle, "ada", HOME) == 5


@pytest.mark.parametrize(
    ("address", "network"),
    [
        ("192.0.2.1", "192.0.2.1"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("2001:db8:1:2::", "2001:db8:1:2::/64"),
        ("::1", "::/64"),
        ("::ffff:192.0.2.1", "192.0.2.1"),
        ("unknown", "unknown"),
        ("", ""),
    ],
)
def test_an_ipv6_network_counts_as_one_address(address: str, network: str) -> None:
    assert network_of(address) == network


def test_addresses_of_an_ipv6_network_share_their_attempts(throttle: Throttle) -> None:
    assert sum(tries(throttle, "ada", f"2001:db8::{number:x}") for number in range(10)) == 5


async def login(client: Client, username: str = "ada", password: str = "wrong") -> dict[str, object]:
    data = await client.graphql(LOGIN, input={"username": username, "password": password})
    answer: dict[str, object] = data["login"]
    return answer


async def kinds(client: Client, number: int, username: str = "ada", password: str = "wrong") -> list[object]:
    return [(await login(client, username, password))["__typename"] for _ in range(number)]


WRONG, MANY, IN = "InvalidCredentials", "TooManyAttempts", "LoginSuccess"


@pytest.mark.parametrize("username", ["ada", "nobody"])
async def test_attempts_in_one_request_are_counted_separately(
    client: Client, accounts: Accounts, username: str
) -> None:
    accounts.add("ada")
    fields = [
        f'a{number}: login(input: {{username: "{username}", password: "wrong"}}) {{ __typename }}'
        for number in range(10)
    ]
    answer = await client.graphql(f"mutation {{ {' '.join(fields)} }}")
    assert [item["__typename"] for item in answer.values()] == [WRONG] * 5 + [MANY] * 5
    assert (await kinds(client, 1, username, PASSWORD)) == [MANY]


@ON_SQLITE
async def test_unknown_accounts_are_throttled_like_existing_ones(client: Client, accounts: Accounts) -> None:
    accounts.add("ada")
    for username in ("ada", "nobody"):
        assert await kinds(client, 7, username) == [WRONG] * 5 + [MANY] * 2
    refused = await login(client, "nobody")
    assert refused["code"] == "TOO_MANY_ATTEMPTS"
    assert 0 < int(str(refused["retryAfterSeconds"])) <= 61


async def test_the_owner_can_sign_in_from_a_known_address_during_an_attack(
    stage: Stage, make_service: MakeService, accounts: Accounts
) -> None:
    accounts.sign_in(accounts.add("ada"), address=HOME)
    app = stage.make_app(make_service(login_tries_from_elsewhere=20))
    guesses: list[object] = []
    for _ in range(8):
        async with connect(app) as attacker:
            guesses += await kinds(attacker, 3)
    assert guesses == [WRONG] * 20 + [MANY] * 4
    async with connect(app) as stranger:
        assert await kinds(stranger, 1, "ada", PASSWORD) == [MANY]
    async with connect(app, HOME) as owner:
        assert await kinds(owner, 1, "ada", PASSWORD) == [IN]


@ON_SQLITE
async def test_forwarded_headers_of_clients_are_ignored(client: Client, accounts: Accounts) -> None:
    accounts.add("ada")
    answers = []
    for number in range(6):
        for name in ("x-forwarded-for", "forwarded", "x-real-ip"):
            client.headers[name] = f"203.0.113.{number}"
        answers += await kinds(client, 1)
    assert answers == [WRONG] * 5 + [MANY]


async def test_spellings_of_a_username_share_their_attempts(client: Client, accounts: Accounts) -> None:
    accounts.add("ada")
    answers = [answer for name in ("ada ", "ADA", " Ada") for answer in await kinds(client, 3, name)]
    assert answers == [WRONG] * 5 + [MANY] * 4


@pytest.mark.parametrize("name", ["àda", "ÁDA", "ada\x00", "a\u200bda"])
async def test_usernames_that_a_database_considers_equal_cannot_sign_in(
    client: Client, accounts: Accounts, name: str
) -> None:
    accounts.add("ada")
    assert await kinds(client, 1, name, PASSWORD) == [WRONG]


@ON_SQLITE
async def test_rest_logins_are_throttled_too(client: Client, accounts: Accounts) -> None:
    accounts.add("ada")
    given = {"username": "ada", "password": "wrong"}
    answers = [await client.post("/api/users/login", json=given) for _ in range(6)]
    assert [answer.status_code for answer in answers] == [404] * 5 + [429]
    assert 0 < int(answers[-1].headers["retry-after"]) <= 61
    assert await kinds(client, 1, "ada", PASSWORD) == [MANY]


@ON_SQLITE
async def test_password_confirmations_are_throttled_too(client: Client, accounts: Accounts) -> None:
    token = accounts.sign_in(accounts.add("ada"), address=HOME)
    client.headers["authorization"] = token
    guess = """mutation { a: changePassword(input: {currentPassword: "x", newPassword: "y"}) { __typename }
      b: deleteAccount(input: {password: "x"}) { __typename } }"""
    answers = [answer["__typename"] for _ in range(3) for answer in (await client.graphql(guess)).values()]
    assert answers == ["WrongPassword"] * 5 + [MANY]


@ON_SQLITE
async def test_renaming_an_account_keeps_its_attempts(client: Client, accounts: Accounts) -> None:
    client.headers.update(bearer(accounts.sign_in(accounts.add("ada"))))
    change = """mutation($of: ChangePasswordInput!) { changePassword(input: $of) { __typename } }"""
    rename = """mutation($of: UpdateProfileInput!) { updateProfile(input: $of) { __typename } }"""
    answers = []
    for number in range(7):
        given = {"currentPassword": "Wr0ng-one", "newPassword": "Lamp-post 43"}
        answers.append((await client.graphql(change, of=given))["changePassword"]["__typename"])
        await client.graphql(rename, of={"username": f"ada-{number}"})
    assert answers == ["WrongPassword"] * 5 + [MANY] * 2


@ON_SQLITE
async def test_an_attempt_refused_for_lack_of_capacity_does_not_count(
    client: Client, accounts: Accounts, monkeypatch: pytest.MonkeyPatch
) -> None:
    accounts.add("ada")
    monkeypatch.setattr("admin_service.users.passwords.MAX_WAITING", 0)
    given = {"username": "ada", "password": PASSWORD}
    for _ in range(10):
        assert (await client.post("/api/users/login", json=given)).status_code == 503
    monkeypatch.undo()
    assert await kinds(client, 1, "ada", PASSWORD) == [IN]


@ON_SQLITE
async def test_concurrent_attempts_are_all_counted(serve: Serve) -> None:
    async with serve(login_failures_per_address=10) as client:
        answers = await asyncio.gather(*(login(client, f"user {number}") for number in range(20)))
    assert sorted(str(answer["__typename"]) for answer in answers) == [WRONG] * 10 + [MANY] * 10


@ON_SQLITE
async def test_registrations_from_one_address_are_limited(serve: Serve) -> None:
    async with serve(registrations_per_address=2) as client:
        statuses = []
        for number in range(3):
            form = {"username": f"ada{number}", "mail": f"ada{number}@example.com", "password": PASSWORD}
            given = {**form, "first_name": "Ada", "last_name": "L."}
            statuses.append((await client.post("/api/users/register", data=given)).status_code)
        assert statuses == [200, 200, 429]
        operation = """mutation($of: RegisterInput!) { register(input: $of) { __typename } }"""
        given = {"username": "bob", "email": "bob@example.com", "password": PASSWORD}
        assert await client.graphql(operation, of=given) == {"register": {"__typename": MANY}}
