"""Baskets, orders and stock over both services: nothing is sold that is not there, and every order ends."""

import random
import threading
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import httpx
import pytest

from testing.effort import effort
from testing.servers import MariaDB, RabbitMQ
from testing.waiting import eventually
from tests.support.buyers import Buyer
from tests.support.clients import AdminClient, GraphQLError
from tests.support.goods import adjust, assert_stock, stocked
from tests.support.shop import Shop
from tests.support.stacks import ON_SERVERS

BUYERS = 50
MANY = effort(20, 1000)
"""How many orders are placed while everything is killed around them."""


@pytest.fixture
def admin(shop: Shop) -> AdminClient:
    return shop.admin_client()


@ON_SERVERS
def test_what_is_ordered_is_taken_from_the_stock_and_paid_with_the_fee(shop: Shop, admin: AdminClient) -> None:
    product_id, buyer = stocked(shop, admin, 10), Buyer(shop)
    order_id = buyer.buy(product_id, 3)
    eventually(lambda: assert_stock(admin, product_id, (7, 3)))
    order = buyer.wait(order_id, "COMPLETED")
    assert (order["subtotal"], order["fee"], order["total"]) == ("13.50", "2.70", "16.20")
    assert [step["state"] for step in order["timeline"]][-1] == "COMPLETED"
    eventually(lambda: assert_stock(admin, product_id, (7, 0)))


def test_a_product_without_stock_cannot_be_chosen_until_there_is_some(shop: Shop, admin: AdminClient) -> None:
    product_id, buyer = stocked(shop, admin, 0), Buyer(shop)
    answer = buyer.add(product_id, 500)
    assert (answer["__typename"], answer["available"]) == ("InsufficientStock", 0)
    adjust(admin, product_id, change=3)
    shop.wait_until_delivered()
    buyer.wait(buyer.buy(product_id, 2), "COMPLETED")


def test_a_stock_that_main_service_does_not_know_cannot_be_ordered_and_resync_heals_it(
    shop: Shop, admin: AdminClient
) -> None:
    product_id, empty = stocked(shop, admin, 5), stocked(shop, admin, 0)
    buyer = Buyer(shop)
    buyer.add(product_id)
    ids = {"known": product_id, "empty": empty}
    assert shop.books.execute("main", "DELETE FROM stock_copy WHERE product_id IN (:known, :empty)", **ids) == 2
    assert buyer.add(product_id)["__typename"] == "StockUnknown"
    assert [line["kind"] for line in buyer.try_checkout()["lines"]] == ["STOCK_UNKNOWN"]
    assert f"product {empty}: stock is 0 on admin_service and None in the copy" in shop.run("main", "reconcile")[1]
    assert shop.run("admin", "resync")[0] == 0
    shop.wait_until_delivered()
    assert buyer.add(empty)["available"] == 0
    buyer.wait(int(buyer.checkout()["id"]), "COMPLETED")


def test_of_two_who_order_the_last_unit_one_is_refunded_and_can_order_the_rest(
    shop: Shop, admin: AdminClient
) -> None:
    last, plenty = stocked(shop, admin, 1), stocked(shop, admin, 9)
    first, second = Buyer(shop), Buyer(shop)
    first.add(last)
    for product_id in (last, plenty):
        second.add(product_id)
    shop.admin.kill()  # so that neither hears of the other before both have ordered
    ids = [int(buyer.checkout()["id"]) for buyer in (first, second)]
    shop.start()
    first.wait(ids[0], "COMPLETED")
    refunded = second.wait(ids[1], "REFUNDED")
    problem = {"title": "Stocked stout", "kind": "SOLD_OUT", "available": 0}
    assert refunded["reason"] == "OUT_OF_STOCK"
    assert [line["problem"] for line in refunded["lines"]] == [problem, None]
    shop.wait_until_delivered()
    for _ in range(2):  # with the same key
        again = second.reorder(ids[1])
        assert again["basket"]["lines"] == [{"productId": str(plenty), "quantity": 1}]
        assert again["notAdded"] == [problem]
    second.wait(int(second.checkout()["id"]), "COMPLETED")
    eventually(lambda: assert_stock(shop.admin_client(), last, (0, 0)))


