"""Products that there are so many of, and what becomes of their number."""

from typing import Any

from testing.waiting import eventually
from tests.support.clients import AdminClient
from tests.support.shop import Shop

ADJUST = "... on AdjustStockSuccess { product { stock } } ... on InsufficientStock { available }"


def stocked(shop: Shop, admin: AdminClient, stock: int, price: str = "4.50") -> int:
    """A product of which there are so many, as main_service knows too."""
    product_id = admin.new_product("Stocked stout", price=price, stock=stock)

    def known() -> None:
        rows = shop.books.query("main", "SELECT available FROM stock_copy WHERE product_id = :id", id=product_id)
        assert [row.available for row in rows] == [stock]
        assert shop.books.query("main", "SELECT id FROM product WHERE id = :id", id=product_id)

    eventually(known)
    return product_id


def stock_of(admin: AdminClient, product_id: int) -> Any:
    """How many are for sale and how many set aside."""
    query = "query($id: ID!) { product(id: $id) { stock reservedStock } }"
    return tuple(admin.graphql(query, id=str(product_id))["product"].values())


def adjust(admin: AdminClient, product_id: int, **given: object) -> Any:
    """`adjustStock`."""
    return admin.mutate("adjustStock", "AdjustStockInput", ADJUST, productId=str(product_id), **given)


def assert_stock(admin: AdminClient, product_id: int, expected: tuple[int, int]) -> None:
    """Fails where there are not so many."""
    assert stock_of(admin, product_id) == expected
