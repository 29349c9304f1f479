"""RabbitMQ and MariaDB stopped, killed or absent, under load: clean answers meanwhile, and all heals by itself."""

import random
import time
from collections.abc import Iterator, Mapping

import httpx
import pytest

from testing.proxy import TcpProxy
from testing.servers import MariaDB, RabbitMQ
from testing.waiting import eventually
from tests.support.clients import Client, GraphQLError
from tests.support.load import load
from tests.support.shop import Shop
from tests.support.stacks import SERVERS, NewStack

HEAL_SECONDS = 30


def test_without_rabbitmq_the_api_serves_and_the_backlog_drains_afterwards(
    server_shop: Shop, mortal_rabbitmq: RabbitMQ, chance: random.Random
) -> None:
    shop = server_shop
    with load(shop, seed=chance.randrange(10**6)) as clients:
        clients.wait_for_more(30)
        mortal_rabbitmq.kill()
        for client in (shop.admin_client(), shop.main_client()):
            eventually(lambda client=client: assert_connected(client, False))  # type: ignore[misc]
            assert client.http.get("/readyz").json() == {"database": True, "transport": False}
        clients.wait_for_more(30)
        assert shop.admin_client().sync_status()["pendingEvents"] > 0
        mortal_rabbitmq.start()
        for client in (shop.admin_client(), shop.main_client()):
            eventually(lambda client=client: assert_connected(client, True), timeout=HEAL_SECONDS)  # type: ignore[misc]
        clients.wait_for_more(30)
    shop.check_invariants()
    clients.check()
    assert not clients.uncertain, "no request needs the broker"


@pytest.mark.parametrize("how", ["stop", "kill"])
def test_without_mariadb_requests_get_a_clear_503_and_all_goes_on_afterwards(
    server_shop: Shop, mortal_mariadb: MariaDB, chance: random.Random, how: str
) -> None:
    shop = server_shop
    product_id = shop.admin_client().new_product("Known before")
    with load(shop, seed=chance.randrange(10**6)) as clients:
        clients.wait_for_more(30)
        getattr(mortal_mariadb, how)()
        for client in (shop.admin_client(), shop.main_client()):
            assert_unavailable(client.http.get("/readyz"), {"database": False, "transport": True})
            assert client.http.get("/livez").status_code == 200
            with pytest.raises(GraphQLError, match="DATABASE_UNAVAILABLE: The database is unavailable"):
                client.product(product_id)
        away = {"detail": "The database is unavailable. Try again in a moment."}
        assert_unavailable(shop.admin_client().rest_create("Never"), away)
        assert_unavailable(shop.admin_client().http.get("/admin/products"), away)
        assert_unavailable(shop.main_client().rest_like(product_id), away)
        mortal_mariadb.start()
        for client in (shop.admin_client(), shop.main_client()):
            eventually(lambda client=client: assert_ready(client), timeout=HEAL_SECONDS)  # type: ignore[misc]
        clients.wait_for_more(30)
    shop.check_invariants()
    clients.check()
    assert clients.uncertain


def test_the_first_request_after_a_restart_of_mariadb_succeeds(server_shop: Shop, mortal_mariadb: MariaDB) -> None:
    admin, main = server_shop.admin_client(), server_shop.main_client()
    product_id = admin.new_product("Warm pools")
    eventually(lambda: assert_seen(main, product_id))
    mortal_mariadb.restart()
    assert admin.update(product_id, title="First after")["__typename"] == "UpdateProductSuccess"
    assert main.like(product_id)["__typename"] == "LikeProductSuccess"
    assert len(admin.rest_products()) == len(main.rest_products())


@pytest.fixture(scope="module")
def far_broker(rabbitmq: RabbitMQ) -> Iterator[TcpProxy]:
    """A way to RabbitMQ that can be closed."""
    with TcpProxy("127.0.0.1", rabbitmq.port) as proxy:
        yield proxy


@pytest.fixture(scope="module")
def far_shop(new_stack: NewStack, far_broker: TcpProxy) -> Iterator[Shop]:
    """A shop of which no process has been started yet, that goes this way."""
    shop = Shop(new_stack(SERVERS).through(far_broker), "far-broker")
    shop.migrate()
    for node in shop.nodes:
        node.process.ready = f"{node.url}/livez"
    yield shop
    shop.close()


def test_services_that_start_without_their_broker_serve_and_drain_later(
    far_shop: Shop, far_broker: TcpProxy
) -> None:
    far_broker.refuse()
    far_shop.start()
    started = time.monotonic()
    admin, main = far_shop.admin_client(), far_shop.main_client()
    assert admin.http.get("/readyz").json() == {"database": True, "transport": False}
    told = admin.sync_status()["pendingEvents"]
    made = [admin.new_product(f"Early {number}") for number in range(20)]
    for product_id in made[:10]:
        admin.delete(product_id)
    assert main.rest_products() == []
    eventually(lambda: assert_elapsed(started, 3))
    # Each product is published with its stock.
    assert admin.sync_status()["pendingEvents"] == told + 2 * 20 + 10
    far_broker.pass_through()
    eventually(lambda: assert_connected(admin, True), timeout=HEAL_SECONDS)
    far_shop.check_invariants()
    assert [product["id"] for product in main.rest_products()] == made[10:]
    far_shop.check_logs()


def test_a_connection_to_the_broker_that_is_reset_again_and_again_loses_nothing(
    far_shop: Shop, far_broker: TcpProxy, chance: random.Random
) -> None:
    far_shop.start()
    with load(far_shop, seed=chance.randrange(10**6)) as clients:
        for _ in range(5):
            clients.wait_for_more(15)
            far_broker.reset()
            far_broker.pass_through()
    far_shop.check_invariants()
    clients.check()
    far_shop.check_logs()
    assert not clients.uncertain


def assert_connected(client: Client, connected: bool) -> None:
    assert client.sync_status()["connected"] is connected


def assert_ready(client: Client) -> None:
    assert client.http.get("/readyz").status_code == 200


def assert_unavailable(answer: httpx.Response, document: Mapping[str, object]) -> None:
    assert (answer.status_code, answer.json()) == (503, document)


def assert_seen(client: Client, product_id: int) -> None:
    assert client.product(product_id) is not None


def assert_elapsed(since: float, seconds: float) -> None:
    assert time.monotonic() - since >= seconds
