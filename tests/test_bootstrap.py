"""A main_service that starts empty or has drifted is found out by `reconcile` and healed by `resync`."""

from sqlalchemy import create_engine, make_url, text
from sqlalchemy.pool import NullPool

from testing.ports import free_port
from testing.waiting import eventually
from tests.support.clients import AdminClient, MainClient
from tests.support.shop import Shop
from tests.support.stacks import ON_SERVERS

pytestmark = ON_SERVERS


def lose_the_database_of_main(shop: Shop) -> None:
    """Drop it; the books know that what was in it is lost."""
    shop.exceptions.forgotten["main"] |= set(shop.books.ids("admin", "outbox"))
    shop.exceptions.strangers["admin"] |= set(shop.books.ids("main", "outbox"))
    url = make_url(shop.stack.main_database)
    engine = create_engine(url.set(database=""), poolclass=NullPool, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text(f"DROP DATABASE `{url.database}`"))
        connection.execute(text(f"CREATE DATABASE `{url.database}` CHARACTER SET utf8mb4"))


def heal(shop: Shop) -> None:
    """Both sides tell everything again."""
    for service in ("admin", "main"):
        status, output = shop.run(service, "resync")
        assert status == 0, output
        shop.wait_until_delivered()


def test_a_main_service_that_starts_empty_is_filled_by_resync(shop: Shop) -> None:
    admin, main = shop.admin_client(), shop.main_client()
    kept, liked, deleted = (admin.new_product(title) for title in ("Kept", "Liked", "Deleted"))
    admin.update(kept, price="9.99")
    eventually(lambda: assert_liked(main, liked))
    eventually(lambda: assert_count(admin, liked, 1))
    admin.delete(deleted)
    shop.check_invariants()

    shop.stop(shop.main)
    lose_the_database_of_main(shop)
    assert shop.run("main", "migrate")[0] == 0
    shop.start()
    main = shop.main_client()
    assert main.rest_products() == []

    heal(shop)
    shop.check_invariants()
    assert shop.books.users("main")
    assert main.product(kept)["price"] == "9.99"
    assert main.product(deleted) is None
    # The likes are lost with the database that held them; the count says so on both sides.
    assert (main.product(liked)["likes"], admin.product(liked)["likes"]) == (0, 0)
    # What happens from now on is newer than all that admin_service has seen before.
    assert_liked(main, liked)
    eventually(lambda: assert_count(admin, liked, 1))


def test_drift_is_found_by_reconcile_and_healed_by_resync(shop: Shop) -> None:
    admin, main = shop.admin_client(), shop.main_client()
    changed, lost, counted = (admin.new_product(title) for title in ("Changed", "Lost", "Counted"))
    for product_id in (lost, counted):
        eventually(lambda product_id=product_id: assert_liked(main, product_id))  # type: ignore[misc]
    shop.check_invariants()

    assert shop.books.execute("main", "UPDATE product SET title = 'By hand' WHERE id = :id", id=changed) == 1
    assert shop.books.execute("main", "UPDATE product SET likes = 40 WHERE id = :id", id=counted) == 1
    assert shop.books.execute("main", "DELETE FROM product WHERE id = :id", id=lost) == 1
    status, output = shop.run("main", "reconcile")
    assert status == 1
    differences = [line for line in output.splitlines() if line.startswith("product ")]
    assert differences == [
        f"product {changed}: title is 'Changed' on admin_service and 'By hand' in the copy",
        f"product {lost}: no copy",
        f"product {counted}: likes is 1 on admin_service and 40 in the copy",
    ]
    assert "python -m admin_service resync" in output

    heal(shop)
    shop.check_invariants()
    assert [main.product(product_id)["likes"] for product_id in (changed, lost, counted)] == [0, 1, 1]
    status, output = shop.run("main", "reconcile")
    assert status == 0, output
    assert "0 differences" in output


def test_reconcile_says_clearly_that_admin_service_is_away(shop: Shop) -> None:
    status, output = shop.run("main", "reconcile", PEER_URL=f"http://127.0.0.1:{free_port()}")
    assert status == 1
    assert output.startswith("The request to admin_service failed: ConnectError")
    assert "Traceback" not in output


def assert_liked(main: MainClient, product_id: int) -> None:
    assert main.like(product_id)["__typename"] == "LikeProductSuccess"


def assert_count(admin: AdminClient, product_id: int, likes: int) -> None:
    assert admin.product(product_id)["likes"] == likes
