"""kill -9 at random moments under load: nothing that a client was told is done is lost."""

import random
import time

import pytest

from testing.effort import effort
from tests.support.load import load
from tests.support.shop import Node, Shop

pytestmark = [pytest.mark.long, pytest.mark.timeout(effort(120, 900))]
KILLS = effort(4, 60)
WORKER_KILLS = effort(2, 30)
ENOUGH = 60  # requests, answered after the last kill


def kill_at_random(chance: random.Random, victims: list[Node], kills: int) -> None:
    """Kill one of them after the other, each started again at once; some are hit while they still start."""
    for _ in range(kills):
        time.sleep(chance.uniform(0, 1))
        victim = chance.choice(victims)
        victim.kill()
        victim.launch()
        if chance.random() < 0.7:
            victim.process.wait_until_ready()


def test_nothing_is_lost_when_the_services_are_killed_under_load(shop: Shop, chance: random.Random) -> None:
    with load(shop, seed=chance.randrange(10**6)) as clients:
        kill_at_random(chance, [shop.admin, shop.main], KILLS)
        clients.wait_for_more(ENOUGH)
    shop.start()
    shop.check_invariants()
    clients.check()
    assert clients.uncertain


def test_nothing_is_lost_when_workers_are_killed_under_load(server_shop: Shop, chance: random.Random) -> None:
    shop = server_shop
    workers = [shop.node(service, f"{service}-worker", "worker") for service in ("admin", "main")]
    with shop.api_only(shop.admin, shop.main), shop.joined(*workers):
        with load(shop, seed=chance.randrange(10**6)) as clients:
            kill_at_random(chance, workers, WORKER_KILLS)
            clients.wait_for_more(ENOUGH)
        shop.check_invariants()
        clients.check()
    assert not clients.uncertain, "the API needs no worker"
