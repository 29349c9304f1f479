"""What is put together, over both services: staff say what goes with what, and that alone can be bought."""

from collections.abc import Sequence
from typing import Any

import pytest

from testing.waiting import eventually
from tests.support.buyers import Buyer
from tests.support.clients import AdminClient
from tests.support.goods import assert_stock, stocked
from tests.support.shop import Shop
from tests.support.stacks import ON_SERVERS

pytestmark = ON_SERVERS
GROUPS = {
    "body": ("vanilla", "carrot"),
    "frosting": ("frosting-vanilla", "frosting-neon"),
    "topping": ("cherry",),
}
RULE = {"kind": "ONLY", "option": "carrot", "group": "frosting", "targets": ["frosting-vanilla"]}
READ = "query($id: ID!) { product(id: $id) { configuration { groups { options { id code } } } } }"


@pytest.fixture
def admin(shop: Shop) -> AdminClient:
    return shop.admin_client()


def offer(admin: AdminClient, product_id: int, *rules: object, without: Sequence[str] = ()) -> None:
    """Configures the product with these options. The options in `without` are unavailable."""
    groups = [
        {
            "code": group,
            "name": group.title(),
            "required": True,
            "options": [{"code": code, "name": code.title(), "available": code not in without} for code in codes],
        }
        for group, codes in GROUPS.items()
    ]
    given = {"productId": str(product_id), "groups": groups, "rules": list(rules)}
    answer = admin.mutate("setProductOptions", "SetProductOptionsInput", "", **given)
    assert answer["__typename"] == "SetProductOptionsSuccess", answer


def cupcake(shop: Shop, admin: AdminClient) -> tuple[int, dict[str, str]]:
    """A product that is put together, as main_service knows too; with the ids of its options by their codes."""
    product_id = stocked(shop, admin, 10)
    offer(admin, product_id, RULE)
    shop.wait_until_delivered()
    return product_id, ids_of(shop, product_id)


def ids_of(shop: Shop, product_id: int) -> dict[str, str]:
    """The ids of the product's options by their codes, as main_service knows them."""
    configuration = shop.main_client().graphql(READ, id=str(product_id))["product"]["configuration"]
    groups: Any = [] if configuration is None else configuration["groups"]
    return {option["code"]: option["id"] for group in groups for option in group["options"]}


def checkout(buyer: Buyer) -> Any:
    return buyer.client.mutate("checkout", "CheckoutInput", "... on CheckoutSuccess { order { id } }")


def test_both_ways_to_put_it_together_are_taken_from_one_stock(shop: Shop, admin: AdminClient) -> None:
    product_id, ids = cupcake(shop, admin)
    buyer = Buyer(shop)
    for quantity, parts in (
        (2, ("carrot", "frosting-vanilla", "cherry")),
        (3, ("vanilla", "frosting-neon", "cherry")),
    ):
        added = buyer.add(product_id, quantity, *(ids[code] for code in parts))
        assert added["__typename"] == "AddToBasketSuccess"
    order_id = int(buyer.checkout()["id"])
    eventually(lambda: assert_stock(admin, product_id, (5, 5)))
    assert [line["quantity"] for line in buyer.wait(order_id, "COMPLETED")["lines"]] == [2, 3]
    eventually(lambda: assert_stock(admin, product_id, (5, 0)))


def test_what_staff_rule_out_is_refused_at_the_checkout_until_they_allow_it(
    shop: Shop, admin: AdminClient
) -> None:
    product_id, ids = cupcake(shop, admin)
    buyer, carrot = Buyer(shop), [ids[code] for code in ("carrot", "frosting-vanilla", "cherry")]
    assert buyer.add(product_id, 1, *carrot)["__typename"] == "AddToBasketSuccess"
    offer(admin, product_id, RULE, without=["cherry"])
    shop.wait_until_delivered()
    for refused in (buyer.add(product_id, 1, *carrot), checkout(buyer)):
        assert refused["code"] == "INVALID_CONFIGURATION"
        assert refused["message"] == "Cherry is currently unavailable."
    offer(admin, product_id, RULE)
    shop.wait_until_delivered()
    buyer.wait(int(buyer.checkout()["id"]), "COMPLETED")


def test_resync_mends_what_main_service_has_lost(shop: Shop, admin: AdminClient) -> None:
    product_id, ids = cupcake(shop, admin)
    assert shop.books.execute("main", "DELETE FROM product_options WHERE product_id = :id", id=product_id) == 1
    status, out = shop.run("main", "reconcile")
    assert (status, f"product {product_id}: optionsVersion is 1 on admin_service and 0 in the copy" in out) == (
        1,
        True,
    )
    assert (ids_of(shop, product_id), shop.run("admin", "resync")[0]) == ({}, 0)
    shop.wait_until_delivered()
    assert ids_of(shop, product_id) == ids


def test_the_routes_of_the_cupcake_maker_are_served_by_both(shop: Shop, admin: AdminClient) -> None:
    cupcake(shop, admin)
    main = shop.main_client()
    assert "body_name" in admin.http.get("/api/cupcakebodies/").json()
    frostings = main.http.get("/api/frostingoptions/carrotbodies").json()
    assert len(frostings) == 1
    assert set(frostings[0]) == {"name", "image_url", "info", "pub_date", "appropriate_toppings"}
