"""The consumers of option events: the copy is the newest state, in any order of events."""

import itertools
from typing import Any

import pytest
from main_service.options import queries
from service_kit.db.database import Database
from service_kit.process.service import Service
from sqlalchemy import text

from testing.choosing import Menu, cupcake
from testing.events import event, failures, receive
from testing.rows import contents, counts

PRODUCT = 900_001
ADDED = event("shop.product.created.v1", f"product/{PRODUCT}", 1, id=PRODUCT)
DELETED = event("shop.product.deleted.v1", f"product/{PRODUCT}", 3, id=PRODUCT)
CUPCAKE = cupcake(PRODUCT)


def bodies(database: Database) -> list[str]:
    """The codes of the options of the first group, from the copy."""
    copy = database.read(lambda reader: queries.get(reader, PRODUCT))
    return [] if copy is None else [option.code for option in copy.document.groups[0].options]


def stages() -> list[bytes]:
    """Three versions of the options, with one, two and three bodies."""
    known = CUPCAKE.groups["body"]
    menus = [Menu(PRODUCT, {"body": known[:count]}) for count in (1, 2, 3)]
    return [menu.told(version) for version, menu in enumerate(menus, 1)]


def test_all_options_of_an_event_are_stored(service: Service, database: Database) -> None:
    receive(service.consumer, ADDED, CUPCAKE.told())
    copy = database.read(lambda reader: queries.get(reader, PRODUCT))
    assert copy is not None
    assert [(group.code, group.name, group.required, group.most) for group in copy.document.groups] == [
        ("body", "Body", True, 1),
        ("frosting", "Frosting", True, 1),
        ("topping", "Topping", True, 1),
    ]
    flag = copy.document.groups[2].options[2]
    assert (flag.code, flag.name, flag.picture, flag.text) == ("flag", "Flag", "/static/flag.svg", "About flag.")
    assert [(rule.kind, str(rule.option_id)) for rule in copy.document.rules] == [
        ("ONLY", CUPCAKE.id(code)) for code in ("chocolate", "carrot", "frosting-strawberry", "frosting-neon")
    ]
    assert failures(database) == []


@pytest.mark.parametrize("together", [False, True])
@pytest.mark.parametrize("order", [*itertools.permutations(range(3))], ids=str)
def test_the_newest_options_are_kept_in_any_order_of_events(
    service: Service, database: Database, order: tuple[int, ...], together: bool
) -> None:
    told = stages()
    receive(service.consumer, *(told[place] for place in order), together=together)
    assert bodies(database) == ["vanilla", "chocolate", "carrot"]
    before = contents(database)
    receive(service.consumer, *told)
    assert contents(database) == before
    assert failures(database) == []


def test_repeated_options_update_the_copy_again(service: Service, database: Database) -> None:
    receive(service.consumer, stages()[1])
    with database.engine.begin() as connection:
        connection.execute(text("UPDATE product_options SET synced_at = '2026-01-01 00:00:00'"))
    known = database.read(lambda reader: queries.get(reader, PRODUCT))
    receive(service.consumer, Menu(PRODUCT, {"body": ["carrot"]}).told(2))
    again = database.read(lambda reader: queries.get(reader, PRODUCT))
    assert bodies(database) == ["carrot"]
    assert known is not None
    assert again is not None
    assert again.synced_at > known.synced_at


def test_a_product_whose_options_are_all_removed_has_no_options(service: Service, database: Database) -> None:
    receive(service.consumer, ADDED, CUPCAKE.told(), CUPCAKE.told(2, groups=[], rules=[]))
    assert database.read(lambda reader: queries.get(reader, PRODUCT)) is None
    assert database.read(lambda reader: queries.configurable(reader, [PRODUCT])) == frozenset()
    receive(service.consumer, CUPCAKE.told())
    assert bodies(database) == []
    assert database.read(queries.versions) == {PRODUCT: 2}


@pytest.mark.parametrize("together", [False, True])
@pytest.mark.parametrize("order", [*itertools.permutations(range(3))], ids=str)
def test_deleting_the_product_deletes_its_options_and_late_events_do_not_restore_them(
    service: Service, database: Database, order: tuple[int, ...], together: bool
) -> None:
    told = [ADDED, CUPCAKE.told(), DELETED]
    receive(service.consumer, *(told[place] for place in order), together=together)
    receive(service.consumer, CUPCAKE.told(), CUPCAKE.told(9))
    assert "product_options" not in counts(database)
    assert failures(database) == []


def test_the_options_of_other_products_stay(service: Service, database: Database) -> None:
    receive(service.consumer, CUPCAKE.told(), cupcake(PRODUCT + 1).told(), DELETED)
    assert database.read(lambda reader: queries.configurable(reader, [PRODUCT, PRODUCT + 1])) == {PRODUCT + 1}


def changed(path: str, value: object) -> dict[str, Any]:
    """The data of the cupcake, with the value at a path such as `rules.0.option_id` changed."""
    data = CUPCAKE.data()
    *way, last = path.split(".")
    inner: Any = data
    for step in way:
        inner = inner[int(step) if step.isdigit() else step]
    inner[last] = value
    return data


@pytest.mark.parametrize(
    "data",
    [
        changed("product_id", 0),
        changed("groups", None),
        changed("groups.0.most", 0),
        changed("groups.1.options.0.price_difference", "a lot"),
        changed("rules.0.kind", "SOMETIMES"),
        changed("rules.0.option_id", 4),
        changed("rules.0.target_ids", [4]),
        changed("rules.0.group_id", None),
        changed("rules.0.group_id", 4),
    ],
    ids=lambda data: str(data)[:20],
)
def test_invalid_options_are_parked(service: Service, database: Database, data: dict[str, object]) -> None:
    receive(service.consumer, event("shop.options.changed.v1", f"options/{PRODUCT}", 1, **data))
    assert [state for state, _ in failures(database)] == ["parked"]
    assert bodies(database) == []
