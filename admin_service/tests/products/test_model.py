"""The product model, without a database."""

from decimal import Decimal

import pytest
from admin_service.products.model import Product, ProductDraft, ProductPatch, new_sku
from pydantic import ValidationError

DRAFT = ProductDraft(title="Stout", image="/stout.svg")


def test_a_new_product_has_version_one_and_no_likes() -> None:
    product = Product.create(DRAFT)
    assert (product.version, product.likes, product.likes_sequence) == (1, 0, 0)
    assert product.created_at == product.updated_at
    assert product.created_at.tzinfo is not None


def test_a_change_of_several_fields_increases_the_version_once() -> None:
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
def test_setting_the_same_values_is_no_change(patch: dict[str, str]) -> None:
    product = Product.create(DRAFT)
    before = product.model_dump()
    assert not product.change(ProductPatch.model_validate(patch))
    assert product.model_dump() == before


def test_generated_skus_are_valid_and_avoid_similar_letters() -> None:
    made = {new_sku() for _ in range(500)}
    assert len(made) == 500
    for sku in made:
        assert ProductDraft(title="t", image="i", sku=sku).sku == sku
        assert not set(sku.removeprefix("SKU-")) & set("IL1O0")


@pytest.mark.parametrize("category", ["beer", "a", "0", "craft-beer", "a1-b2-c3"])
def test_categories_are_words_joined_by_single_hyphens(category: str) -> None:
    assert ProductDraft(title="t", image="i", category=category).category == category


@pytest.mark.parametrize("category", ["Beer", "-a", "a-", "a--b", "a_b", "a b", "é", ""])
def test_other_texts_are_refused_as_category(category: str) -> None:
    with pytest.raises(ValidationError):
        ProductDraft(title="t", image="i", category=category)


@pytest.mark.parametrize("price", ["-0.01", "0.001", "10000000000.00", "NaN", "Infinity", "-Infinity"])
def test_prices_must_fit_into_the_column(price: str) -> None:
    with pytest.raises(ValidationError):
        ProductDraft.model_validate({"title": "t", "image": "i", "price": price})


@pytest.mark.parametrize(("price", "kept"), [("0", "0.00"), ("-0", "0.00"), ("1E+2", "100.00"), ("4.5", "4.50")])
def test_prices_have_two_decimals_and_no_negative_zero(price: str, kept: str) -> None:
    assert str(ProductDraft.model_validate({"title": "t", "image": "i", "price": price}).price) == kept
