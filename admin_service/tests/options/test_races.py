"""Concurrent changes of options."""

from concurrent.futures import ThreadPoolExecutor

from admin_service.options import queries
from admin_service.options.commands import set_options
from admin_service.products.commands import delete_product
from admin_service.products.errors import ProductNotFound, VersionConflict
from service_kit.db.database import Database

from testing.rows import counts, outbox_events
from testing.shop import Shop

from .samples import draft, group


def test_one_of_several_changes_with_the_same_expected_version_succeeds(database: Database, shop: Shop) -> None:
    product_id = shop.add("Cupcake")

    def put(number: int) -> bool:
        wanted = draft(group(f"g{number}", f"o{number}"))
        try:
            database.write(lambda session: set_options(session, product_id, wanted, expected_version=0))
        except VersionConflict:
            return False
        return True

    with ThreadPoolExecutor(8) as pool:
        assert sum(pool.map(put, range(16))) == 1
    assert database.read(lambda reader: queries.version_of(reader, product_id)) == 1


def test_changes_without_an_expected_version_run_one_after_another(database: Database, shop: Shop) -> None:
    product_ids = [shop.add(f"Cupcake {number}") for number in range(4)]

    def put(number: int) -> None:
        wanted = draft(group(f"g{number}", f"o{number}", "both"))
        product_id = product_ids[number % 4]
        database.write(lambda session: set_options(session, product_id, wanted))

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(put, range(32)))
    versions = database.read(lambda reader: [queries.version_of(reader, id_) for id_ in product_ids])
    assert versions == [8] * 4
    assert (counts(database)["option_group"], counts(database)["product_option"]) == (4, 8)
    sequences = [int(event["sequence"]) for event in outbox_events(database) if "options" in event["type"]]
    assert sorted(sequences) == sorted([*range(1, 9)] * 4)


def test_no_options_remain_if_they_are_set_while_the_product_is_deleted(database: Database, shop: Shop) -> None:
    product_ids = [shop.add(f"Cupcake {number}") for number in range(8)]

    def put(product_id: int) -> None:
        wanted = draft(group("body", "vanilla"))
        try:
            database.write(lambda session: set_options(session, product_id, wanted))
        except ProductNotFound:
            return

    def remove(product_id: int) -> None:
        database.write(lambda session: delete_product(session, product_id))

    with ThreadPoolExecutor(8) as pool:
        works = [pool.submit(work, product_id) for product_id in product_ids for work in (put, remove)]
    for work in works:
        work.result()
    assert not counts(database).keys() & {"product", "option_set", "option_group", "product_option"}
