"""Loaders of options by product id. Each reads all requested products with one statement."""

from collections.abc import Sequence

from service_kit.db.database import Database
from service_kit.graphql.loader import Loader

from main_service.options import queries

OptionsLoader = Loader[int, queries.OptionsCopy | None]
ConfigurableLoader = Loader[int, bool]


def options_loader(database: Database) -> OptionsLoader:
    """Loads the options of products."""

    async def load(ids: list[int]) -> Sequence[queries.OptionsCopy | None]:
        found = await database.aread(lambda reader: queries.by_ids(reader, ids))
        return [found.get(product_id) for product_id in ids]

    return Loader(load)


def configurable_loader(database: Database) -> ConfigurableLoader:
    """Loads whether products have options."""

    async def load(ids: list[int]) -> Sequence[bool]:
        found = await database.aread(lambda reader: queries.configurable(reader, ids))
        return [product_id in found for product_id in ids]

    return Loader(load)
