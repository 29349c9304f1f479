"""Subscriptions of main_service whose notification was lost."""

from collections.abc import Mapping

import pytest

from testing.buying import BUYER, Orders
from testing.checks.silence import Lost, SilenceChecks
from testing.peer_accounts import PeerAccounts

from .orders.conftest import orders  # noqa: F401 - a fixture

LIKES = "subscription($ids: [ID!]!) { likesChanged(productIds: $ids) { product { likes } } }"
COPY = "subscription($ids: [ID!]!) { productCopyChanged(ids: $ids) { product { title } } }"
STOCK = "subscription($ids: [ID!]!) { stockCopyChanged(productIds: $ids) { product { availableStock } } }"
LIST = "subscription { productCopiesChanged { all } }"
ORDER = "subscription($id: ID!) { orderChanged(id: $id) { stock lines { title } } }"
BASKET = "subscription { basketChanged { lines { quantity } } }"


@pytest.fixture
def token(accounts: PeerAccounts) -> str:
    """The token of the customer's session."""
    return accounts.sign_in(BUYER)


@pytest.fixture
def lost(product: int, orders: Orders) -> Mapping[str, Lost]:  # noqa: F811
    """For each subscription, a change without a notification."""
    ids, order = {"ids": [product]}, {"id": orders.place(product)}
    orders.choose(product)
    return {
        "likes": Lost(LIKES, ids, "UPDATE product SET likes = 5"),
        "a product": Lost(COPY, ids, "UPDATE product SET title = 'Renamed'"),
        "a stock": Lost(STOCK, ids, "UPDATE stock_copy SET available = 7"),
        "the catalogue": Lost(LIST, {}, "UPDATE product SET version = 9"),
        "an order": Lost(ORDER, order, "UPDATE shop_order SET stock = 'RESERVED' WHERE stock = 'WAITING'"),
        "a line of an order": Lost(ORDER, order, "UPDATE order_line SET title = 'Renamed'"),
        "the basket": Lost(BASKET, {}, "UPDATE order_line SET quantity = 6"),
    }


class TestSilence(SilenceChecks):
    """The suite that both services pass."""
