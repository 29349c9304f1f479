"""The consumers of stock events: the newest level is kept, in any order of events."""

import itertools

import pytest
from main_service.stock import queries
from service_kit.db.database import Database
from service_kit.process.service import Service

from testing.buying import stocked
from testing.events import event, failures, receive
from testing.rows import contents

PRODUCT = 900_001


def available(database: Database) -> int | None:
    return database.read(lambda reader: queries.available(reader, PRODUCT))


def test_the_stock_is_unknown_before_the_first_event(database: Database) -> None:
    assert available(database) is None


@pytest.mark.parametrize("together", [False, True])
@pytest.mark.parametrize("order", [*itertools.permutations(range(3))], ids=str)
def test_the_newest_level_is_kept_in_any_order_of_events(
    service: Service, database: Database, order: tuple[int, ...], together: bool
) -> None:
    levels = [stocked(PRODUCT, 40 - version, version) for version in (1, 2, 3)]
    receive(service.consumer, *(levels[place] for place in order), together=together)
    assert available(database) == 37
    before = contents(database)
    receive(service.consumer, *levels)
    assert contents(database) == before
    assert failures(database) == []


def test_a_repeated_level_updates_the_copy_again(service: Service, database: Database) -> None:
    receive(service.consumer, stocked(PRODUCT, 3, 2), stocked(PRODUCT, 0, 2))
    assert available(database) == 0


@pytest.mark.parametrize("data", [{"product_id": 0}, {"available": -1}, {"available": "many"}], ids=str)
def test_an_invalid_level_is_parked(service: Service, database: Database, data: dict[str, object]) -> None:
    receive(service.consumer, event("shop.stock.changed.v1", f"product/{PRODUCT}", 1, **data))
    assert [state for state, _ in failures(database)] == ["parked"]
