"""Two processes of each service against the same databases and the same broker: together they do all, and once."""

import random
from collections.abc import Iterator

import httpx
import pytest

from tests.support.load import load
from tests.support.shop import Node, Shop
from tests.support.stacks import ON_SERVERS

pytestmark = ON_SERVERS
APPLIED = "tandem_events_applied_total"


@pytest.fixture
def seconds(shop: Shop) -> Iterator[tuple[Node, Node]]:
    """A second process of admin_service and of main_service."""
    nodes = shop.node("admin", "admin-2"), shop.node("main", "main-2")
    with shop.joined(*nodes):
        yield nodes


def applied(*nodes: Node) -> float:
    """How many events these processes have applied, as their metrics say."""
    lines = [line for node in nodes for line in httpx.get(f"{node.url}/metrics").text.splitlines()]
    return sum(float(line.rpartition(" ")[2]) for line in lines if line.startswith(APPLIED + "{"))


def test_no_event_is_applied_twice_and_none_is_lost(
    shop: Shop, seconds: tuple[Node, Node], chance: random.Random
) -> None:
    shop.check_invariants()
    sides = {"admin": (shop.admin, seconds[0]), "main": (shop.main, seconds[1])}
    before = {side: (applied(*nodes), len(shop.books.ids(side, "inbox"))) for side, nodes in sides.items()}  # type: ignore[arg-type]
    with load(
        shop, seed=chance.randrange(10**6), admins=[shop.admin, seconds[0]], mains=[shop.main, seconds[1]]
    ) as clients:
        clients.wait_for_more(200)
    shop.check_invariants()
    clients.check()
    assert not clients.uncertain
    for side, nodes in sides.items():
        told = len(shop.books.ids(side, "inbox")) - before[side][1]  # type: ignore[arg-type]
        assert applied(*nodes) - before[side][0] == told > 25


def test_killing_one_of_each_under_load_loses_nothing(
    shop: Shop, seconds: tuple[Node, Node], chance: random.Random
) -> None:
    with load(
        shop, seed=chance.randrange(10**6), admins=[shop.admin, seconds[0]], mains=[shop.main, seconds[1]]
    ) as clients:
        for victim in (seconds[0], shop.main):
            clients.wait_for_more(40)
            victim.kill()
            clients.wait_for_more(40)
            victim.launch()
    shop.start()
    shop.check_invariants()
    clients.check()
