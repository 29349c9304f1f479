"""One account on both services: a session opened on admin_service is good on main_service, and dead with it."""

import secrets
import time
from collections.abc import Callable
from typing import Any

import httpx
import pytest

from testing.waiting import eventually
from tests.support.clients import GraphQLError, MainClient
from tests.support.shop import Shop
from tests.support.stacks import ON_EMBEDDED

PASSWORD = "Lamp-post 42"
ENDING = {
    "logout": "mutation { logout { sessions } }",
    "everywhere": "mutation { logoutEverywhere { sessions } }",
    "deleted": f'mutation {{ deleteAccount(input: {{password: "{PASSWORD}"}}) {{ __typename }} }}',
}
LIKED = "query($id: ID!) { product(id: $id) { likes likedByMe } }"


class Account:
    """Somebody with an account, and their sessions."""

    def __init__(self, shop: Shop) -> None:
        self._shop = shop
        self.name = f"ada-{secrets.token_hex(4)}"
        self.token = self._post(
            "register", mail=f"{self.name}@example.com", first_name="Ada", last_name="L."
        ).login()

    def login(self) -> str:
        """Opens another session; returns its token."""
        return str(self._answer("login")["token"])

    def on_admin(self, query: str, token: str | None = None) -> Any:
        """Asks admin_service as this account."""
        answer = httpx.post(
            f"{self._shop.admin.url}/graphql",
            json={"query": query},
            headers={"Authorization": f"Bearer {token or self.token}"},
        )
        return answer.raise_for_status().json()["data"]

    def on_main(self, token: str | None = None) -> MainClient:
        """A client of main_service that acts as this account."""
        client = self._shop.main_client()
        client.http.headers["Authorization"] = f"Bearer {token or self.token}"
        return client

    def _post(self, path: str, **fields: str) -> "Account":
        self._answer(path, **fields)
        return self

    def _answer(self, path: str, **fields: str) -> Any:
        form = {"username": self.name, "password": PASSWORD, **fields}
        return httpx.post(f"{self._shop.admin.url}/api/users/{path}", data=form).raise_for_status().json()


@pytest.fixture
def product(shop: Shop) -> int:
    """A product that main_service knows."""
    product_id = shop.admin_client().new_product("Session stout")
    main = shop.main_client()

    def arrived() -> None:
        assert main.product(product_id) is not None

    eventually(arrived)
    return product_id


@pytest.fixture
def account(shop: Shop) -> Account:
    """Somebody who has just signed in."""
    return Account(shop)


def is_dead(client: MainClient, product_id: int) -> bool:
    """Whether main_service takes the client's token for nobody's, on both edges."""
    try:
        client.like(product_id)
    except GraphQLError as error:
        return error.code == "UNAUTHENTICATED" and client.rest_like(product_id).status_code == 401
    return False


@ON_EMBEDDED
def test_likes_are_the_users_on_every_device(shop: Shop, account: Account, product: int) -> None:
    desk, phone = account.on_main(), account.on_main(account.login())
    assert desk.like(product)["product"] == {"likes": 1, "likedByMe": True}
    assert phone.graphql(LIKED, id=str(product))["product"] == {"likes": 1, "likedByMe": True}
    assert phone.like(product)["code"] == "ALREADY_LIKED"
    assert phone.rest_like(product).json() == {"message": "You already liked this product"}
    other = Account(shop).on_main()
    assert other.graphql(LIKED, id=str(product))["product"]["likedByMe"] is False
    assert other.rest_like(product).json() == {"message": "success"}
    assert phone.unlike(product)["product"] == {"likes": 1, "likedByMe": False}


@pytest.mark.parametrize("ending", list(ENDING))
def test_a_token_is_dead_on_both_services_within_a_second(account: Account, product: int, ending: str) -> None:
    client = account.on_main()
    client.like(product)
    assert client.unlike(product)["product"]["likedByMe"] is False
    account.on_admin(ENDING[ending])
    ended = time.monotonic()
    assert account.on_admin("{ me { id } }") == {"me": None}
    eventually(lambda: _assert(is_dead(client, product)), timeout=1)
    assert time.monotonic() - ended < 1


