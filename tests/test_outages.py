"""Life while a service, a database or the broker is away: what docs/outages.md promises, row by row.

What works is used, what does not must say so clearly and soon, and write nothing. Afterwards nobody does anything,
and everything settles.
"""

from datetime import UTC, datetime, timedelta

import pytest

from testing.servers import MariaDB, RabbitMQ
from testing.waiting import eventually
from tests.support.clients import Client, GraphQLError, MainClient
from tests.support.outages import (
    nobody_answers,
    prepare,
    refuses_for_want_of_its_database,
    refuses_unknown_sessions,
    register,
    use_the_back_office,
    wait_until,
)
from tests.support.shop import Node, Shop

pytestmark = pytest.mark.timeout(240)  # the first one starts three servers
MANY_ROUNDS = 6
"""After so many vain attempts the delay between them has stopped growing."""
NEW_PRODUCT = 'mutation { createProduct(input: {title: "Never", image: "/pictures/none.svg"}) { __typename } }'


@pytest.fixture(params=["embedded_shop", "apart_shop"], ids=["direct", "servers"])
def shop(request: pytest.FixtureRequest) -> Shop:
    """The shop on SQLite and the direct transport, and on servers of its own."""
    found: Shop = request.getfixturevalue(request.param)
    return found


def test_without_admin_service_the_shop_goes_on_with_its_copies(shop: Shop) -> None:
    customers = prepare(shop)
    shop.stop(shop.admin)
    grow_older(shop, minutes=30)
    order_id = customers.use_the_shop()
    stranger = shop.main_client()  # goes by the name of a visitor who is known already
    assert stranger.like(customers.stout)["__typename"] in {"LikeProductSuccess", "AlreadyLiked"}
    refuses_unknown_sessions(customers)
    nobody_answers(shop.admin)
    assert customers.buyer.client.http.get("/readyz").status_code == 200
    if shop.stack.direct:
        eventually(lambda: assert_waiting(customers.buyer.client))
    shop.start()
    customers.check_settled(order_id)


def test_without_main_service_the_back_office_goes_on(shop: Shop) -> None:
    customers = prepare(shop)
    order_id = customers.leave_something_behind()
    shop.stop(shop.main)
    made = use_the_back_office(customers)
    token = register(customers.admin)
    nobody_answers(shop.main)
    assert customers.admin.http.get("/readyz").status_code == 200
    if shop.stack.direct:
        eventually(lambda: assert_waiting(customers.admin))
    shop.start()
    customers.check_settled(order_id)
    assert customers.visitor.product(made) == customers.admin.product(made)
    assert MainClient(shop.main.url, token).like(made)["__typename"] == "LikeProductSuccess"


def test_without_rabbitmq_both_go_on_however_long_it_takes(apart_shop: Shop, mortal_rabbitmq: RabbitMQ) -> None:
    shop, customers = apart_shop, prepare(apart_shop)
    mortal_rabbitmq.stop()
    for client in (customers.admin, customers.visitor):
        eventually(lambda client=client: assert_waiting(client, events=0))  # type: ignore[misc]
        assert client.http.get("/readyz").status_code == 200
    order_id = customers.use_the_shop()
    made = use_the_back_office(customers)
    assert customers.visitor.product(made) is None
    newcomer = MainClient(shop.main.url, register(customers.admin))
    assert newcomer.like(customers.stout)["__typename"] == "LikeProductSuccess"
    late_order = customers.late.buy(customers.ale)
    for node in (shop.admin, shop.main):
        eventually(lambda node=node: assert_tried(node, MANY_ROUNDS), timeout=30)  # type: ignore[misc]
    # However long it lasts, it counts against no event: each is due at once when the broker is back.
    for service in ("admin", "main"):
        statement = "SELECT DISTINCT attempts FROM outbox WHERE state <> 'published'"
        assert [row.attempts for row in shop.books.query(service, statement)] == [0]
    assert customers.late.cancel(late_order)["__typename"] == "CancelOrderSuccess"
    mortal_rabbitmq.start()
    customers.check_settled(order_id)
    assert customers.visitor.product(made) == customers.admin.product(made)


