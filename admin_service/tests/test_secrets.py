"""Passwords and tokens are never in a log, the database or an event."""

import io
import json
import logging
from collections.abc import Callable, Iterator

import pytest
import structlog
from admin_service.products import queries
from admin_service.settings import AdminSettings
from admin_service.users import commands
from service_kit.db.database import Database
from service_kit.identity import COOKIE, Role
from service_kit.telemetry import configure_logging

from testing.api import Client, bearer, connect
from testing.checks.errors import raises
from testing.one_service import ON_SQLITE, MakeService, Stage
from testing.rows import contents, outbox_events
from testing.signed_in import PASSWORD, Accounts

SECOND, THIRD, WRONG = "Umbrella-stand 7", "Coat-hook 21", "Hat-box 99"
ERROR = "__typename ... on Error { message }"
REGISTER = (
    f"mutation($i: RegisterInput!) {{ a: register(input: $i) {{ {ERROR} ... on RegisterSuccess {{ token }} }} }}"
)
LOGIN = f"mutation($i: LoginInput!) {{ a: login(input: $i) {{ {ERROR} ... on LoginSuccess {{ token }} }} }}"
CHANGE = f"mutation($i: ChangePasswordInput!) {{ a: changePassword(input: $i) {{ {ERROR} }} }}"
DELETE = f"mutation($i: DeleteAccountInput!) {{ a: deleteAccount(input: $i) {{ {ERROR} }} }}"
END = f"mutation($i: EndSessionInput!) {{ a: endSession(input: $i) {{ {ERROR} }} }}"
PROFILE = f"mutation($i: UpdateProfileInput!) {{ a: updateProfile(input: $i) {{ {ERROR} }} }}"
ROLE = f"mutation($i: SetRoleInput!) {{ a: setRole(input: $i) {{ {ERROR} }} }}"
BROKEN = raises(RuntimeError("broken"))
READS = ["{ me { id } }", "{ sessions { id } }", "{ users { nodes { id } } }", "{ allUsers { id } }"]


@pytest.fixture
def lines(log_entries: object) -> Iterator[Callable[[], list[str]]]:
    """Logs everything as the service does, at level DEBUG. Returns a function that returns the lines."""
    del log_entries  # replaced by this fixture
    before, root = structlog.get_config(), logging.getLogger()
    handlers, level = list(root.handlers), root.level
    configure_logging("admin_service", level="debug", json=True)
    written = io.StringIO()
    (handler,) = root.handlers
    assert isinstance(handler, logging.StreamHandler)
    handler.setStream(written)
    structlog.configure(cache_logger_on_first_use=False)
    yield lambda: written.getvalue().splitlines()
    structlog.configure(**before)
    root.handlers, root.level = handlers, level


async def answer(client: Client, operation: str, **fields: object) -> dict[str, str]:
    """Runs an operation. Returns its result, or nothing if it failed."""
    data = (await client.post_graphql(operation, i=fields)).json().get("data") or {}
    return data.get("a") or {}


async def use_everything(client: Client) -> set[str]:
    """Uses all operations with passwords and tokens, valid and invalid. Returns the tokens."""
    ada = {"username": "ada", "email": "ada@example.com"}
    tokens = set()

    async def sign_in(operation: str, **fields: object) -> None:
        token = (await answer(client, operation, **fields)).get("token") or client.cookies.get(COOKIE)
        assert token is not None
        tokens.add(token)
        client.headers.update(bearer(token))

    for password in (PASSWORD[:5], "Password1"):
        await answer(client, REGISTER, **ada, password=password)
    await sign_in(REGISTER, **ada, password=PASSWORD)
    await answer(client, REGISTER, **ada, password=SECOND)
    await answer(client, LOGIN, username="ada", password=WRONG)
    await sign_in(LOGIN, username="ada", password=PASSWORD)
    await sign_in(LOGIN, username="ada", password=PASSWORD, delivery="COOKIE")
    for operation in READS:
        await client.post_graphql(operation)
    await answer(client, CHANGE, currentPassword=WRONG, newPassword=SECOND)
    await answer(client, CHANGE, currentPassword=PASSWORD, newPassword=SECOND)
    await answer(client, PROFILE, firstName="Ada")
    await answer(client, ROLE, userId="1", role="ADMIN")
    await answer(client, END, id="1")
    await use_older_routes(client, tokens)
    await client.post_graphql("mutation { logout { sessions } }")
    await sign_in(LOGIN, username="ada", password=SECOND)
    await answer(client, DELETE, password=WRONG)
    for _ in range(7):
        await answer(client, LOGIN, username="ada", password=WRONG)
    await answer(client, DELETE, password=SECOND)
    await client.get(f"/api/users/exists?username={'ada'}")
    return tokens


async def use_older_routes(client: Client, tokens: set[str]) -> None:
    bob = {"username": "bob", "mail": "bob@example.com", "first_name": "Bob", "last_name": "B", "password": THIRD}
    await client.post("/api/users/register", json=bob)
    await client.post("/api/users/login", json={"username": "bob", "password": WRONG})
    token = (await client.post("/api/users/login", json={"username": "bob", "password": THIRD})).json()["token"]
    tokens.add(token)
    for path in ("check_token", "logout", "logout"):
        await client.post(f"/api/users/{path}", json={"token": token})
    await client.post("/api/sessions/check", json={"token": token})
    await client.post("/api/beers", json={}, headers={"authorization": token})


@ON_SQLITE
async def test_passwords_and_tokens_are_in_no_log_row_or_event(
    lines: Callable[[], list[str]], stage: Stage, make_service: MakeService, database: Database
) -> None:
    service = make_service(login_tries=12)
    async with connect(stage.make_app(service)) as client:
        tokens = await use_everything(client)
    assert len(tokens) >= 4
    places = {
        "log": "\n".join(lines()),
        "rows": str(contents(database)),
        "events": json.dumps(outbox_events(database)),
    }
    for secret in (PASSWORD, SECOND, THIRD, WRONG, *tokens):
        assert [name for name, text in places.items() if secret in text] == []


@ON_SQLITE
async def test_passwords_and_tokens_stay_secret_after_errors(
    lines: Callable[[], list[str]],
    client: Client,
    accounts: Accounts,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    token = accounts.sign_in(accounts.add("ada", Role.ADMIN))
    for name in ("register", "lock_account", "set_password", "delete_account"):
        monkeypatch.setattr(commands, name, BROKEN)
    client.headers.update(bearer(token))
    await answer(client, REGISTER, username="eve", email="eve@example.com", password=SECOND)
    await answer(client, LOGIN, username="ada", password=PASSWORD)
    await answer(client, CHANGE, currentPassword=PASSWORD, newPassword=SECOND)
    await answer(client, DELETE, password=PASSWORD)
    await client.post("/api/users/login", json={"username": "ada", "password": PASSWORD})
    monkeypatch.setattr(queries, "list_all", BROKEN)
    await client.get("/admin/products", headers={"cookie": f"{COOKIE}={token}"})
    logged = [json.loads(line) for line in lines()]
    assert sum("error_id" in entry or "id" in entry for entry in logged) >= 5
    for secret in (PASSWORD, SECOND, token):
        assert secret not in str(logged)


def test_requests_are_not_logged_by_default() -> None:
    assert AdminSettings.model_fields["access_log"].default is False
