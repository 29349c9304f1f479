"""The consumers of product events: the copy is the newest state, in any order of events."""

import itertools
from collections.abc import Sequence

import pytest
from service_kit.db.database import Database
from service_kit.process.service import Service
from sqlalchemy import Row, text

from testing.events import event, failures, receive
from testing.rows import contents, counts

ID = 900_001
SUBJECT = f"product/{ID}"


def created(**data: object) -> bytes:
    return event("shop.product.created.v1", SUBJECT, 1, **{"id": ID, "title": "Version 1", **data})


def updated(version: int, **data: object) -> bytes:
    fields = {"id": ID, "title": f"Version {version}", **data}
    return event("shop.product.updated.v1", SUBJECT, version, **fields)


def deleted(version: int) -> bytes:
    return event("shop.product.deleted.v1", SUBJECT, version, id=ID)


def copy(database: Database) -> Row[tuple[object, ...]] | None:
    statement = text("SELECT title, version, deleted_at, likes FROM product WHERE id = :id")
    return database.read(lambda reader: reader.execute(statement, {"id": ID}).one_or_none())


def test_the_first_event_of_any_type_creates_the_copy(service: Service, database: Database) -> None:
    receive(service.consumer, updated(5))
    found = copy(database)
    assert found is not None
    assert (found.title, found.version, found.deleted_at, found.likes) == ("Version 5", 5, None, 0)


@pytest.mark.parametrize("together", [False, True])
@pytest.mark.parametrize("order", [*itertools.permutations(range(3))], ids=str)
def test_the_newest_state_is_kept_in_any_order_of_events(
    service: Service, database: Database, order: Sequence[int], together: bool
) -> None:
    events = [created(), updated(2), updated(3)]
    receive(service.consumer, *(events[place] for place in order), together=together)
    found = copy(database)
    assert found is not None
    assert (found.title, found.version) == ("Version 3", 3)
    assert failures(database) == []


@pytest.mark.parametrize("together", [False, True])
@pytest.mark.parametrize("order", [*itertools.permutations(range(3))], ids=str)
def test_a_deleted_product_stays_deleted_in_any_order_of_events(
    service: Service, database: Database, order: Sequence[int], together: bool
) -> None:
    events = [created(), updated(2), deleted(3)]
    receive(service.consumer, *(events[place] for place in order), together=together)
    found = copy(database)
    assert found is not None
    assert (found.version, found.deleted_at is not None) == (3, True)
    receive(service.consumer, updated(2), updated(4), created())
    assert copy(database) == found
    assert failures(database) == []


def test_repeated_events_change_nothing(service: Service, database: Database) -> None:
    events = [created(), updated(2), deleted(3)]
    receive(service.consumer, *events)
    before = contents(database)
    receive(service.consumer, *events, *reversed(events))
    receive(service.consumer, *events, *events, together=True)
    assert contents(database) == before


def test_a_repeated_state_updates_the_copy_again(service: Service, database: Database) -> None:
    receive(service.consumer, updated(2, title="drifted"), updated(2, title="healed"))
    found = copy(database)
    assert found is not None
    assert found.title == "healed"


def test_a_deletion_deletes_the_likes(service: Service, database: Database) -> None:
    receive(service.consumer, created())
    with database.engine.begin() as connection:
        connection.execute(text("UPDATE product SET likes = 1"))
        connection.execute(text(f"INSERT INTO product_like VALUES (1, {ID}, '2026-01-31')"))
    receive(service.consumer, deleted(2))
    found = copy(database)
    assert found is not None
    assert found.likes == 0
    assert "product_like" not in counts(database)


def test_an_outdated_deletion_changes_nothing(service: Service, database: Database) -> None:
    receive(service.consumer, updated(5))
    with database.engine.begin() as connection:
        connection.execute(text("UPDATE product SET likes = 1"))
        connection.execute(text(f"INSERT INTO product_like VALUES (1, {ID}, '2026-01-31')"))
    receive(service.consumer, deleted(3))
    found = copy(database)
    assert found is not None
    assert (found.deleted_at, found.likes, counts(database)["product_like"]) == (None, 1, 1)


def test_unknown_fields_are_ignored(service: Service, database: Database) -> None:
    receive(service.consumer, created(weight=5))
    assert copy(database) is not None
    assert failures(database) == []


@pytest.mark.parametrize(
    ("data", "error"),
    [
        ({"id": 0}, "id: Input should be greater than or equal to 1"),
        ({"id": "x"}, "id: Input should be a valid integer"),
        ({"title": None}, "title: Input should be a valid string"),
        ({"title": "x" * 201}, "title: String should have at most 200 characters"),
        ({"price": "a lot"}, "price: Input should be a valid decimal"),
        ({"price": "1.234"}, "price: Decimal input should have no more than 2 decimal places"),
        ({"created_at": "yesterday"}, "created_at: Input should be a valid datetime"),
    ],
    ids=str,
)
def test_an_invalid_event_is_parked_at_once_and_the_others_are_applied(
    service: Service, database: Database, data: dict[str, object], error: str
) -> None:
    receive(service.consumer, created(**data), updated(2), together=True)
    ((state, text),) = failures(database)
    assert state == "parked"
    assert error in text
    found = copy(database)
    assert found is not None
    assert found.version == 2
