"""Adjusting the stock: receipts, corrections and limits."""

import pytest
from admin_service.products.errors import ProductNotFound
from admin_service.products.model import ProductDraft
from admin_service.stock.errors import InsufficientStock
from admin_service.stock.units import MAX_STOCK
from service_kit.db.database import Database
from service_kit.errors import InvalidInput
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from .books import Books


def test_positive_changes_are_receipts_and_others_corrections(books: Books) -> None:
    product_id = books.add()
    for fields in ({"change": 5}, {"change": -2}, {"quantity": 10}, {"quantity": 10}, {"quantity": 0}):
        books.adjust(product_id, **fields)
    assert books.ledger(product_id) == [
        ("RECEIVED", 5, 0, 0),
        ("CORRECTED", -2, 0, 0),
        ("CORRECTED", 7, 0, 0),
        ("CORRECTED", -10, 0, 0),
    ]
    books.check()


def test_reserved_units_cannot_be_removed(books: Books) -> None:
    product_id = books.add(5)
    books.deliver("placed", 1, {product_id: 3})
    with pytest.raises(InsufficientStock) as caught:
        books.adjust(product_id, change=-3)
    assert (caught.value.available, caught.value.message) == (2, "Only 2 available.")
    books.adjust(product_id, change=-2)
    assert books.units(product_id) == (0, 3, 0)


def test_a_level_has_a_maximum(books: Books) -> None:
    product_id = books.add(MAX_STOCK)
    books.deliver("placed", 1, {product_id: 1})
    for fields, field in (({"change": 1}, "change"), ({"quantity": MAX_STOCK}, "quantity")):
        with pytest.raises(InvalidInput) as caught:
            books.adjust(product_id, **fields)
        assert caught.value.fields == {field: ["The stock would exceed the maximum of 1000000000 units."]}
    books.deliver("cancelled", 1, {product_id: 1})
    assert books.units(product_id) == (MAX_STOCK, 0, 0)


def test_deleted_and_unknown_products_cannot_be_adjusted(books: Books) -> None:
    product_id = books.add(3)
    books.remove(product_id)
    for nothing in (product_id, product_id + 1, 0):
        with pytest.raises(ProductNotFound):
            books.adjust(nothing, change=1)


@pytest.mark.parametrize("column", ["available", "reserved", "sold"])
def test_the_table_refuses_negative_levels(database: Database, books: Books, column: str) -> None:
    books.add(5)
    with pytest.raises(DBAPIError), database.engine.begin() as connection:
        connection.execute(text(f"UPDATE stock_level SET {column} = -1"))


def test_a_draft_has_the_same_maximum_as_a_level() -> None:
    for stock in (-1, MAX_STOCK + 1):
        with pytest.raises(ValueError, match="stock"):
            ProductDraft(title="Stout", image="/stout.svg", stock=stock)