def test_a_basket_names_what_was_sold_to_others_before_it_is_ordered(shop: Shop, admin: AdminClient) -> None:
    last, fine = stocked(shop, admin, 1), stocked(shop, admin, 9)
    quick, slow = Buyer(shop), Buyer(shop)
    for product_id in (last, fine):
        slow.add(product_id)
    quick.wait(quick.buy(last), "COMPLETED")
    shop.wait_until_delivered()
    problem = {"title": "Stocked stout", "kind": "SOLD_OUT", "available": 0}
    assert [line["problem"] for line in slow.basket()["lines"]] == [problem, None]
    refusal = slow.try_checkout()
    assert (refusal["__typename"], refusal["lines"]) == ("LinesNotInStock", [problem])
    slow.remove(last)
    slow.wait(int(slow.checkout()["id"]), "COMPLETED")


@ON_SERVERS
def test_fifty_buyers_at_once_for_one_last_unit(shop: Shop, admin: AdminClient) -> None:
    product_id = stocked(shop, admin, 1)
    buyers = [Buyer(shop) for _ in range(BUYERS)]
    for buyer in buyers:
        buyer.add(product_id)
    with ThreadPoolExecutor(BUYERS) as crowd:
        answers = list(crowd.map(lambda buyer: buyer.try_checkout(), buyers))
    shop.check_invariants()
    ends = Counter(
        buyer.order(int(answer["order"]["id"]))["state"] if "order" in answer else answer["__typename"]
        for buyer, answer in zip(buyers, answers, strict=True)
    )
    assert ends.pop("COMPLETED") == 1
    assert ends.keys() <= {"REFUNDED", "LinesNotInStock"}
    eventually(lambda: assert_stock(admin, product_id, (0, 0)))


@ON_SERVERS
def test_what_is_cancelled_inside_the_hold_is_for_sale_again(shop: Shop, admin: AdminClient) -> None:
    product_id, buyer = stocked(shop, admin, 5), Buyer(shop)
    order_id = buyer.buy(product_id, 5)
    assert buyer.cancel(order_id)["__typename"] == "CancelOrderSuccess"
    assert buyer.order(order_id)["state"] == "CANCELLED"
    assert buyer.cancel(order_id)["__typename"] == "NotCancellable"
    eventually(lambda: assert_stock(admin, product_id, (5, 0)))


@ON_SERVERS
def test_an_order_is_seen_by_its_owner_only_and_on_admin_by_its_user(shop: Shop, admin: AdminClient) -> None:
    product_id, buyer, other = stocked(shop, admin, 5), Buyer(shop), Buyer(shop)
    order_id = buyer.buy(product_id)
    assert other.order(order_id) is None
    assert other.cancel(order_id)["code"] == other.cancel(999_999)["code"] == "NOT_FOUND"
    buyer.wait(order_id, "COMPLETED")
    mine = AdminClient(shop.admin.url, buyer.token)

    def told() -> None:
        orders = mine.graphql("{ me { orders { count latest { id state } } } }")["me"]["orders"]
        assert orders == {"count": 1, "latest": [{"id": str(order_id), "state": "COMPLETED"}]}

    eventually(told)


@ON_SERVERS
@pytest.mark.parametrize("is_deleted", [False, True], ids=["kept", "deleted inside the hold"])
def test_the_published_flows_of_client_family_3(shop: Shop, admin: AdminClient, is_deleted: bool) -> None:
    given = {"id": "ignored", "name": "Widget", "price": 20.0, "quantity": 100}
    inventory, payment = admin.http, shop.main_client().http
    product_id = inventory.post("/products", json=given).raise_for_status().json()["id"]
    assert inventory.get(f"/products/{product_id}").json() == {**given, "id": product_id}
    placed = eventually(
        lambda: payment.post("/orders", json={"id": product_id, "quantity": 10}).raise_for_status().json(),
        also_retry=(httpx.HTTPStatusError,),
    )
    expected = {"product_id": product_id, "price": 20.0, "fee": 4.0, "total": 24.0, "quantity": 10}
    assert placed == {"pk": placed["pk"], **expected, "status": "pending"}
    if is_deleted:
        assert inventory.delete(f"/products/{product_id}").is_success

    def settled() -> None:
        answer = payment.get(f"/orders/{placed['pk']}").json()
        assert answer == {**placed, "status": "refunded" if is_deleted else "completed"}

    eventually(settled)
    if not is_deleted:
        assert inventory.get(f"/products/{product_id}").json()["quantity"] == 90


