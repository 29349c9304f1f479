"""The commands of `python -m admin_service`."""

import asyncio
import io
import sys
from collections.abc import Callable

import pytest
from admin_service.app import COMMANDS
from admin_service.options.commands import set_options
from admin_service.options.draft import OptionsDraft
from admin_service.products.commands import delete_product
from service_kit.db.database import Database
from service_kit.identity import Role
from service_kit.process.service import Service
from sqlalchemy import text

from testing.api import Client
from testing.checks.command_line import CommandLineChecks, Run
from testing.one_service import ON_SQLITE
from testing.rows import contents, counts, outbox_events
from testing.shop import Shop
from testing.signed_in import PASSWORD, Accounts

CHECK_TOKEN = "/api/users/check_token"
TypeIn = Callable[..., None]
SIZES = OptionsDraft.read({"groups": [{"code": "size", "name": "Size"}]})
ID_OF = "SELECT id FROM product WHERE sku = :sku"


@pytest.fixture
def type_in(monkeypatch: pytest.MonkeyPatch) -> TypeIn:
    """Returns a function that passes lines to the next command, on a terminal or as standard input."""

    def give(*lines: str, terminal: bool = False) -> None:
        given = iter(lines)
        monkeypatch.setattr("getpass.getpass", lambda _: next(given))
        stdin = io.StringIO("".join(lines))
        monkeypatch.setattr(stdin, "isatty", lambda: terminal)
        monkeypatch.setattr(sys, "stdin", stdin)

    return give


class TestCommandLine(CommandLineChecks):
    """Runs the checks that both services share, and tests the commands of admin_service."""

    commands = COMMANDS
    port_variable = "ADMIN_PORT"

    def test_resync_republishes_users_products_options_and_stock(
        self, run: Run, service: Service, shop: Shop
    ) -> None:
        ids = [shop.add(f"Ale {number}") for number in range(3)]
        shop.remove(ids[0])
        service.database.write(lambda session: set_options(session, ids[2], SIZES))
        before = len(outbox_events(service.database))
        assert run("resync")[0] == 0
        told = [(event["type"], event["subject"]) for event in outbox_events(service.database)[before:]]
        assert told == [
            ("shop.product.updated.v1", f"product/{ids[1]}"),
            ("shop.product.updated.v1", f"product/{ids[2]}"),
            ("shop.options.changed.v1", f"options/{ids[2]}"),
            ("shop.product.deleted.v1", f"product/{ids[0]}"),
            *(("shop.stock.changed.v1", f"product/{product_id}") for product_id in ids),
        ]

    def test_seed_loads_the_demo_shop_once(self, run: Run, service: Service) -> None:
        status, out, _ = run("seed")
        loaded = counts(service.database)
        assert (status, out) == (0, f"products added: {loaded['product']}\n")
        assert loaded["product"] >= 50
        assert loaded["user"] == 12
        assert loaded["stock_level"] == loaded["product"] > loaded["stock_movement"] > 50
        assert loaded["option_set"] == 2
        telling = ("product", "option_set", "user", "stock_level")
        assert loaded["outbox"] == sum(loaded[table] for table in telling)
        assert run("seed") == (0, "products added: 0\n", "")
        assert counts(service.database) == loaded

    def test_seed_adds_configurable_products_to_an_existing_shop(self, run: Run, service: Service) -> None:
        database = service.database
        run("seed")
        loaded = counts(database)
        crate = database.read(lambda reader: reader.execute(text(ID_OF), {"sku": "BEER-CRATE"}).scalar_one())
        database.write(lambda session: delete_product(session, crate))
        with database.engine.begin() as connection:
            connection.execute(text("DELETE FROM option_set"))
            for table in ("option_rule_target", "option_rule", "product_option", "option_group"):
                connection.execute(text(f"DELETE FROM {table}"))
        assert run("seed") == (0, "products added: 1\n", "")
        again = counts(database)
        for table in ("product", "option_set", "option_group", "product_option", "option_rule_target"):
            assert again[table] == loaded[table]

    def test_seed_keeps_changed_options(self, run: Run, service: Service) -> None:
        database = service.database
        run("seed")
        product_id = database.read(lambda reader: reader.execute(text(ID_OF), {"sku": "CUPCAKE-OWN"}).scalar_one())
        database.write(lambda session: set_options(session, product_id, OptionsDraft()))
        before = counts(database)
        assert run("seed")[0] == 0
        assert counts(database) == before

    def test_seed_adds_stock_to_an_existing_shop(self, run: Run, service: Service) -> None:
        database = service.database
        run("seed")
        stock = text("SELECT product_id, available FROM stock_level ORDER BY product_id")
        loaded = database.read(lambda reader: reader.execute(stock).all())
        with database.engine.begin() as connection:
            connection.execute(text("UPDATE stock_level SET available = 0, version = 0"))
        assert run("seed")[0] == 0
        assert database.read(lambda reader: reader.execute(stock).all()) == loaded

    async def test_set_password_changes_the_password_and_ends_all_sessions(
        self, run: Run, client: Client, accounts: Accounts, database: Database, type_in: TypeIn
    ) -> None:
        tokens = [accounts.sign_in(accounts.add("ada", Role.ADMIN)), accounts.sign_in(accounts.add("bob"))]
        type_in("New-forest-7\r\n")
        done = await asyncio.to_thread(run, "set-password", "ADA")
        assert done == (0, "Password of ada changed, sessions ended: 1\n", "")
        statuses = [(await client.post(CHECK_TOKEN, json={"token": token})).status_code for token in tokens]
        assert statuses == [404, 200]
        told = [event["type"] for event in outbox_events(database)]
        assert told == ["shop.user.updated.v1", "shop.session.revoked.v1"]
        for password, status in ((PASSWORD, 404), ("New-forest-7", 200)):
            answer = await client.post("/api/users/login", json={"username": "ada", "password": password})
            assert answer.status_code == status

    @ON_SQLITE
    def test_set_password_asks_twice_on_a_terminal(self, run: Run, accounts: Accounts, type_in: TypeIn) -> None:
        accounts.add("ada")
        type_in("New-forest-7", "New-forest-8", terminal=True)
        done = run("set-password", "ada")
        assert done == (1, "", "new_password: The passwords differ. Nothing was changed.\n")
        type_in("New-forest-7", "New-forest-7", terminal=True)
        assert run("set-password", "ada") == (0, "Password of ada changed, sessions ended: 0\n", "")

    @ON_SQLITE
    @pytest.mark.parametrize(
        ("given", "message"),
        [
            ("", "Use 6 to 128 characters."),
            ("short\n", "Use 6 to 128 characters."),
            ("lower-case-7\n", "The password needs an upper-case letter."),
            ("Password-1\n", "This password is too common"),
            ("Ada7@example.com\n", "The password must not be"),
        ],
    )
    def test_set_password_refuses_invalid_passwords_without_changes(
        self, run: Run, accounts: Accounts, database: Database, type_in: TypeIn, given: str, message: str
    ) -> None:
        accounts.sign_in(accounts.add("ada", email="ada7@example.com"))
        before = contents(database)
        type_in(given)
        status, out, err = run("set-password", "ada")
        assert (status, out, len(err.splitlines())) == (1, "", 1)
        assert err.startswith(f"new_password: {message}")
        assert contents(database) == before

    @ON_SQLITE
    def test_set_password_reports_an_unknown_account(self, run: Run) -> None:
        assert run("set-password", "nobody") == (1, "", "No account has the username nobody.\n")
