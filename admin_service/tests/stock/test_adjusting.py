"""Adjusting the stock: receipts and corrections, and what no level can be."""

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


def test_a_change_upward_is_a_receipt_and_everything_else_a_correction(books: Books) -> None:
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


def test_what_is_set_aside_for_orders_cannot_be_taken_away(books: Books) -> None:
    product_id = books.add(5)
    books.tell("placed", 1, {product_id: 3})
    with pytest.raises(InsufficientStock) as caught:
        books.adjust(product_id, change=-3)
    assert (caught.value.available, caught.value.message) == (2, "Only 2 available.")
    books.adjust(product_id, change=-2)
    assert books.units(product_id) == (0, 3, 0)


def test_there_is_a_limit_to_what_a_level_can_have(books: Books) -> None:
    product_id = books.add(MAX_STOCK)
    books.tell("placed", 1, {product_id: 1})
    for fields, field in (({"change": 1}, "change"), ({"quantity": MAX_STOCK}, "quantity")):
        with pytest.raises(InvalidInput) as caught:
            books.adjust(product_id, **fields)
        assert caught.value.fields == {field: ["The stock would exceed the maximum of 1000000000 units."]}
    books.tell("cancelled", 1, {product_id: 1})
    assert books.units(product_id) == (MAX_STOCK, 0, 0)


def test_there_is_no_stock_to_adjust_of_a_product_that_is_gone_or_never_was(books: Books) -> None:
    product_id = books.add(3)
    books.remove(product_id)
    for nothing in (product_id, product_id + 1, 0):
        with pytest.raises(ProductNotFound):
            books.adjust(nothing, change=1)


@pytest.mark.parametrize("column", ["available", "reserved", "sold"])
def test_the_table_itself_refuses_less_than_nothing(database: Database, books: Books, column: str) -> None:
    books.add(5)
    with pytest.raises(DBAPIError), database.engine.begin() as connection:
        connection.execute(text(f"UPDATE stock_level SET {column} = -1"))


def test_a_draft_counts_no_more_units_than_a_level_can_have() -> None:
    for stock in (-1, MAX_STOCK + 1):
        with pytest.raises(ValueError, match="stock"):
            ProductDraft(title="Stout", image="/stout.svg", stock=stock)