def test_without_its_database_admin_service_refuses_and_the_shop_goes_on(
    apart_shop: Shop, mortal_mariadb: MariaDB
) -> None:
    shop, customers = apart_shop, prepare(apart_shop)
    mortal_mariadb.stop()
    grow_older(shop, minutes=30)
    refuses_for_want_of_its_database(customers.admin, NEW_PRODUCT)
    with pytest.raises(GraphQLError, match="DATABASE_UNAVAILABLE"):
        register(customers.admin)
    order_id = customers.use_the_shop()
    refuses_unknown_sessions(customers)
    mortal_mariadb.start()
    wait_until(customers.admin, "/readyz")
    customers.check_settled(order_id)
    register(customers.admin)


def test_without_its_database_main_service_refuses_and_the_back_office_goes_on(
    apart_shop: Shop, mortal_main_mariadb: MariaDB
) -> None:
    customers = prepare(apart_shop)
    order_id = customers.leave_something_behind()
    mortal_main_mariadb.stop()
    like = f'mutation {{ likeProduct(input: {{productId: "{customers.ale}"}}) {{ __typename }} }}'
    refuses_for_want_of_its_database(customers.visitor, like)
    with pytest.raises(GraphQLError, match="DATABASE_UNAVAILABLE"):
        customers.buyer.checkout()
    made = use_the_back_office(customers)
    register(customers.admin)
    mortal_main_mariadb.start()
    wait_until(customers.visitor, "/readyz")
    customers.check_settled(order_id)
    assert customers.visitor.product(made) == customers.admin.product(made)


def test_after_both_services_have_died_in_the_middle_of_it_everything_is_settled(embedded_shop: Shop) -> None:
    shop, customers = embedded_shop, prepare(embedded_shop)
    made = use_the_back_office(customers)
    order_id = customers.leave_something_behind()
    for node in (shop.admin, shop.main):
        node.kill()
    for node in (shop.admin, shop.main):
        nobody_answers(node)
    shop.start()
    customers.check_settled(order_id)
    assert customers.visitor.product(made) == customers.admin.product(made)


def test_after_a_blackout_everything_comes_back_in_whatever_order(
    apart_shop: Shop, mortal_mariadb: MariaDB, mortal_main_mariadb: MariaDB, mortal_rabbitmq: RabbitMQ
) -> None:
    shop, customers = apart_shop, prepare(apart_shop)
    made = use_the_back_office(customers)
    order_id = customers.leave_something_behind()
    for victim in (shop.main, mortal_rabbitmq, mortal_main_mariadb, mortal_mariadb, shop.admin):
        victim.kill()
    for node in (shop.admin, shop.main):
        node.launch()
    like = f'mutation {{ likeProduct(input: {{productId: "{customers.ale}"}}) {{ __typename }} }}'
    for client in (customers.admin, customers.visitor):
        wait_until(client, "/livez")
    refuses_for_want_of_its_database(customers.admin, NEW_PRODUCT)
    refuses_for_want_of_its_database(customers.visitor, like)
    for server in (mortal_mariadb, mortal_main_mariadb, mortal_rabbitmq):
        server.launch()
    for client in (customers.admin, customers.visitor):
        wait_until(client, "/readyz")
    customers.check_settled(order_id)
    assert customers.visitor.product(made) == customers.admin.product(made)


def grow_older(shop: Shop, minutes: int) -> None:
    """Let the outage last for so long already, as far as main_service can tell by its copies of the sessions."""
    checked_at = datetime.now(UTC) - timedelta(minutes=minutes)
    shop.books.execute("main", "UPDATE session_copy SET checked_at = :at", at=f"{checked_at:%Y-%m-%d %H:%M:%S.%f}")


def assert_waiting(client: Client, events: int = 1) -> None:
    """The service knows that the way to the other one is cut, and has at least so many events for it."""
    status = client.sync_status()
    assert status["connected"] is False
    assert status["pendingEvents"] >= events


def assert_tried(node: Node, rounds: int) -> None:
    """Both of its connections have been tried so often since the broker went away."""
    entries = [entry for entry in node.log() if entry["event"] == "rabbitmq_disconnected"]
    latest = {entry["link"]: entry["failures"] for entry in entries}
    assert min(latest.values()) >= rounds
