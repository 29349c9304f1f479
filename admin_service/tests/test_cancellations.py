"""Cancelled subscriptions and requests of admin_service."""

import pytest

from testing.checks.cancellations import CancellationChecks, Watching, hub, watched  # noqa: F401 - fixtures
from testing.signed_in import SignedIn


@pytest.fixture
def token(staff: SignedIn) -> str:
    """Returns the session token of a staff member."""
    return staff.token


@pytest.fixture
def watching(watched: int) -> Watching:  # noqa: F811
    """Returns every subscription of the service with its variables."""
    ids = {"ids": [watched]}
    return {
        "subscription($ids: [ID!]!) { productChanged(ids: $ids) { product { title stock } } }": ids,
        "subscription { productsChanged { all } }": {},
        "subscription($ids: [ID!]!) { stockChanged(productIds: $ids) { product { stock } } }": ids,
    }


class TestCancellations(CancellationChecks):
    """Runs the checks that both services share."""
