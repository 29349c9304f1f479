"""The migrations of admin_service."""

from admin_service.app import COMMANDS, METADATA
from alembic import command
from service_kit.migrations import configuration
from sqlalchemy import Engine, text

from testing.checks.migrations import MigrationChecks

PRODUCT = """INSERT INTO product
  (id, title, image, sku, price, category, likes, likes_sequence, version, created_at, updated_at)
  VALUES (3, 'Stout', '/stout.svg', 'A', 1, 'beer', 0, 0, 7,
  '2026-01-31 12:00:00', '2026-01-31 12:00:00')"""


class TestMigrations(MigrationChecks):
    """The suite that both services pass."""

    commands = COMMANDS
    metadata = METADATA

    def test_of_a_product_from_before_there_was_stock_there_is_none(self, url: str, engine: Engine) -> None:
        config = configuration(self.commands.migrations, url)
        command.upgrade(config, "0002")
        with engine.begin() as connection:
            connection.execute(text(PRODUCT))
        command.upgrade(config, "0003")
        with engine.connect() as connection:
            levels = connection.execute(
                text("SELECT product_id, available, reserved, sold, version FROM stock_level")
            )
            assert [tuple(row) for row in levels] == [(3, 0, 0, 0, 0)]
