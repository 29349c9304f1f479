"""The migrations of admin_service."""

from admin_service.app import COMMANDS, METADATA
from alembic import command
from service_kit.events import Event
from service_kit.migrations import configuration
from sqlalchemy import Engine, text

from testing.checks.contracts import assert_keeps_its_contract
from testing.checks.migrations import MigrationChecks

PRODUCT = """INSERT INTO product
  (id, title, image, sku, price, category, likes, likes_sequence, version, created_at, updated_at)
  VALUES (3, 'Stout', '/stout.svg', 'A', 1, 'beer', 0, 0, 7,
  '2026-01-31 12:00:00', '2026-01-31 12:00:00')"""

LEVEL = """INSERT INTO stock_level (product_id, available, reserved, sold, version, updated_at)
  VALUES (:id, 0, 0, 0, :version, '2026-01-31 12:00:00')"""


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

    def test_levels_that_were_never_published_are_published_by_the_upgrade(self, url: str, engine: Engine) -> None:
        config = configuration(self.commands.migrations, url)
        command.upgrade(config, "0004")
        with engine.begin() as connection:
            for product_id, version in ((3, 0), (4, 2), (5, 0)):
                values = {"id": product_id, "version": version}
                connection.execute(text(LEVEL), values)
            connection.execute(text("UPDATE stock_level SET withdrawn_at = updated_at WHERE product_id = 5"))
        command.upgrade(config, "0005")
        with engine.connect() as connection:
            bodies = connection.execute(text("SELECT body FROM outbox WHERE state = 'pending'")).scalars().all()
        assert [Event.from_json(bytes(body)).data for body in bodies] == [{"product_id": 3, "available": 0}]
        assert_keeps_its_contract(bytes(bodies[0]))
