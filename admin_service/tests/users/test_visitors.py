"""Visitors: users without an account."""

from admin_service.users import commands, queries
from service_kit.db.database import Database
from sqlalchemy import text

from testing.rows import counts, outbox_events
from testing.signed_in import Accounts


def test_visitors_have_different_usernames(database: Database) -> None:
    names = {database.write(commands.create_visitor).username for _ in range(20)}
    assert len(names) == 20
    assert counts(database) == {"user": 20, "outbox": 20}
    assert {event["data"]["visitor"] for event in outbox_events(database)} == {True}


def test_creates_a_visitor_if_there_is_none(database: Database, accounts: Accounts) -> None:
    account = accounts.add()
    assert database.read(queries.random_visitor) is None
    drawn = {database.write(commands.pick_visitor) for _ in range(5)}
    assert len(drawn) == 1
    assert drawn != {account.id}


def test_every_visitor_can_be_picked_despite_gaps_and_accounts(database: Database, accounts: Accounts) -> None:
    accounts.add("first")
    ids = [database.write(commands.create_visitor).id for _ in range(5)]
    with database.engine.begin() as connection:
        connection.execute(
            text("DELETE FROM user WHERE id IN (:second, :last)"), {"second": ids[1], "last": ids[4]}
        )
    for number in range(3):
        accounts.add(f"account-{number}")
    assert {database.read(queries.random_visitor) for _ in range(200)} == {ids[0], ids[2], ids[3]}
