"""Like events of main_service."""

import itertools

import pytest
from service_kit.db.database import Database
from service_kit.process.service import Service
from sqlalchemy import text

from testing.api import Client
from testing.events import event, failures, receive
from testing.rows import contents, counts
from testing.shop import Shop

CHANGED = "shop.likes.changed.v1"


def likes_event(product_id: int, sequence: int, likes: int) -> bytes:
    return event(CHANGED, f"product/{product_id}", sequence, product_id=product_id, likes=likes)


def likes_of(database: Database, product_id: int) -> int:
    statement = text("SELECT likes FROM product WHERE id = :id")
    likes: int = database.read(lambda reader: reader.execute(statement, {"id": product_id}).scalar_one())
    return likes


async def test_stores_the_number_of_likes(client: Client, service: Service, shop: Shop) -> None:
    product_id = shop.add()
    receive(service.consumer, likes_event(product_id, 5, likes=3))
    assert (await client.get(f"/admin/products/{product_id}/edit")).json()["likes"] == 3


def test_likes_change_no_version_and_publish_nothing(service: Service, database: Database, shop: Shop) -> None:
    product_id = shop.add()
    receive(service.consumer, likes_event(product_id, 5, likes=3))
    version = text("SELECT version FROM product")
    assert database.read(lambda reader: reader.execute(version).scalar_one()) == 1
    assert counts(database) == {"product": 1, "stock_level": 1, "outbox": 2, "inbox": 1}


@pytest.mark.parametrize("together", [False, True])
def test_the_newest_number_stays_in_any_order_of_arrival(
    service: Service, database: Database, shop: Shop, together: bool
) -> None:
    for order in itertools.permutations([(1, 1), (2, 2), (3, 1), (4, 0)]):
        product_id = shop.add()
        receive(
            service.consumer,
            *(likes_event(product_id, sequence, likes) for sequence, likes in order),
            together=together,
        )
        assert (order, likes_of(database, product_id)) == (order, 0)
    assert failures(database) == []


def test_a_repeated_event_changes_nothing(service: Service, database: Database, shop: Shop) -> None:
    product_id = shop.add()
    first, second = likes_event(product_id, 1, likes=1), likes_event(product_id, 2, likes=2)
    receive(service.consumer, first, second)
    before = contents(database)
    receive(service.consumer, first, second, first, first)
    receive(service.consumer, second, first, second, together=True)
    assert contents(database) == before


def test_a_republished_number_with_the_same_sequence_is_stored(
    service: Service, database: Database, shop: Shop
) -> None:
    product_id = shop.add()
    receive(service.consumer, likes_event(product_id, 7, likes=1), likes_event(product_id, 7, likes=2))
    assert likes_of(database, product_id) == 2


def test_likes_of_deleted_products_are_ignored(service: Service, database: Database, shop: Shop) -> None:
    product_id = shop.add()
    shop.remove(product_id)
    receive(service.consumer, likes_event(product_id, 9, likes=3))
    assert failures(database) == []
    assert counts(database) == {"deleted_product": 1, "stock_level": 1, "outbox": 3, "inbox": 1}


def test_likes_of_unknown_products_are_retried(service: Service, database: Database, shop: Shop) -> None:
    known = shop.add()
    receive(service.consumer, likes_event(known + 1000, 1, likes=3))
    assert failures(database) == [("retrying", f"LikesOfUnknownProduct: product {known + 1000}")]
    assert "inbox" not in counts(database)


def test_invalid_events_become_failed_events_and_others_are_handled(
    service: Service, database: Database, shop: Shop
) -> None:
    product_id = shop.add()
    good = likes_event(product_id, 2, likes=5)
    bad = likes_event(product_id, 1, likes=-1)
    unknown = good.replace(b"likes.changed.v1", b"likes.changed.v9").replace(b'"id":"', b'"id":"other-', 1)
    receive(service.consumer, bad, unknown, good, together=True)
    assert likes_of(database, product_id) == 5
    parked = failures(database)
    assert [state for state, _ in parked] == ["parked", "parked"]
    assert "likes: Input should be greater than or equal to 0" in parked[0][1]
    assert "no handler for type 'shop.likes.changed.v9'" in parked[1][1]


def test_unknown_members_are_ignored(service: Service, database: Database, shop: Shop) -> None:
    product_id = shop.add()
    receive(
        service.consumer,
        event(CHANGED, f"product/{product_id}", 1, product_id=product_id, likes=4, dislikes=9),
    )
    assert likes_of(database, product_id) == 4
