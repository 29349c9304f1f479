"""A running shop on each stack, shared by all tests here: it must be in order after each of them."""

import random
from collections.abc import Iterator
from contextlib import ExitStack

import pytest

from testing.effort import chosen_seed
from testing.requirements import require
from testing.servers import MariaDB
from tests.support.shop import Shop
from tests.support.stacks import APART, EMBEDDED, SERVERS, NewStack, Stack, embedded_stack, server_stack


@pytest.fixture(scope="session")
def main_mariadb() -> Iterator[MariaDB]:
    """A second MariaDB, for main_service alone."""
    require("mariadb", own=True)
    with MariaDB("main-mariadb") as server:
        yield server


@pytest.fixture
def mortal_main_mariadb(main_mariadb: MariaDB) -> Iterator[MariaDB]:
    """The same for a test that stops it; it is brought back afterwards."""
    yield main_mariadb
    main_mariadb.heal()


@pytest.fixture(scope="session")
def new_stack(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[NewStack]:
    """A function that makes a stack: fresh databases, and a way for events between them."""
    with ExitStack() as stacks:

        def make(name: str) -> Stack:
            if name == EMBEDDED:
                return embedded_stack(tmp_path_factory.mktemp("databases"))
            require("rabbitmq", own=True)  # a broker of somebody else's would mix the events of all tests
            servers = ["mariadb", "rabbitmq", *(["main_mariadb"] if name == APART else [])]
            return stacks.enter_context(server_stack(*map(request.getfixturevalue, servers)))

        yield make


class Shops:
    """One running shop a stack; one that a test has left in disorder is replaced."""

    def __init__(self, new_stack: NewStack) -> None:
        self._new_stack = new_stack
        self._running: dict[str, Shop] = {}
        self._made = 0

    def get(self, name: str) -> Shop:
        """The shop on this stack, running."""
        if name not in self._running:
            self._made += 1
            shop = Shop(self._new_stack(name), f"shop-{self._made}-{name}")
            shop.migrate()
            self._running[name] = shop
        self._running[name].start()
        return self._running[name]

    def close(self, name: str) -> None:
        """End the shop on this stack."""
        self._running.pop(name).close()

    def close_all(self) -> None:
        """End every shop."""
        for name in list(self._running):
            self.close(name)


@pytest.fixture
def chance() -> random.Random:
    """Random numbers from a seed that the output of a failed test shows."""
    return random.Random(chosen_seed())


@pytest.fixture(scope="session")
def shops(new_stack: NewStack) -> Iterator[Shops]:
    """The running shops."""
    running = Shops(new_stack)
    yield running
    running.close_all()


def _shop(shops: Shops, name: str) -> Iterator[Shop]:
    shop = shops.get(name)
    try:
        yield shop
        shop.start()
        shop.check_invariants()
        shop.check_logs()
    except BaseException:
        shops.close(name)
        raise


@pytest.fixture(params=[EMBEDDED, SERVERS])
def shop(shops: Shops, request: pytest.FixtureRequest) -> Iterator[Shop]:
    """The shop on each stack in turn. After the test its books balance, and its logs hold nothing unexpected."""
    yield from _shop(shops, request.param)


@pytest.fixture
def embedded_shop(shops: Shops) -> Iterator[Shop]:
    """The shop on SQLite and the direct transport."""
    yield from _shop(shops, EMBEDDED)


@pytest.fixture
def server_shop(shops: Shops) -> Iterator[Shop]:
    """The shop on MariaDB and RabbitMQ."""
    yield from _shop(shops, SERVERS)


@pytest.fixture
def apart_shop(shops: Shops) -> Iterator[Shop]:
    """The shop on RabbitMQ and a MariaDB for each service."""
    yield from _shop(shops, APART)
