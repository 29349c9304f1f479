"""Orders in the database, and clients of their buyers."""

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
    """Buys, and moves orders on."""
    return Orders(service)


@pytest.fixture
async def client_as(stage: Stage, accounts: PeerAccounts) -> AsyncIterator[ClientAs]:
    """Makes clients of users of their own."""
    async with AsyncExitStack() as stack:

        def make(user_id: int = BUYER, role: str = "CUSTOMER") -> Client:
            client = connect(stage.app)
            stack.push_async_callback(client.aclose)
            client.headers.update(bearer(accounts.sign_in(user_id, role=role)))
            return client

        yield make


@pytest.fixture
def buyer(client_as: ClientAs) -> Client:
    """A client of the user whose orders they are."""
    return client_as()


@pytest.fixture
def stranger(client_as: ClientAs) -> Client:
    """A client of another customer."""
    return client_as(BUYER + 1)


@pytest.fixture
def staff(client_as: ClientAs) -> Client:
    """A client of somebody of the staff."""
    return client_as(900, "STAFF")
