"""Changes of an account while its password is being checked."""

import asyncio
import threading
from collections.abc import Iterator

import pytest
from pwdlib.hashers.argon2 import Argon2Hasher
from service_kit.db.database import Database
from sqlalchemy import text

from testing.api import Client, bearer
from testing.signed_in import PASSWORD, Accounts
from testing.waiting import eventually

CHANGE = """mutation($of: ChangePasswordInput!) { changePassword(input: $of) { __typename } }"""
DELETE = """mutation($of: DeleteAccountInput!) { deleteAccount(input: $of) { __typename } }"""
LOGIN = """mutation($of: LoginInput!) { login(input: $of) { __typename } }"""
OPERATIONS = [
    (CHANGE, {"currentPassword": PASSWORD, "newPassword": "Lamp-post 43"}, "WrongPassword"),
    (DELETE, {"password": PASSWORD}, "WrongPassword"),
    (LOGIN, {"username": "ada", "password": PASSWORD}, "InvalidCredentials"),
]


class Pause:
    """Blocks the check of a password until it is released."""

    def __init__(self) -> None:
        self.reached, self.go_on = threading.Event(), threading.Event()


@pytest.fixture
def pause(monkeypatch: pytest.MonkeyPatch) -> Iterator[Pause]:
    """The check succeeds, but late."""
    pause = Pause()

    def verify(*_: object) -> bool:
        pause.reached.set()
        return pause.go_on.wait(30)

    monkeypatch.setattr(Argon2Hasher, "verify", verify)
    yield pause
    pause.go_on.set()


@pytest.mark.parametrize(("operation", "given", "refusal"), OPERATIONS, ids=["change", "delete", "login"])
@pytest.mark.parametrize(
    "change", ["password_hash = 'another'", "kind = 'DELETED', password_hash = NULL"], ids=["changed", "deleted"]
)
async def test_a_password_changed_during_the_check_confirms_nothing(
    client: Client,
    database: Database,
    accounts: Accounts,
    pause: Pause,
    operation: str,
    given: dict[str, str],
    refusal: str,
    change: str,
) -> None:
    ada = accounts.add("ada")
    if operation is not LOGIN:
        client.headers.update(bearer(accounts.sign_in(ada)))
    answer = asyncio.create_task(client.post_graphql(operation, of=given))
    await asyncio.to_thread(eventually, lambda: _assert(pause.reached.is_set()))
    with database.engine.begin() as connection:
        connection.execute(text(f"UPDATE user SET {change} WHERE id = :id"), {"id": ada.id})
    before = _rows(database)
    pause.go_on.set()
    document = (await answer).json()
    if "errors" in document:
        assert [error["extensions"]["code"] for error in document["errors"]] == ["NOT_FOUND"]
        assert "deleted" in change.lower() and operation is not LOGIN
    else:
        assert [item["__typename"] for item in document["data"].values()] == [refusal]
    assert _rows(database) == before


def _rows(database: Database) -> list[object]:
    with database.engine.connect() as connection:
        users = connection.execute(text("SELECT password_hash, kind FROM user")).all()
        return [*users, *connection.execute(text("SELECT id, ended_at FROM session")).all()]


def _assert(holds: bool) -> None:
    assert holds
