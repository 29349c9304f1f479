"""admin_service by itself."""

from collections.abc import Callable

import pytest
from admin_service.app import COMMANDS
from admin_service.products.commands import create_product, set_likes
from admin_service.products.model import Product, ProductDraft
from service_kit.cli import Commands
from service_kit.db import Database

from testing.one_service import (  # noqa: F401 - fixtures
    client,
    database,
    log_entries,
    make_service,
    mariadb_stage,
    serve,
    service,
    sqlite_stage,
    stage,
)


@pytest.fixture(scope="session")
def commands() -> Commands:
    """What the service's commands are made from."""
    return COMMANDS


@pytest.fixture
def add_product(database: Database) -> Callable[..., Product]:  # noqa: F811
    """Adds a product: `add_product("Stout", price="4.50", likes=3)`."""

    def add(title: str = "Stout", *, image: str = "/stout.svg", likes: int = 0, **fields: str) -> Product:
        draft = ProductDraft.model_validate({"title": title, "image": image, **fields})
        product = database.write(lambda session: create_product(session, draft))
        if likes:
            database.write(lambda session: set_likes(session, product.id, likes=likes, sequence=1))
        return product

    return add


@pytest.fixture
def product(add_product: Callable[..., Product]) -> Product:
    """A product of which every field has a value of its own."""
    return add_product("Amber Ale", image="/amber.svg", sku="BEER-AMBER", price="4.50", category="beer", likes=7)
