"""The migrations of admin_service."""

from functools import partial

import pytest
from admin_service.app import COMMANDS, METADATA
from admin_service.sessions.queries import credentials
from admin_service.users.commands import check_available
from admin_service.users.errors import EmailTaken, UsernameTaken
from admin_service.users.queries import account_id_of
from alembic import command
from service_kit.db.database import Database
from service_kit.db.migrations import configuration
from service_kit.events.event import Event
from sqlalchemy import Engine, text

from testing.checks.contracts import assert_keeps_its_contract
from testing.checks.migrations import MigrationChecks

PRODUCT = """INSERT INTO product
  (id, title, image, sku, price, category, likes, likes_sequence, version, created_at, updated_at)
  VALUES (3, 'Stout', '/stout.svg', 'A', 1, 'beer', 0, 0, 7,
  '2026-01-31 12:00:00', '2026-01-31 12:00:00')"""
USER = """INSERT INTO user
  (id, username, email, first_name, last_name, password_hash, role, kind, version, created_at, updated_at)
  VALUES (:id, :name, :email, '', 'Lovelace', 'a hash', 'CUSTOMER', 'ACCOUNT', 1,
  '2026-01-31 12:00:00', '2026-01-31 12:00:00')"""


COLUMNS = "id, title, title_key, sku, sku_key"

LEVEL = """INSERT INTO stock_level (product_id, available, reserved, sold, version, updated_at)
  VALUES (:id, 0, 0, 0, :version, '2026-01-31 12:00:00')"""


class TestMigrations(MigrationChecks):
    """Runs the checks that both services share."""

    commands = COMMANDS
    metadata = METADATA

    def test_existing_products_start_without_stock(self, url: str, engine: Engine) -> None:
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

    def test_unpublished_stock_levels_are_published_by_the_upgrade(self, url: str, engine: Engine) -> None:
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

    def test_existing_rows_get_text_keys_without_loss(self, url: str, engine: Engine) -> None:
        config = configuration(self.commands.migrations, url)
        command.upgrade(config, "0004")
        with engine.begin() as connection:
            connection.execute(text(PRODUCT))
            connection.execute(text(PRODUCT.replace("3, 'Stout'", "5, 'Éclair'").replace("'A'", "'a'")))
            connection.execute(text(PRODUCT.replace("3, 'Stout'", "9, 'Gone'").replace("'A'", "'B'")))
            connection.execute(text("DELETE FROM product WHERE id = 9"))
            for number, name in ((1, "JÜRGEN"), (2, "Ada")):
                connection.execute(text(USER), {"id": number, "name": name, "email": f"{name}@Example.com"})
        command.upgrade(config, "0006")
        with engine.begin() as connection:
            products = connection.execute(text(f"SELECT {COLUMNS} FROM product ORDER BY id"))
            assert [tuple(row) for row in products] == [
                (3, "Stout", "stout", "A", "A"),
                (5, "Éclair", "eclair", "a", "a"),
            ]
            users = connection.execute(text("SELECT username, username_key, email_key, search_key FROM user"))
            assert sorted(tuple(row) for row in users) == [
                ("Ada", "ada", "ada@example.com", "ada\nada@example.com\n\nlovelace"),
                ("JÜRGEN", "jurgen", "jürgen@example.com", "jurgen\njurgen@example.com\n\nlovelace"),
            ]
            added = PRODUCT.replace("(id, title, image,", "(title, title_key, sku_key, image,")
            connection.execute(text(added.replace("3, 'Stout'", "'New', 'new', 'c'").replace("'A'", "'C'")))
            assert connection.execute(text("SELECT max(id) FROM product")).scalar_one() == 10
        command.downgrade(config, "0004")
        with engine.connect() as connection:
            names = connection.execute(text("SELECT username FROM user ORDER BY id")).scalars()
            assert list(names) == ["JÜRGEN", "Ada"]

    def test_accounts_whose_usernames_differ_only_in_case_can_both_sign_in(self, sqlite_url: str) -> None:
        config = configuration(self.commands.migrations, sqlite_url)
        command.upgrade(config, "0004")
        database = Database(sqlite_url)
        with database.engine.begin() as connection:
            for number, name in enumerate(("JÜRGEN", "jürgen", "Éva", "éva"), start=1):
                connection.execute(text(USER), {"id": number, "name": name, "email": f"{name}@example.com"})
        command.upgrade(config, "head")
        for number, name in ((1, "JÜRGEN"), (2, "jürgen"), (1, "jÜrgen"), (3, "Éva"), (4, "éva")):
            found = database.read(lambda reader, name=name: credentials(reader, name, "192.0.2.1"))  # type: ignore[misc]
            assert (found and found.id, database.read(partial(account_id_of, username=name))) == (number, number)
        with pytest.raises(UsernameTaken):
            database.read(lambda reader: check_available(reader, username="JÜrgen", email=None))
        with pytest.raises(EmailTaken):
            database.read(lambda reader: check_available(reader, username=None, email="JÜrgen@example.com"))
        database.dispose()
