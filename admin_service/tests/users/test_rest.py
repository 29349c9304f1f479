"""`/api/user` as an HTTP client sees it."""

import pytest
from admin_service.users.commands import create_user
from service_kit.db import Database

from testing.api import Client
from testing.rows import contents, counts


@pytest.mark.parametrize("slash", ["", "/"])
async def test_the_first_call_makes_a_user_and_tells_of_it(client: Client, database: Database, slash: str) -> None:
    answer = await client.get(f"/api/user{slash}")
    assert (answer.status_code, answer.json().keys()) == (200, {"id"})
    assert type(answer.json()["id"]) is int
    assert counts(database) == {"user": 1, "outbox": 1}


async def test_later_calls_draw_from_the_users_that_there_are_and_make_none(
    client: Client, database: Database
) -> None:
    users = {database.write(lambda session: create_user(session, f"user-{number}")).id for number in range(3)}  # noqa: B023
    before = contents(database)
    drawn = {(await client.get("/api/user")).json()["id"] for _ in range(60)}
    assert drawn == users
    assert contents(database) == before


async def test_a_new_visitor_is_a_user_of_their_own_each_time(client: Client, database: Database) -> None:
    answers = [await client.post("/api/user") for _ in range(3)]
    assert [answer.status_code for answer in answers] == [201, 201, 201]
    assert len({answer.json()["id"] for answer in answers}) == 3
    assert counts(database) == {"user": 3, "outbox": 3}
