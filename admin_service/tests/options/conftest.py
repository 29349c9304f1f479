"""Fixtures for the tests of options."""

from collections.abc import Callable

import pytest
from admin_service.options.commands import set_options
from admin_service.options.draft import OptionsDraft
from service_kit.db.database import Database

from testing.shop import Shop

from .samples import DRAFT

Configurable = Callable[..., int]


@pytest.fixture
def configurable(shop: Shop, database: Database) -> Configurable:
    """Creates a product with these options and returns its ID."""

    def add(title: str = "Cupcake", options: OptionsDraft = DRAFT) -> int:
        product_id = shop.add(title)
        database.write(lambda session: set_options(session, product_id, options))
        return product_id

    return add
