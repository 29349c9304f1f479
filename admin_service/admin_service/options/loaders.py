"""Batches reads of options: the same few statements for any number of products."""

from collections.abc import Sequence

from service_kit.db.database import Database
from service_kit.graphql.loader import Loader

from admin_service.options import queries
from admin_service.options.model import ProductOptions

OptionsLoader = Loader[int, ProductOptions]


def options_loader(database: Database) -> OptionsLoader:
    """Creates a loader for one request."""

    async def load(ids: list[int]) -> Sequence[ProductOptions]:
        found = await database.aread(lambda reader: queries.of_products(reader, ids))
        return [found.get(product_id, ProductOptions(product_id)) for product_id in ids]

    return Loader(load)
