"""Accounts of admin_service, and clients with their session tokens."""

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
"""The password of all test accounts."""

SIGNED_IN: Mapping[str, int] = {"user": 1, "session": 1}
"""The rows of a signed-in account."""


class Accounts:
    """Creates accounts and sessions directly in the database, without events."""

    def __init__(self, service: Service) -> None:
        assert isinstance(service.settings, AdminSettings)
        self._database = service.database
        self._lifetime = service.settings.lifetime

    def add(self, username: str = "ada", role: Role = Role.CUSTOMER, **fields: str) -> User:
        """Add an account with the password PASSWORD."""
        profile = Profile.model_validate({"username": username, "email": f"{username}@example.com", **fields})
        user = User.register(profile, password_hash=hashed())
        user.role = role
        self._database.write(lambda session: session.add(user))
        return user

    def sign_in(self, user: User, *, address: str = "192.0.2.1", user_agent: str = "a browser") -> str:
        """Open a session of the account and return its token."""
        device = Device(address, user_agent)
        return self._database.write(lambda session: open_session(session, user.id, device, self._lifetime))


class SignedIn(Client):
    """A client with the session token of an account."""

    user: User
    token: str


ClientAs = Callable[..., SignedIn]
"""`client_as(Role.STAFF)` returns a client of an account with this role. Further fields are the account's."""


@cache
def hashed() -> str:
    """Return the hash of PASSWORD. Cached, because hashing takes longer than most tests."""
    return Argon2Hasher(time_cost=PASSES, memory_cost=MEMORY_KIB, parallelism=LANES).hash(PASSWORD)


@pytest.fixture
def accounts(service: Service) -> Accounts:
    """Creates accounts in the test's database."""
    return Accounts(service)


@pytest.fixture
async def client_as(stage: Stage, accounts: Accounts) -> AsyncIterator[ClientAs]:
    """Creates clients of new accounts."""
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
    """A client with the role CUSTOMER."""
    return client_as(Role.CUSTOMER)


@pytest.fixture
def staff(client_as: ClientAs) -> SignedIn:
    """A client with the role STAFF."""
    return client_as(Role.STAFF)


@pytest.fixture
def admin(client_as: ClientAs) -> SignedIn:
    """A client with the role ADMIN."""
    return client_as(Role.ADMIN)
