"""Random requests to main_service, without a session and as an administrator."""

from typing import cast

import pytest
from requests import Session
from schemathesis.python import asgi
from service_kit.process.service import Service

from testing.api import bearer
from testing.buying import Orders
from testing.checks.fuzz import FuzzChecks
from testing.one_service import Stage
from testing.peer_accounts import PeerAccounts
from testing.shop import Shop


class TestFuzz(FuzzChecks):
    """The suite that both services pass."""


class TestFuzzAsAdmin(FuzzChecks):
    """The same suite with a caller who has all rights."""

    @pytest.fixture
    def session(self, stage: Stage, service: Service, shop: Shop, accounts: PeerAccounts) -> Session:
        """A client with a basket and an order."""
        orders, product_id = Orders(service), shop.add("Ale", sku="ALE")
        orders.choose(product_id)
        order_id = orders.place(product_id)
        client = asgi.get_client(cast("asgi.ASGIApp", stage.app))
        client.headers.update(bearer(accounts.sign_in(role="ADMIN")))
        assert client.get(f"http://testserver/orders/{order_id}").json()["status"] == "pending"
        return client
