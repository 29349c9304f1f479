"""Accounts of admin_service, and clients that carry the token of one's session."""

from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import AsyncExitStack
from functools import cache

import pytest
from admin_service.sessions.commands import open_session
from admin_service.sessions.model import Device
from admin_service.settings import AdminSettings
from admin_service.users.model import Profile, User
from admin_service.users.passwords import LANES, MEMORY_KIB, PASSES
from pwdlib.hashers.argon2 import Argon2Hasher
from service_kit.identity import Role
from service_kit.process.service import Service

from testing.api import ORIGIN, Client, bearer, transport_of
from testing.one_service import Stage

PASSWORD = "Lamp-post 42"
"""What every account of the tests signs in by."""

SIGNED_IN: Mapping[str, int] = {"user": 1, "session": 1}
"""The rows that one signed-in account is."""


class Accounts:
    """Puts accounts and sessions into the database as they are: no event tells of them."""

    def __init__(self, service: Service) -> None:
        assert isinstance(service.settings, AdminSettings)
        self._database = service.database
        self._lifetime = service.settings.lifetime

    def add(self, username: str = "ada", role: Role = Role.CUSTOMER, **fields: str) -> User:
        """Adds an account, whose password is PASSWORD."""
        profile = Profile.model_validate({"username": username, "email": f"{username}@example.com", **fields})
        user = User.register(profile, password_hash=hashed())
        user.role = role
        self._database.write(lambda session: session.add(user))
        return user

    def sign_in(self, user: User, *, address: str = "192.0.2.1", user_agent: str = "a browser") -> str:
        """Opens a session of the account and returns its token."""
        device = Device(address, user_agent)
        return self._database.write(lambda session: open_session(session, user.id, device, self._lifetime))


class SignedIn(Client):
    """A client that carries the token of an account's session."""

    user: User
    token: str


ClientAs = Callable[..., SignedIn]
"""`client_as(Role.STAFF)`: a client of an account of that role; more fields are the account's."""


@cache
def hashed() -> str:
    """The hash of PASSWORD. Hashing takes longer than most tests."""
    return Argon2Hasher(time_cost=PASSES, memory_cost=MEMORY_KIB, parallelism=LANES).hash(PASSWORD)


@pytest.fixture
def accounts(service: Service) -> Accounts:
    """The accounts, to be filled."""
    return Accounts(service)


@pytest.fixture
async def client_as(stage: Stage, accounts: Accounts) -> AsyncIterator[ClientAs]:
    """Makes clients of accounts of their own."""
    async with AsyncExitStack() as stack:

        def make(role: Role, username: str | None = None, **fields: str) -> SignedIn:
            client = SignedIn(transport=transport_of(stage.app), base_url=ORIGIN)
            stack.push_async_callback(client.aclose)
            client.user = accounts.add(username or role.lower(), role, **fields)
            client.token = accounts.sign_in(client.user)
            client.headers.update(bearer(client.token))
            return client

        yield make


@pytest.fixture
def customer(client_as: ClientAs) -> SignedIn:
    """A client of a customer."""
    return client_as(Role.CUSTOMER)


@pytest.fixture
def staff(client_as: ClientAs) -> SignedIn:
    """A client of somebody who may change the catalogue."""
    return client_as(Role.STAFF)


@pytest.fixture
def admin(client_as: ClientAs) -> SignedIn:
    """A client of an administrator."""
    return client_as(Role.ADMIN)
