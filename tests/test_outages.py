"""Life while a service, a database or the broker is away: what docs/outages.md promises, row by row.

What works is used, what does not must say so clearly and soon, and write nothing. Afterwards nobody does anything,
and everything settles.
"""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from testing.servers import MariaDB, RabbitMQ
from testing.waiting import eventually
from tests.support.books import ServiceName
from tests.support.clients import AdminClient, Client, GraphQLError, MainClient
from tests.support.crossings import crossings
from tests.support.gateway import running_gateway
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


def test_through_the_gateway_a_product_that_is_new_costs_no_other(
    apart_shop: Shop, mortal_rabbitmq: RabbitMQ
) -> None:
    shop, fields = apart_shop, selections_of("main", "Product")
    customers = prepare(shop)
    mortal_rabbitmq.stop()
    with running_gateway(shop.admin.url, shop.main.url) as gateway:
        staff = AdminClient(gateway.url, shop.staff_token)
        for selection in fields:
            created = staff.mutate(
                "createProduct",
                "CreateProductInput",
                f"... on CreateProductSuccess {{ product {{ id title asked: {selection} }} }}",
                title="New",
                image="/pictures/none.svg",
            )
            assert (created["product"]["title"], created["product"]["asked"]) == ("New", None)
        new = created["product"]["id"]
        for root in (
            "products(first: 100) { nodes { FIELDS } }",
            "products(last: 100) { edges { node { FIELDS } } }",
        ):
            query = root.replace("FIELDS", f"id title {' '.join(fields)}")
            found = {product["id"]: product for product in products_in(staff.graphql(f"{{ {query} }}"))}
            assert (found[new]["title"], found[new]["configurable"], found[new]["syncedAt"]) == ("New", None, None)
            assert found[str(customers.cake)]["configurable"] is True
            assert found[str(customers.stout)]["configurable"] is False
        mortal_rabbitmq.start()
        customers.check_settled(customers.leave_something_behind())
        assert staff.graphql(f'{{ product(id: "{new}") {{ configurable }} }}')["product"] == {
            "configurable": False
        }


def test_through_the_gateway_what_one_service_lacks_costs_nothing_of_the_other(embedded_shop: Shop) -> None:
    shop = embedded_shop
    customers = prepare(shop)
    order_id = customers.leave_something_behind()
    customers.check_settled(order_id)
    customers.buyer.add(customers.ale)
    customers.buyer.add(customers.stout)
    with running_gateway(shop.admin.url, shop.main.url) as gateway:
        client = MainClient(gateway.url, customers.buyer.token)
        shop.stop(shop.main)
        for selection in selections_of("main", "Product"):
            data = answered(client, f"{{ products(first: 2) {{ nodes {{ title {selection} }} }} }}", "main")
            assert len([product["title"] for product in data["products"]["nodes"]]) == 2
        shop.start()
        shop.stop(shop.admin)
        for selection in selections_of("admin", "Product"):
            data = answered(
                client, f"{{ basket {{ lines {{ title product {{ title {selection} }} }} }} }}", "admin"
            )
            assert len([line["title"] for line in data["basket"]["lines"]]) == 2
            for name in ("like", "like", "unlike", "unlike"):
                data = answered(client, liking(name, customers.ale, selection), "admin")
                assert data[f"{name}Product"]["__typename"] != "ProductNotFound"
        for selection in selections_of("admin", "User"):
            data = answered(client, f"{{ orders {{ nodes {{ total user {{ id {selection} }} }} }} }}", "admin")
            assert [order["total"] for order in data["orders"]["nodes"]]
        shop.start()


def selections_of(owner: ServiceName, entity: str) -> list[str]:
    """What to select of the entity, wherever the other service hands one out, so that the owner has to answer."""
    found = [crossing for crossing in crossings() if (crossing.owner, crossing.entity) == (owner, entity)]
    assert len(found) > 1
    return [crossing.selection for crossing in found]


def products_in(data: Any) -> list[Any]:
    """The products of a page."""
    page = data["products"]
    return page["nodes"] if "nodes" in page else [edge["node"] for edge in page["edges"]]


def liking(name: str, product_id: int, selection: str) -> str:
    """A like or its opposite, which asks for something of the product whatever becomes of it."""
    product = f"product {{ {selection} }}"
    answers = {"like": ("LikeProductSuccess", "AlreadyLiked"), "unlike": ("UnlikeProductSuccess", "NotLiked")}[
        name
    ]
    fragments = " ".join(f"... on {type_} {{ {product} }}" for type_ in answers)
    return f'mutation {{ {name}Product(input: {{productId: "{product_id}"}}) {{ __typename {fragments} }} }}'


def answered(client: Client, query: str, away: ServiceName) -> Any:
    """The data of an answer whose errors, if any, tell of the service that is away and of nothing else."""
    document = client.http.post("/graphql", json={"query": query}).json()
    for error in document.get("errors", ()):
        assert error["extensions"].get("serviceName", away) == away, document
    assert document["data"] is not None, document
    return document["data"]


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