@ON_EMBEDDED
def test_a_new_password_ends_the_other_sessions_on_both_services(account: Account, product: int) -> None:
    kept, other = account.on_main(), account.on_main(account.login())
    kept.like(product)
    assert other.like(product)["code"] == "ALREADY_LIKED"
    change = f'{{currentPassword: "{PASSWORD}", newPassword: "{PASSWORD}0"}}'
    account.on_admin(f"mutation {{ changePassword(input: {change}) {{ __typename }} }}")
    eventually(lambda: _assert(is_dead(other, product)), timeout=1)
    assert kept.unlike(product)["product"]["likedByMe"] is False


@ON_EMBEDDED
def test_the_likes_of_a_deleted_account_stay_and_its_name_does_not(
    shop: Shop, account: Account, product: int
) -> None:
    account.on_main().like(product)
    account.on_admin(ENDING["deleted"])

    def forgotten() -> None:
        assert not [
            row
            for row in shop.books.query("main", "SELECT username, display_name FROM user")
            if account.name in row
        ]

    eventually(forgotten)
    assert shop.books.likes(product) == 1


@ON_EMBEDDED
def test_without_admin_known_sessions_go_on_for_long_and_unknown_ones_are_told_to_wait(
    shop: Shop, account: Account, product: int
) -> None:
    known, unknown = account.on_main(), account.on_main(account.login())
    known.like(product)
    shop.stop(shop.admin)
    try:
        assert known.unlike(product)["product"] == {"likes": 0, "likedByMe": False}
        with pytest.raises(GraphQLError) as refused:
            unknown.like(product)
        answer = unknown.rest_like(product)
        assert (refused.value.code, answer.status_code) == ("UNAVAILABLE", 503)
        assert answer.headers["retry-after"] == "1"
        assert "session" in answer.json()["detail"]
        # What needs nobody's name goes on, and says that it cannot tell whose it is.
        assert unknown.graphql(LIKED, id=str(product))["product"] == {"likes": 0, "likedByMe": None}
        # What main_service has not heard of for too long needs admin_service as well.
        age = "checked_at = '2026-01-01 00:00:00.000000'"
        assert shop.books.execute("main", f"UPDATE session_copy SET {age} WHERE revoked_at IS NULL") >= 1
        with pytest.raises(GraphQLError, match="UNAVAILABLE"):
            known.like(product)
    finally:
        shop.start()
    eventually(lambda: unknown.like(product), also_retry=(GraphQLError,))
    assert known.like(product)["code"] == "ALREADY_LIKED"


def test_a_logout_while_main_is_away_is_heard_of_when_it_is_back(
    shop: Shop, account: Account, product: int
) -> None:
    client = account.on_main()
    client.like(product)
    shop.main.kill()
    account.on_admin(ENDING["logout"])
    shop.start()
    eventually(lambda: _assert(is_dead(client, product)))


@ON_EMBEDDED
@pytest.mark.parametrize("make", [lambda: "A" * 43, lambda: "nonsense", lambda: secrets.token_urlsafe(32)])
def test_a_token_that_nobody_has_is_nobodys(shop: Shop, product: int, make: Callable[[], str]) -> None:
    client = shop.main_client()
    client.http.headers["Authorization"] = make()
    assert is_dead(client, product)


@ON_EMBEDDED
def test_no_password_and_no_token_is_in_any_log(shop: Shop, account: Account, product: int) -> None:
    account.on_main().like(product)
    account.on_admin(ENDING["everywhere"])
    httpx.post(f"{shop.admin.url}/api/users/login", json={"username": account.name, "password": "Wr0ng-one"})
    logs = "".join(node.process.log.read_text(errors="replace") for node in shop.nodes)
    assert logs
    for secret in (PASSWORD, account.token, "Wr0ng-one"):
        assert secret not in logs


def _assert(holds: bool) -> None:
    assert holds
