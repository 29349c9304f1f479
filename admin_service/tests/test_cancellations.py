"""Cancelled subscriptions of admin_service, and what its requests share."""

import pytest

from testing.checks.cancellations import CancellationChecks, Watching, hub, watched  # noqa: F401 - fixtures
from testing.signed_in import SignedIn


@pytest.fixture
def token(staff: SignedIn) -> str:
    """The token of a session of somebody on the staff."""
    return staff.token


@pytest.fixture
def watching(watched: int) -> Watching:  # noqa: F811
    """Every subscription of the service, with its variables."""
    ids = {"ids": [watched]}
    return {
        "subscription($ids: [ID!]!) { productChanged(ids: $ids) { product { title stock } } }": ids,
        "subscription { productsChanged { all } }": {},
        "subscription($ids: [ID!]!) { stockChanged(productIds: $ids) { product { stock } } }": ids,
    }


class TestCancellations(CancellationChecks):
    """The suite that both services pass."""
