"""Options asked for by their product's id, batched: one statement a request, however many products are shown."""

from collections.abc import Sequence

from service_kit.db.database import Database
from service_kit.graphql.loader import Loader

from main_service.options import queries

OptionsLoader = Loader[int, queries.OptionsCopy | None]
ConfigurableLoader = Loader[int, bool]


def options_loader(database: Database) -> OptionsLoader:
    """What is to be chosen of products."""

    async def load(ids: list[int]) -> Sequence[queries.OptionsCopy | None]:
        found = await database.aread(lambda reader: queries.by_ids(reader, ids))
        return [found.get(product_id) for product_id in ids]

    return Loader(load)


def configurable_loader(database: Database) -> ConfigurableLoader:
    """Whether there is anything to be chosen of products."""

    async def load(ids: list[int]) -> Sequence[bool]:
        found = await database.aread(lambda reader: queries.configurable(reader, ids))
        return [product_id in found for product_id in ids]

    return Loader(load)
