"""What people do while something is away: what each half of the shop allows by itself, and how it refuses."""

import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, Literal

import httpx
import pytest

from testing.waiting import eventually
from tests.support.buyers import Buyer
from tests.support.clients import AdminClient, Client, GraphQLError, MainClient
from tests.support.goods import adjust, assert_stock, stocked
from tests.support.shop import Node, Shop

PATIENCE_SECONDS = 8.0
"""How long a client waits for any answer here: what hangs fails."""
ACCOUNTS_AWAY = (
    "Your session cannot be checked at the moment because the account service is unavailable. Try again shortly."
)
DATABASE_AWAY = "The database is unavailable. Try again in a moment."
WRITTEN = ("user", "product_like", "shop_order", "order_line", "order_step", "outbox")
"""The tables of main_service that somebody's request may lead to a row in."""
CONFIGURATION = "valid price syncedAt problems { kind } groups { options { id } }"
PASSWORD = "Lamp-post 42"


@dataclass(frozen=True)
class Customers:
    """Who was in the shop before the outage, and what they found there.

    There are ten each of `stout`, of `ale`, and of `cake`, which is put together. `buyer` has stout in the basket,
    `late` has signed in and not been to the shop yet, `visitor` likes the ale.
    """

    shop: Shop
    admin: AdminClient
    stout: int
    ale: int
    cake: int
    buyer: Buyer
    late: Buyer
    visitor: MainClient

    def use_the_shop(self) -> int:
        """All that main_service can do alone. Returns the id of an order that waits for its stock."""
        self._look_around()
        self._like()
        self._put_together()
        self._change_the_basket()
        return self._buy_and_cancel()

    def leave_something_behind(self) -> int:
        """Likes that are not counted yet, perhaps, and an order that is not settled yet: its id is returned."""
        self._like()
        self._put_together()
        return int(self.buyer.checkout()["id"])

    def check_settled(self, order_id: int) -> None:
        """What was left behind is settled on both sides."""
        self.buyer.wait(order_id, "COMPLETED")
        self.shop.check_invariants()
        assert_stock(self.admin, self.stout, (9, 0))
        assert_stock(self.admin, self.ale, (10, 0))
        assert_stock(self.admin, self.cake, (9, 0))
        assert self.admin.product(self.stout)["likes"] == self.visitor.product(self.stout)["likes"] >= 1

    def _look_around(self) -> None:
        client = self.visitor
        listed = client.graphql("{ products(first: 100) { nodes { id price syncedAt } } categories }")
        found = {product["id"]: product for product in listed["products"]["nodes"]}
        assert found[str(self.stout)]["price"] == "4.50"
        assert all(product["syncedAt"] for product in found.values())
        assert client.product(self.ale)["title"] == "Stocked stout"

    def _like(self) -> None:
        assert self.buyer.client.like(self.stout)["product"] == {"likes": 1, "likedByMe": True}
        assert self.visitor.unlike(self.ale)["product"] == {"likes": 0, "likedByMe": False}

    def _put_together(self) -> None:
        plain = self._configured([])
        assert plain["syncedAt"]
        assert [problem["kind"] for problem in plain["problems"]] == ["MISSING", "MISSING"]
        carrot, _, vanilla, neon = (option["id"] for group in plain["groups"] for option in group["options"])
        assert self._configured([carrot, neon])["problems"][0]["kind"] == "CLASH"
        refused = self.buyer.add(self.cake, 1, carrot, neon)
        assert refused["__typename"] == "InvalidConfiguration"
        whole = self._configured([carrot, vanilla])
        assert (whole["valid"], whole["price"]) == (True, "2.50")
        assert self.buyer.add(self.cake, 1, carrot, vanilla)["__typename"] == "AddToBasketSuccess"

    def _configured(self, selected: list[str]) -> Any:
        query = f"""query($id: ID!, $selected: [ID!]!) {{
          product(id: $id) {{ configuration(selected: $selected) {{ {CONFIGURATION} }} }} }}"""
        return self.visitor.graphql(query, id=str(self.cake), selected=selected)["product"]["configuration"]

    def _change_the_basket(self) -> None:
        buyer = self.buyer
        assert buyer.add(self.ale, 2)["__typename"] == "AddToBasketSuccess"
        assert buyer.change(self.ale, 3)["__typename"] == "ChangeBasketLineSuccess"
        assert buyer.basket()["total"] == "24.60"
        assert buyer.remove(self.ale)["__typename"] == "RemoveFromBasketSuccess"

    def _buy_and_cancel(self) -> int:
        order = self.buyer.checkout()
        assert (order["state"], order["stock"], order["total"]) == ("PENDING", "WAITING", "8.40")
        cancelled = self.buyer.buy(self.ale, 3)
        assert self.buyer.cancel(cancelled)["__typename"] == "CancelOrderSuccess"
        states = [self.buyer.order(order_id)["state"] for order_id in (order["id"], cancelled)]
        assert states == ["PENDING", "CANCELLED"]
        return int(order["id"])


