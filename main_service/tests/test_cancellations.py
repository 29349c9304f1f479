"""Cancelled subscriptions of main_service, and work that requests share."""

import pytest

from testing.buying import BUYER, Orders
from testing.checks.cancellations import CancellationChecks, Watching, hub, watched  # noqa: F401 - fixtures
from testing.peer_accounts import PeerAccounts

from .orders.conftest import orders  # noqa: F401 - a fixture


@pytest.fixture
def token(accounts: PeerAccounts) -> str:
    """The token of the customer's session."""
    return accounts.sign_in(BUYER)


@pytest.fixture
def watching(watched: int, orders: Orders) -> Watching:  # noqa: F811
    """Every subscription of the service, with its variables."""
    order_id = orders.place(watched)
    orders.choose(watched)
    ids = {"ids": [watched]}
    return {
        "subscription($ids: [ID!]!) { likesChanged(productIds: $ids) { product { likes } } }": ids,
        "subscription($ids: [ID!]!) { productCopyChanged(ids: $ids) { product { title configurable } } }": ids,
        "subscription { productCopiesChanged { all } }": {},
        "subscription($ids: [ID!]!) { stockCopyChanged(productIds: $ids) { product { availableStock } } }": ids,
        "subscription($id: ID!) { orderChanged(id: $id) { state lines { title } } }": {"id": order_id},
        "subscription { basketChanged { lines { title } } }": {},
    }


class TestCancellations(CancellationChecks):
    """The suite that both services pass."""
