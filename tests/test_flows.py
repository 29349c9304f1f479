"""The story of the shop: what happens on one service is seen on the other a moment later."""

from decimal import Decimal
from functools import partial

import pytest

from testing.waiting import eventually
from tests.support.clients import AdminClient, MainClient
from tests.support.shop import Shop


@pytest.fixture
def admin(shop: Shop) -> AdminClient:
    return shop.admin_client()


@pytest.fixture
def main(shop: Shop) -> MainClient:
    return shop.main_client()


def test_both_services_are_connected_and_in_step(admin: AdminClient, main: MainClient) -> None:
    in_step = {"connected": True, "pendingEvents": 0, "retryingEvents": 0, "deadLetters": 0}

    def is_in_step(client: AdminClient | MainClient) -> None:
        assert client.http.get("/readyz").json() == {"database": True, "transport": True}
        assert client.sync_status() == in_step

    for client in (admin, main):
        eventually(partial(is_in_step, client))


def test_a_product_created_by_graphql_is_copied_field_by_field(admin: AdminClient, main: MainClient) -> None:
    made = admin.create(
        "Größe “M” 🍺", image="/pictures/beer/pils.svg", sku="BEER-PILS-01", price="4.50", category="beer"
    )["product"]

    def copied() -> None:
        assert main.product(made["id"]) == made

    eventually(copied)
    assert Decimal(made["price"]) == Decimal("4.50")
    assert made["version"] == 1


def test_a_product_created_by_rest_is_on_main_s_list(admin: AdminClient, main: MainClient) -> None:
    answer = admin.rest_create("Cherry cupcake", "/pictures/cupcake/cherry.svg")
    assert answer.status_code == 201
    made = answer.json()
    assert made == {
        "id": made["id"],
        "title": "Cherry cupcake",
        "image": "/pictures/cupcake/cherry.svg",
        "likes": 0,
    }

    def listed() -> None:
        assert made in main.rest_products()

    eventually(listed)
    assert admin.rest_products() == main.rest_products()


def test_a_change_by_graphql_reaches_the_copy(admin: AdminClient, main: MainClient) -> None:
    product_id = admin.new_product("Stout", price="3.00")
    changed = admin.update(product_id, title="Dry stout", price="3.20", sku="BEER-DRY-STOUT")["product"]
    assert changed["version"] == 2

    def copied() -> None:
        assert main.product(product_id) == changed

    eventually(copied)


def test_a_change_by_rest_reaches_the_copy(admin: AdminClient, main: MainClient) -> None:
    product_id = admin.new_product("Porter")
    answer = admin.rest_edit(product_id, title="Baltic porter")
    assert answer.status_code == 202

    def copied() -> None:
        assert answer.json() in main.rest_products()

    eventually(copied)
    assert answer.json()["title"] == "Baltic porter"


@pytest.mark.parametrize("by", ["graphql", "rest"])
def test_a_deleted_product_is_gone_on_main_with_its_likes(
    shop: Shop, admin: AdminClient, main: MainClient, by: str
) -> None:
    product_id = admin.new_product("Short-lived")
    eventually(lambda: assert_likes(main, product_id))
    if by == "graphql":
        assert admin.delete(product_id) == {"__typename": "DeleteProductSuccess", "id": str(product_id)}
    else:
        assert admin.rest_delete(product_id).status_code == 204

    def gone() -> None:
        assert main.product(product_id) is None
        assert product_id not in [row["id"] for row in main.rest_products()]
        assert shop.books.likes(product_id) == 0

    eventually(gone)
    assert main.like(product_id)["__typename"] == "ProductNotFound"
    assert main.rest_like(product_id).status_code == 404
    assert admin.rest_delete(product_id).status_code == 404


def test_a_like_by_graphql_is_counted_on_admin_and_can_be_taken_back(
    shop: Shop, admin: AdminClient, main: MainClient
) -> None:
    product_id = admin.new_product("Likeable")
    other = shop.main_client()
    eventually(lambda: assert_likes(main, product_id))
    assert other.like(product_id)["product"] == {"likes": 2, "likedByMe": True}
    assert main.like(product_id)["__typename"] == "AlreadyLiked"
    eventually(lambda: assert_count(admin, product_id, 2))

    assert main.unlike(product_id)["product"] == {"likes": 1, "likedByMe": False}
    assert main.unlike(product_id)["__typename"] == "NotLiked"
    eventually(lambda: assert_count(admin, product_id, 1))
    assert main.product(product_id)["likes"] == 1


def test_a_like_by_rest_is_counted_on_admin(shop: Shop, admin: AdminClient, main: MainClient) -> None:
    product_id = admin.new_product("Popular")

    def liked() -> None:
        answer = main.rest_like(product_id)
        assert (answer.status_code, answer.json()) == (200, {"message": "success"})

    eventually(liked)
    eventually(lambda: assert_count(admin, product_id, 1))


def test_a_user_who_likes_twice_by_rest_is_told_so_and_counts_once(
    shop: Shop, admin: AdminClient, main: MainClient
) -> None:
    product_id = admin.new_product("Liked by everybody")
    eventually(lambda: assert_likes(main, product_id))
    refusals = 0
    for _ in range(200):
        answer = main.rest_like(product_id)
        if answer.status_code == 400:
            assert answer.json() == {"message": "You already liked this product"}
            refusals += 1
        if refusals >= 3:
            break
    assert refusals >= 3
    eventually(lambda: assert_count(admin, product_id, shop.books.likes(product_id)))


def test_users_are_copied(shop: Shop, admin: AdminClient) -> None:
    made = {admin.new_user() for _ in range(5)}

    def copied() -> None:
        assert made <= {user[0] for user in shop.books.users("main")}
        assert shop.books.users("main") == shop.books.users("admin")

    eventually(copied)


def test_the_last_of_many_quick_changes_is_what_stays(admin: AdminClient, main: MainClient) -> None:
    product_id = admin.new_product("Draft 0")
    for number in range(1, 31):
        admin.update(product_id, title=f"Draft {number}")

    def settled() -> None:
        assert (copy := main.product(product_id)) is not None
        assert (copy["title"], copy["version"]) == ("Draft 30", 31)

    eventually(settled)


def assert_likes(main: MainClient, product_id: int) -> None:
    """The visitor can like the product: its copy has arrived."""
    assert main.like(product_id)["__typename"] == "LikeProductSuccess"


def assert_count(admin: AdminClient, product_id: int, likes: int) -> None:
    assert admin.product(product_id)["likes"] == likes
