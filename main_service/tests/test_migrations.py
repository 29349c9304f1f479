"""The migrations of main_service."""

from alembic import command
from main_service.app import COMMANDS, METADATA
from service_kit.db.migrations import configuration
from sqlalchemy import Engine, text

from testing.checks.migrations import MigrationChecks


class TestMigrations(MigrationChecks):
    """The suite that both services pass."""

    commands = COMMANDS
    metadata = METADATA

    def test_users_from_before_accounts_become_visitors(self, url: str, engine: Engine) -> None:
        config = configuration(self.commands.migrations, url)
        command.upgrade(config, "0001")
        with engine.begin() as connection:
            values = "(3, 'ada 🍺', 7, '2026-01-31 12:00:00.000001')"
            connection.execute(text(f"INSERT INTO user (id, username, version, synced_at) VALUES {values}"))
        command.upgrade(config, "0002")
        assert _users(engine) == [(3, "ada 🍺", "ada 🍺", 1, 7)]
        command.downgrade(config, "0001")
        command.upgrade(config, "0002")
        assert _users(engine) == [(3, "ada 🍺", "ada 🍺", 1, 7)]

    def test_orders_from_before_options_keep_their_amounts(self, url: str, engine: Engine) -> None:
        config = configuration(self.commands.migrations, url)
        command.upgrade(config, "0003")
        plain = {"id": 7, "order_id": 5, "product_id": 17, "unit_price": "1234567890.10", "quantity": 2}
        _insert_line(engine, plain)
        _insert_line(engine, {**plain, "id": 9, "product_id": 18, "unit_price": "4.50"})
        command.upgrade(config, "0004")
        assert _lines(engine) == [(7, 5, 17, 1234567890.10, 2), (9, 5, 18, 4.50, 2)]
        _insert_line(
            engine, {**plain, "id": 11, "quantity": 3, "configuration_key": "another", "unit_price": "5.00"}
        )
        command.downgrade(config, "0003")
        assert _lines(engine) == [(7, 5, 17, 1234567890.10, 5), (9, 5, 18, 4.50, 2)]
        command.upgrade(config, "0004")


def _insert_line(engine: Engine, fields: dict[str, object]) -> None:
    moment = "2026-01-31 12:00:00.000001"
    texts = {"sku": "A", "title": "Äle 🍺", "image": "/a", "created_at": moment, "updated_at": moment}
    row = {**texts, **fields}
    names, values = ", ".join(row), ", ".join(f":{name}" for name in row)
    with engine.begin() as connection:
        connection.execute(text(f"INSERT INTO order_line ({names}) VALUES ({values})"), row)


def _lines(engine: Engine) -> list[tuple[object, ...]]:
    columns = "id, order_id, product_id, unit_price, quantity"
    with engine.connect() as connection:
        rows = connection.execute(text(f"SELECT {columns} FROM order_line ORDER BY id"))
        return [(*row[:3], float(row[3]), row[4]) for row in rows]


def _users(engine: Engine) -> list[tuple[object, ...]]:
    with engine.connect() as connection:
        rows = connection.execute(text("SELECT id, username, display_name, visitor, version FROM user"))
        return [tuple(row) for row in rows]
