"""Subscriptions of admin_service whose notification was lost."""

from collections.abc import Mapping

import pytest

from testing.checks.silence import Lost, SilenceChecks
from testing.shop import Shop
from testing.signed_in import SignedIn

PRODUCT = "subscription($ids: [ID!]!) { productChanged(ids: $ids) { product { title stock optionsVersion } } }"


@pytest.fixture
def token(staff: SignedIn) -> str:
    """Returns the session token of a staff member."""
    return staff.token


@pytest.fixture
def lost(shop: Shop) -> Mapping[str, Lost]:
    """Changes the data of each subscription without a notification."""
    ids = {"ids": [shop.add("Watched")]}
    levels = "subscription($ids: [ID!]!) { stockChanged(productIds: $ids) { product { stock } } }"
    return {
        "a product": Lost(PRODUCT, ids, "UPDATE product SET title = 'Renamed'"),
        "the stock of a product": Lost(PRODUCT, ids, "UPDATE stock_level SET available = 7"),
        "the stock": Lost(levels, ids, "UPDATE stock_level SET available = 8"),
        "the catalogue": Lost("subscription { productsChanged { all } }", {}, "UPDATE product SET version = 9"),
    }


class TestSilence(SilenceChecks):
    """Runs the checks that both services share."""
