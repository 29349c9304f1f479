"""The commands of products: one transaction, one event, also with concurrent writes."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from admin_service.products import commands
from admin_service.products.errors import ProductNotFound, SkuTaken
from admin_service.products.model import ProductDraft, ProductPatch
from service_kit.db.database import Database
from sqlalchemy.orm import Session

from testing.rows import contents, counts, outbox_events
from testing.shop import Shop

DRAFT = ProductDraft(title="Stout", image="/stout.svg", sku="ONE")


class Crash(Exception):
    """A failure after the command and before the commit."""


@pytest.mark.parametrize("command", ["create", "update", "delete"])
def test_a_failure_before_the_commit_leaves_no_row_and_no_event(
    database: Database, shop: Shop, command: str
) -> None:
    product_id = shop.add()
    before = contents(database)

    def work(session: Session) -> None:
        if command == "create":
            commands.create_product(session, DRAFT, idempotency_key="key")
        elif command == "update":
            commands.update_product(session, product_id, ProductPatch(title="Porter"))
        else:
            commands.delete_product(session, product_id)
        raise Crash

    with pytest.raises(Crash):
        database.write(work)
    assert contents(database) == before


def test_concurrent_changes_are_published_in_the_order_of_their_versions(database: Database, shop: Shop) -> None:
    product_id = shop.add()

    def change(number: int) -> None:
        patch = ProductPatch(title=f"Title {number}")
        database.write(lambda session: commands.update_product(session, product_id, patch))

    with ThreadPoolExecutor(4) as threads:
        list(threads.map(change, range(20)))
    told = outbox_events(database, "shop.product.")
    assert [int(event["sequence"]) for event in told] == list(range(1, 22))
    assert {event["data"]["title"] for event in told} == {"Stout", *(f"Title {number}" for number in range(20))}


def test_a_concurrent_deletion_is_published_last(database: Database, shop: Shop) -> None:
    for _ in range(10):
        product_id = shop.add()

        def change(product_id: int = product_id) -> None:
            patch = ProductPatch(title="Porter")
            database.write(lambda session: commands.update_product(session, product_id, patch))

        with ThreadPoolExecutor(2) as threads:
            changing = threads.submit(change)
            threads.submit(shop.remove, product_id).result()
        assert changing.exception() is None or isinstance(changing.exception(), ProductNotFound)
        told = [
            event
            for event in outbox_events(database, "shop.product.")
            if event["subject"] == f"product/{product_id}"
        ]
        assert told[-1]["type"] == "shop.product.deleted.v1"
        assert [int(event["sequence"]) for event in told] == list(range(1, len(told) + 1))


def test_the_sku_of_a_deleted_product_can_be_used_again(database: Database) -> None:
    product = database.write(lambda session: commands.create_product(session, DRAFT))
    with pytest.raises(SkuTaken):
        database.write(lambda session: commands.create_product(session, DRAFT))
    database.write(lambda session: commands.delete_product(session, product.id))
    assert database.write(lambda session: commands.create_product(session, DRAFT)).sku == "ONE"


def test_republishes_in_batches_with_the_current_versions(
    database: Database, shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(commands, "REPUBLISH_BATCH", 2)
    ids = [shop.add(f"Ale {number}") for number in range(5)]
    shop.remove(ids[0])
    before = len(outbox_events(database))
    for republish in (commands.republish_products, commands.republish_deletions):
        after: int | None = 0
        while after is not None:
            after = database.write(lambda session, last=after: republish(session, last))  # type: ignore[misc] # noqa: B023
    told = outbox_events(database)[before:]
    assert [(event["type"].split(".")[2], event["data"]["id"], int(event["sequence"])) for event in told] == [
        *(("updated", product_id, 1) for product_id in ids[1:]),
        ("deleted", ids[0], 2),
    ]
    assert counts(database)["outbox"] == before + 5
