"""Likes, and the tally that counts them."""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime

import pytest
from main_service.likes import commands
from main_service.likes.commands import TALLY, like_product, republish_likes, tally, unlike_product
from main_service.likes.errors import AlreadyLiked, NotLiked
from main_service.products import queries
from main_service.products.commands import tombstone_copy
from main_service.products.errors import ProductNotFound
from service_kit.db.database import Database
from sqlalchemy import text

from testing.one_service import ON_MARIADB, MakeService
from testing.rows import contents, counts, outbox_events
from testing.shop import Shop


def like(database: Database, user_id: int, product_id: int) -> None:
    database.write(lambda session: like_product(session, user_id, product_id))


def unlike(database: Database, user_id: int, product_id: int) -> None:
    database.write(lambda session: unlike_product(session, user_id, product_id))


def shown(database: Database, product_id: int) -> int:
    row = database.read(lambda reader: queries.get(reader, product_id, ["likes"]))
    assert row is not None
    likes: int = row.likes
    return likes


def counted(database: Database) -> dict[int, int]:
    statement = text("SELECT id, likes FROM product WHERE deleted_at IS NULL")
    return {row.id: row.likes for row in database.read(lambda reader: reader.execute(statement).all())}


def rows(database: Database) -> Counter[int]:
    statement = text("SELECT product_id FROM product_like")
    return Counter(database.read(lambda reader: reader.execute(statement).scalars().all()))


def newest(database: Database) -> dict[int, int]:
    """The likes of each product according to a consumer that follows the sequence."""
    told = sorted(outbox_events(database), key=lambda event: str(event["sequence"]))
    return {event["data"]["product_id"]: event["data"]["likes"] for event in told}


def test_a_like_is_shown_at_once_and_counted_by_the_tally(database: Database, product: int) -> None:
    like(database, 1, product)
    assert shown(database, product) == 1
    assert counted(database) == {product: 0}
    assert database.write(tally) is False
    assert shown(database, product) == 1
    assert counted(database) == {product: 1}
    assert "like_change" not in counts(database)


def test_a_committed_like_starts_the_tally(make_service: MakeService, product: int) -> None:
    database = make_service().database
    woken: list[int] = []
    database.on_commit(TALLY, lambda: woken.append(counts(database)["like_change"]))
    like(database, 1, product)
    assert woken == [1]
    with pytest.raises(AlreadyLiked):
        like(database, 1, product)
    assert woken == [1]


def test_a_second_like_of_the_same_user_is_refused_and_changes_nothing(database: Database, product: int) -> None:
    like(database, 1, product)
    before = contents(database)
    with pytest.raises(AlreadyLiked, match="You already liked this product"):
        like(database, 1, product)
    assert contents(database) == before
    like(database, 2, product)
    assert shown(database, product) == 2


def test_a_like_can_be_removed_once_and_added_again(database: Database, product: int) -> None:
    like(database, 1, product)
    unlike(database, 1, product)
    assert shown(database, product) == 0
    with pytest.raises(NotLiked):
        unlike(database, 1, product)
    like(database, 1, product)
    database.write(tally)
    assert (shown(database, product), counted(database)) == (1, {product: 1})


@pytest.mark.parametrize("command", [like_product, unlike_product])
def test_an_unknown_or_deleted_product_is_not_found(database: Database, shop: Shop, command: object) -> None:
    gone = shop.add()
    shop.remove(gone)
    before = contents(database)
    assert callable(command)
    for product_id in (gone, gone + 1000, 0):
        with pytest.raises(ProductNotFound):
            database.write(lambda session, wanted=product_id: command(session, 1, wanted))  # type: ignore[misc]
    assert contents(database) == before


def test_a_hundred_likes_are_published_in_one_event(database: Database, product: int) -> None:
    for user in range(1, 101):
        like(database, user, product)
    database.write(tally)
    (told,) = outbox_events(database)
    assert (told["type"], told["subject"]) == ("shop.likes.changed.v1", f"product/{product}")
    assert told["data"] == {"product_id": product, "likes": 100}


def test_many_changes_are_counted_in_batches(
    database: Database, product: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(commands, "TALLY_BATCH", 3)
    for user in range(1, 8):
        like(database, user, product)
    assert [database.write(tally) for _ in range(3)] == [True, True, False]
    assert counted(database) == {product: 7}


def test_a_tally_without_changes_publishes_nothing(database: Database, product: int) -> None:
    before = contents(database)
    assert database.write(tally) is False
    assert contents(database) == before


def test_counts_are_published_with_a_growing_sequence(database: Database, product: int) -> None:
    for user in (1, 2, 3):
        like(database, user, product)
        database.write(tally)
    sequences = [told["sequence"] for told in outbox_events(database)]
    assert sequences == sorted(set(sequences))


def test_a_sequence_grows_even_if_the_clock_was_ahead_before(database: Database, product: int) -> None:
    ahead = 4_000_000_000_000_000
    with database.engine.begin() as connection:
        connection.execute(text("UPDATE product SET likes_sequence = :ahead"), {"ahead": ahead})
    like(database, 1, product)
    database.write(tally)
    assert int(outbox_events(database)[-1]["sequence"]) == ahead + 1


def test_a_like_added_during_the_deletion_is_deleted(database: Database, product: int) -> None:
    like(database, 1, product)
    database.write(lambda session: tombstone_copy(session, product, 2, datetime.now(UTC)))
    database.write(tally)
    assert {"product_like", "like_change"}.isdisjoint(counts(database))
    assert outbox_events(database) == []


def test_resync_counts_again_and_publishes_every_count(database: Database, shop: Shop) -> None:
    first, second, gone = shop.add(likes=99), shop.add(), shop.add()
    for user in (1, 2):
        like(database, user, first)
    like(database, 1, gone)
    shop.remove(gone)
    assert database.write(lambda session: republish_likes(session, 0)) == second
    assert database.write(lambda session: republish_likes(session, second)) is None
    database.write(tally)
    assert counted(database) == newest(database) == {first: 2, second: 0}


@ON_MARIADB
def test_simultaneous_tallies_count_every_like_once(database: Database, shop: Shop) -> None:
    hot, other = shop.add("Hot"), shop.add("Other")

    def work(user: int) -> None:
        like(database, user, hot)
        like(database, user, other)
        database.write(tally)
        if user % 3 == 0:
            unlike(database, user, other)

    with ThreadPoolExecutor(8) as threads:
        list(threads.map(work, range(1, 61)))
    while database.write(tally):
        pass
    assert counted(database) == rows(database) == newest(database) == {hot: 60, other: 40}
    assert "like_change" not in counts(database)


@ON_MARIADB
def test_simultaneous_likes_of_one_user_count_once(database: Database, product: int) -> None:
    def attempt(_: int) -> bool:
        try:
            like(database, 1, product)
        except AlreadyLiked:
            return False
        return True

    with ThreadPoolExecutor(8) as threads:
        assert sum(threads.map(attempt, range(24))) == 1
    database.write(tally)
    assert counted(database) == {product: 1}