def prepare(shop: Shop) -> Customers:
    """Customers who are in the shop while all is well."""
    admin = shop.admin_client()
    stout, ale, cake = stocked(shop, admin, 10), stocked(shop, admin, 10), stocked(shop, admin, 10, price="2.00")
    assert set_options(admin, cake, neon="0.00")["issues"] == []
    customers = Customers(shop, admin, stout, ale, cake, Buyer(shop), Buyer(shop), shop.main_client())
    customers.buyer.add(stout)
    customers.visitor.like(ale)
    for client in (admin, customers.buyer.client, customers.late.client, customers.visitor):
        client.http.timeout = httpx.Timeout(PATIENCE_SECONDS)
    shop.check_invariants()
    return customers


def set_options(admin: AdminClient, product_id: int, neon: str) -> Any:
    """`setProductOptions`: a carrot cake, which goes with vanilla frosting only, or another one with neon."""
    frostings = [{"code": "vanilla", "name": "Vanilla"}, {"code": "neon", "name": "Neon", "priceDifference": neon}]
    carrot = {"code": "carrot", "name": "Carrot", "priceDifference": "0.50"}
    plain = {"code": "plain", "name": "Plain"}
    groups = [
        {"code": "body", "name": "Body", "required": True, "options": [carrot, plain]},
        {"code": "frosting", "name": "Frosting", "required": True, "options": frostings},
    ]
    rules = [{"kind": "ONLY", "option": "carrot", "group": "frosting", "targets": ["vanilla"]}]
    given = {"productId": str(product_id), "groups": groups, "rules": rules}
    selection = "... on SetProductOptionsSuccess { issues { message } product { optionsVersion } }"
    return admin.mutate("setProductOptions", "SetProductOptionsInput", selection, **given)


def use_the_back_office(customers: Customers) -> int:
    """All that admin_service can do alone. Returns the id of a product that main_service has yet to hear of."""
    admin = customers.admin
    listed = admin.graphql("{ products(first: 100) { nodes { id } } users(first: 1) { totalCount } }")
    assert {"id": str(customers.ale)} in listed["products"]["nodes"]
    assert listed["users"]["totalCount"] > 0
    buyer = AdminClient(str(admin.http.base_url), customers.buyer.token)
    assert buyer.graphql("{ me { orders { count } } }")["me"]["orders"]["count"] >= 0
    made = admin.new_product("Made meanwhile", price="3.00", stock=2)
    assert admin.update(made, price="3.50")["product"]["version"] == 2
    doomed = admin.new_product("Gone before it was seen")
    assert admin.delete(doomed)["__typename"] == "DeleteProductSuccess"
    assert adjust(admin, made, change=4)["product"] == {"stock": 6}
    assert adjust(admin, made, change=-7)["available"] == 6
    assert set_options(admin, customers.cake, neon="1.00")["product"] == {"optionsVersion": 2}
    return made


def register(admin: AdminClient) -> str:
    """The token of a session of a new account."""
    name = f"ada-{secrets.token_hex(4)}"
    selection = "... on RegisterSuccess { token }"
    given = {"username": name, "email": f"{name}@example.com", "password": PASSWORD}
    return str(admin.mutate("register", "RegisterInput", selection, **given)["token"])


@contextmanager
def main_untouched(shop: Shop) -> Iterator[None]:
    """Whatever is tried inside leaves no row in main_service's database, once earlier likes have been counted."""

    def all_counted() -> None:
        assert not shop.books.query("main", "SELECT id FROM like_change")

    eventually(all_counted)
    before = _counts(shop)
    yield
    assert _counts(shop) == before


def refuses_unknown_sessions(customers: Customers) -> None:
    """Who has not been in the shop since signing in is told to wait, and not to sign in again."""
    with main_untouched(customers.shop):
        with pytest.raises(GraphQLError, match=f"UNAVAILABLE: {ACCOUNTS_AWAY}"):
            customers.late.add(customers.stout)
        answer = customers.late.client.rest_like(customers.stout)
    assert (answer.status_code, answer.json()) == (503, {"detail": ACCOUNTS_AWAY})


def refuses_for_want_of_its_database(client: Client, mutation: str) -> None:
    """Each edge says the same, at once; the process lives, and says that it is not ready."""
    for operation in ("{ products { nodes { id } } }", mutation):
        with pytest.raises(GraphQLError, match=f"DATABASE_UNAVAILABLE: {DATABASE_AWAY}"):
            client.graphql(operation)
    answers = [client.http.get(path) for path in ("/api/products", "/admin/products", "/readyz", "/livez")]
    statuses = {answer.request.url.path: answer.status_code for answer in answers}
    assert (statuses["/readyz"], statuses["/livez"]) == (503, 200)
    assert {"detail": DATABASE_AWAY} in [answer.json() for answer in answers if answer.status_code == 503]


def nobody_answers(node: Node) -> None:
    """A client finds no server, and finds that out at once."""
    with pytest.raises(httpx.ConnectError):
        httpx.post(f"{node.url}/graphql", json={"query": "{ __typename }"}, timeout=PATIENCE_SECONDS)


def wait_until(client: Client, path: Literal["/livez", "/readyz"]) -> None:
    """Waits until the process is alive or serves, which comes by itself."""

    def answers() -> None:
        assert client.http.get(path).status_code == 200

    eventually(answers, timeout=30, also_retry=(httpx.HTTPError,))


def _counts(shop: Shop) -> dict[str, int]:
    return {table: shop.books.query("main", f"SELECT count(*) FROM {table}")[0][0] for table in WRITTEN}
