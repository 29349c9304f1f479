"""The users' commands and queries."""

import pytest
from admin_service.users import commands, queries
from service_kit.db import Database
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from testing.rows import contents, counts, outbox_events


def test_a_new_user_is_told_of(database: Database) -> None:
    user = database.write(lambda session: commands.create_user(session, "ada"))
    (event,) = outbox_events(database)
    assert (event["type"], event["subject"], int(event["sequence"])) == (
        "shop.user.created.v1",
        f"user/{user.id}",
        1,
    )
    assert event["data"] == {"id": user.id, "username": "ada"}


def test_a_name_is_one_users_whatever_its_case(database: Database) -> None:
    database.write(lambda session: commands.create_user(session, "ada"))
    before = contents(database)
    for name in ("ada", "ADA"):
        with pytest.raises(IntegrityError):
            database.write(lambda session, name=name: commands.create_user(session, name))  # type: ignore[misc]
    assert contents(database) == before


def test_visitors_have_names_of_their_own(database: Database) -> None:
    names = {database.write(commands.create_visitor).username for _ in range(20)}
    assert len(names) == 20
    assert counts(database) == {"user": 20, "outbox": 20}


def test_nobody_is_drawn_where_there_is_nobody(database: Database) -> None:
    assert database.read(queries.random_id) is None


def test_every_user_can_be_drawn_also_beside_gaps(database: Database) -> None:
    ids = [database.write(commands.create_visitor).id for _ in range(5)]
    with database.engine.begin() as connection:
        connection.execute(
            text("DELETE FROM user WHERE id IN (:second, :last)"), {"second": ids[1], "last": ids[4]}
        )
    assert {database.read(queries.random_id) for _ in range(200)} == {ids[0], ids[2], ids[3]}


def test_users_are_told_again_batch_by_batch(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(commands, "REPUBLISH_BATCH", 2)
    ids = [database.write(commands.create_visitor).id for _ in range(3)]
    after: int | None = 0
    while after is not None:
        after = database.write(lambda session, last=after: commands.republish_users(session, last))  # type: ignore[misc]
    told = outbox_events(database)[3:]
    assert [(event["type"], event["data"]["id"]) for event in told] == [
        ("shop.user.updated.v1", key) for key in ids
    ]
