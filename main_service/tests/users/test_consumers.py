"""The consumers of user events."""

import itertools
import json

import pytest
from main_service.users import queries
from service_kit.db.database import Database
from service_kit.process.service import Service
from sqlalchemy import select, text

from testing.events import event, failures, receive
from testing.rows import contents

UPDATED = "shop.user.updated.v1"


def told(version: int, username: str, user_id: int = 3, kind: str = UPDATED, **data: object) -> bytes:
    return event(kind, f"user/{user_id}", version, id=user_id, username=username, **{"visitor": True, **data})


def users(database: Database) -> list[tuple[int, str, int]]:
    statement = text("SELECT id, username, version FROM user ORDER BY id")
    return [tuple(row) for row in database.read(lambda reader: reader.execute(statement).all())]


def named(database: Database) -> list[tuple[str, str, bool]]:
    statement = select(queries.table.c.username, queries.table.c.display_name, queries.table.c.visitor)
    return [tuple(row) for row in database.read(lambda reader: reader.execute(statement).all())]


@pytest.mark.parametrize("order", [*itertools.permutations(range(3))], ids=str)
@pytest.mark.parametrize("together", [False, True])
def test_the_newest_state_is_kept_in_any_order_of_events(
    service: Service, database: Database, order: tuple[int, ...], together: bool
) -> None:
    events = [told(1, "ada", kind="shop.user.created.v1"), told(2, "Ada"), told(3, "Åda 🍺")]
    receive(service.consumer, *(events[place] for place in order), together=together)
    assert users(database) == [(3, "Åda 🍺", 3)]
    assert failures(database) == []


def test_repeated_events_change_nothing(service: Service, database: Database) -> None:
    events = [told(1, "ada"), told(2, "Ada")]
    receive(service.consumer, *events)
    before = contents(database)
    receive(service.consumer, *events, *reversed(events))
    assert contents(database) == before


def test_two_copies_can_have_the_same_name(service: Service, database: Database) -> None:
    receive(service.consumer, told(1, "ada", user_id=3), told(1, "ada", user_id=4))
    assert users(database) == [(3, "ada", 1), (4, "ada", 1)]


def test_a_name_that_is_too_long_is_parked(service: Service, database: Database) -> None:
    receive(service.consumer, told(1, "x" * 51))
    ((state, error),) = failures(database)
    assert state == "parked"
    assert "username" in error


def test_a_random_visitor_is_found_despite_gaps_and_accounts(service: Service, database: Database) -> None:
    assert database.read(queries.random_visitor) is None
    receive(service.consumer, *(told(1, f"user {number}", user_id=number) for number in (2, 5, 9)))
    accounts = (told(1, f"user {number}", user_id=number, visitor=False) for number in (1, 3, 4, 10))
    receive(service.consumer, *accounts)
    assert {database.read(queries.random_visitor) for _ in range(100)} == {2, 5, 9}
    assert database.read(lambda reader: queries.first_visitors(reader, limit=2)) == [2, 5]


def test_a_visitor_who_gets_an_account_is_no_longer_a_random_visitor(service: Service, database: Database) -> None:
    receive(service.consumer, told(1, "visitor-1"))
    assert database.read(queries.random_visitor) == 3
    receive(service.consumer, told(2, "ada", display_name="Ada Lovelace", visitor=False))
    assert database.read(queries.random_visitor) is None
    assert named(database) == [("ada", "Ada Lovelace", False)]


def test_an_event_from_before_accounts_describes_a_visitor(service: Service, database: Database) -> None:
    envelope = json.loads(told(1, "ada"))
    envelope["data"] = {"id": 3, "username": "ada"}
    receive(service.consumer, json.dumps(envelope).encode())
    assert named(database) == [("ada", "ada", True)]
