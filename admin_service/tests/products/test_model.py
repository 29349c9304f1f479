"""The product's rules, without a database."""

from decimal import Decimal

import pytest
from admin_service.products.model import Product, ProductDraft, ProductPatch, new_sku
from pydantic import ValidationError

DRAFT = ProductDraft(title="Stout", image="/stout.svg")


def test_a_new_product_is_at_version_one_without_likes() -> None:
    product = Product.create(DRAFT)
    assert (product.version, product.likes, product.likes_sequence) == (1, 0, 0)
    assert product.created_at == product.updated_at
    assert product.created_at.tzinfo is not None


def test_a_change_counts_the_version_once_however_many_fields_it_changes() -> None:
    product = Product.create(DRAFT)
    assert product.change(ProductPatch(title="Porter", price=Decimal("3.10"), category="beer"))
    assert (product.title, product.price, product.category, product.version) == (
        "Porter",
        Decimal("3.10"),
        "beer",
        2,
    )
    assert product.updated_at >= product.created_at


@pytest.mark.parametrize("patch", [{}, {"title": "Stout"}, {"price": "0"}, {"title": " Stout "}])
def test_a_change_to_what_is_there_already_is_none(patch: dict[str, str]) -> None:
    product = Product.create(DRAFT)
    before = product.model_dump()
    assert not product.change(ProductPatch.model_validate(patch))
    assert product.model_dump() == before


def test_skus_that_are_made_keep_the_rules_of_skus_and_hold_no_letters_that_look_alike() -> None:
    made = {new_sku() for _ in range(500)}
    assert len(made) == 500
    for sku in made:
        assert ProductDraft(title="t", image="i", sku=sku).sku == sku
        assert not set(sku.removeprefix("SKU-")) & set("IL1O0")


@pytest.mark.parametrize("category", ["beer", "a", "0", "craft-beer", "a1-b2-c3"])
def test_categories_are_words_joined_by_single_hyphens(category: str) -> None:
    assert ProductDraft(title="t", image="i", category=category).category == category


@pytest.mark.parametrize("category", ["Beer", "-a", "a-", "a--b", "a_b", "a b", "é", ""])
def test_anything_else_is_no_category(category: str) -> None:
    with pytest.raises(ValidationError):
        ProductDraft(title="t", image="i", category=category)


@pytest.mark.parametrize("price", ["-0.01", "0.001", "10000000000.00", "NaN", "Infinity", "-Infinity"])
def test_a_price_is_an_amount_of_money_that_the_table_can_keep(price: str) -> None:
    with pytest.raises(ValidationError):
        ProductDraft.model_validate({"title": "t", "image": "i", "price": price})


@pytest.mark.parametrize(("price", "kept"), [("0", "0.00"), ("-0", "0.00"), ("1E+2", "100.00"), ("4.5", "4.50")])
def test_a_price_has_two_decimals_and_a_zero_no_sign(price: str, kept: str) -> None:
    assert str(ProductDraft.model_validate({"title": "t", "image": "i", "price": price}).price) == kept