@ON_SERVERS
@pytest.mark.parametrize(
    ("moment", "victim"),
    [("at once", "main"), ("at once", "both"), ("when reserved", "admin"), ("when reserved", "both")],
)
def test_an_order_survives_a_crash(shop: Shop, admin: AdminClient, victim: str, moment: str) -> None:
    product_id, buyer = stocked(shop, admin, 5), Buyer(shop)
    order_id = buyer.buy(product_id, 2)
    if moment == "when reserved":
        eventually(lambda: assert_stock(admin, product_id, (3, 2)), interval=0.01)
    for node in (shop.admin, shop.main):
        if victim in {node.service, "both"}:
            node.kill()
    shop.start()
    buyer.wait(order_id, "COMPLETED")
    shop.check_invariants()
    eventually(lambda: assert_stock(shop.admin_client(), product_id, (3, 0)))


@ON_SERVERS
def test_the_same_key_places_one_order_also_after_a_crash_in_between(shop: Shop, admin: AdminClient) -> None:
    product_id, buyer = stocked(shop, admin, 5), Buyer(shop)
    buyer.add(product_id)
    first = buyer.checkout("the key")
    shop.main.kill()
    shop.start()
    assert buyer.checkout("the key")["id"] == first["id"]
    buyer.wait(int(first["id"]), "COMPLETED")
    eventually(lambda: assert_stock(admin, product_id, (4, 0)))


class Crowd:
    """Customers and staff who buy, cancel and adjust at random, each on a thread, until told to stop."""

    def __init__(self, shop: Shop, products: list[int]) -> None:
        self.placed = 0
        self._shop = shop
        self._products = products
        self._stopping = threading.Event()

    def run(self, seed: int) -> None:
        """One of them."""
        chance, buyer = random.Random(seed), Buyer(self._shop)
        while not self._stopping.is_set():
            try:
                self._step(chance, buyer)
            except (httpx.HTTPError, GraphQLError):
                self._stopping.wait(0.05)  # something is away

    def wait_for(self, placed: int) -> None:
        """Wait until they have placed so many orders."""

        def enough() -> None:
            assert self.placed >= placed

        eventually(enough, timeout=60)

    def stop(self) -> None:
        """Let each finish what it does."""
        self._stopping.set()

    def _step(self, chance: random.Random, buyer: Buyer) -> None:
        product_id = chance.choice(self._products)
        if chance.random() < 0.15:
            adjust(self._shop.admin_client(), product_id, change=chance.choice([-1, 1, 3]))
            return
        buyer.add(product_id, chance.randint(1, 3))
        try:
            order_id = int(buyer.checkout()["id"])
        except KeyError:  # the basket is empty, or holds a product that is unavailable
            buyer.empty_the_basket()
            return
        self.placed += 1
        if chance.random() < 0.3:
            buyer.cancel(order_id)


def buy_through(shop: Shop, chance: random.Random, faults: list[Callable[[], None]]) -> None:
    """Have a crowd buy while these faults happen at random, until it has placed enough; check the books."""
    admin = shop.admin_client()
    products = [stocked(shop, admin, 20) for _ in range(5)]
    crowd = Crowd(shop, products)
    with ThreadPoolExecutor(4) as threads:
        people = [threads.submit(crowd.run, chance.randrange(10**6)) for _ in range(4)]
        try:
            happened = 0
            while crowd.placed < MANY or happened < len(faults):
                crowd.wait_for(crowd.placed + chance.randint(2, 12))
                chance.choice(faults)()
                shop.start()
                happened += 1
                if happened == len(faults):  # with orders for it under way
                    shop.admin_client().delete(products[0])
        finally:
            crowd.stop()
    for person in people:
        person.result()
    shop.check_invariants()
    statement = "SELECT count(*) FROM shop_order WHERE state NOT IN ('OPEN', 'PENDING')"
    assert shop.books.query("main", statement)[0][0] >= crowd.placed


@pytest.mark.long
@pytest.mark.timeout(effort(120, 900))
def test_whatever_is_ordered_cancelled_and_killed_everything_adds_up(shop: Shop, chance: random.Random) -> None:
    buy_through(shop, chance, [shop.admin.kill, shop.main.kill])


@pytest.mark.long
@pytest.mark.timeout(effort(120, 900))
def test_whatever_server_goes_away_while_people_buy_everything_adds_up(
    server_shop: Shop, mortal_rabbitmq: RabbitMQ, mortal_mariadb: MariaDB, chance: random.Random
) -> None:
    def restart(server: RabbitMQ | MariaDB) -> None:
        server.kill()
        server.start()

    faults = [lambda: restart(mortal_rabbitmq), lambda: restart(mortal_mariadb)]
    buy_through(server_shop, chance, [*faults, server_shop.admin.kill, server_shop.main.kill])
