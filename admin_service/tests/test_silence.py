"""Subscriptions of admin_service whose signal was lost."""

from collections.abc import Mapping

import pytest

from testing.checks.silence import Lost, SilenceChecks
from testing.shop import Shop
from testing.signed_in import SignedIn

PRODUCT = "subscription($ids: [ID!]!) { productChanged(ids: $ids) { product { title stock optionsVersion } } }"


@pytest.fixture
def token(staff: SignedIn) -> str:
    """The token of a session of somebody on the staff."""
    return staff.token


@pytest.fixture
def lost(shop: Shop) -> Mapping[str, Lost]:
    """A change of what each subscription shows that nothing tells of."""
    ids = {"ids": [shop.add("Watched")]}
    levels = "subscription($ids: [ID!]!) { stockChanged(productIds: $ids) { product { stock } } }"
    return {
        "a product": Lost(PRODUCT, ids, "UPDATE product SET title = 'Renamed'"),
        "the stock of a product": Lost(PRODUCT, ids, "UPDATE stock_level SET available = 7"),
        "the stock": Lost(levels, ids, "UPDATE stock_level SET available = 8"),
        "the catalogue": Lost("subscription { productsChanged { all } }", {}, "UPDATE product SET version = 9"),
    }


class TestSilence(SilenceChecks):
    """The suite that both services pass."""
