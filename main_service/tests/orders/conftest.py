"""Fixtures for orders and their customers."""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack

import pytest
from service_kit.process.service import Service

from testing.api import Client, bearer, connect
from testing.buying import BUYER, ClientAs, Orders
from testing.one_service import Stage
from testing.peer_accounts import PeerAccounts


@pytest.fixture
def orders(service: Service) -> Orders:
    """Places orders and changes their state."""
    return Orders(service)


@pytest.fixture
async def client_as(stage: Stage, accounts: PeerAccounts) -> AsyncIterator[ClientAs]:
    """Creates clients, each signed in as another user."""
    async with AsyncExitStack() as stack:

        def make(user_id: int = BUYER, role: str = "CUSTOMER") -> Client:
            client = connect(stage.app)
            stack.push_async_callback(client.aclose)
            client.headers.update(bearer(accounts.sign_in(user_id, role=role)))
            return client

        yield make


@pytest.fixture
def buyer(client_as: ClientAs) -> Client:
    """A client of the user who owns the orders."""
    return client_as()


@pytest.fixture
def stranger(client_as: ClientAs) -> Client:
    """A client of another customer."""
    return client_as(BUYER + 1)


@pytest.fixture
def staff(client_as: ClientAs) -> Client:
    """A client of a staff user."""
    return client_as(900, "STAFF")
