"""Fixtures for the tests of admin_service alone."""

from datetime import datetime

import pytest
from admin_service.app import COMMANDS
from admin_service.products.commands import create_product, delete_product, set_likes
from admin_service.products.model import Product, ProductDraft
from service_kit.db.database import Database
from service_kit.process.cli import Commands
from sqlalchemy import update
from sqlmodel import col

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
from testing.shop import Shop
from testing.signed_in import accounts, admin, client_as, customer, staff  # noqa: F401 - fixtures
from testing.watching import live_app  # noqa: F401 - a fixture


@pytest.fixture(scope="session")
def commands() -> Commands:
    """The definition of the service's commands."""
    return COMMANDS


class Catalogue:
    """Fills the catalogue with the service's commands."""

    def __init__(self, database: Database) -> None:  # noqa: F811
        self._database = database

    def add(
        self, title: str = "Stout", *, likes: int = 0, created_at: datetime | None = None, **fields: str
    ) -> int:
        """Adds a product and returns its id."""
        draft = ProductDraft.model_validate({"title": title, "image": "/stout.svg", **fields})
        product_id = self._database.write(lambda session: create_product(session, draft)).id
        if likes:
            self._database.write(lambda session: set_likes(session, product_id, likes=likes, sequence=1))
        if created_at is not None:
            dated = update(Product).where(col(Product.id) == product_id).values(created_at=created_at)
            self._database.write(lambda session: session.execute(dated))
        return product_id

    def remove(self, product_id: int) -> None:
        """Deletes a product."""
        self._database.write(lambda session: delete_product(session, product_id))


@pytest.fixture
def shop(database: Database) -> Shop:  # noqa: F811
    """An empty catalogue to fill."""
    return Catalogue(database)


@pytest.fixture
def product(shop: Shop, database: Database) -> Product:  # noqa: F811
    """A product with a different value in every field."""
    product_id = shop.add(
        "Amber Ale", likes=7, image="/amber.svg", sku="BEER-AMBER", price="4.50", category="beer"
    )
    found = database.write(lambda session: session.get(Product, product_id))
    assert found is not None
    return found
