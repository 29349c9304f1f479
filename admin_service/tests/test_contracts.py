"""The contracts of admin_service."""

from datetime import timedelta

from admin_service.app import COMMANDS
from admin_service.options.commands import set_options
from admin_service.options.draft import OptionsDraft
from admin_service.products import commands
from admin_service.products.model import ProductDraft, ProductPatch
from admin_service.sessions.commands import end_all, open_session
from admin_service.sessions.model import Device, Lifetime
from admin_service.stock.commands import answer_order, republish_answers, republish_levels
from admin_service.users.commands import create_visitor, republish_users
from service_kit.db.database import Database
from sqlalchemy import text

from admin_service import contracts
from testing.bad_input import HARMLESS_TEXTS
from testing.checks.contracts import ContractChecks, assert_keeps_its_contract
from testing.events import published_types, sample_of
from testing.one_service import Stage


class TestContracts(ContractChecks):
    """Runs the checks that both services share."""

    commands = COMMANDS
    other = "main_service"
    sdl = "admin.graphql"

    def make_ready_for(self, event_type: str, stage: Stage) -> None:
        """Creates the product that the likes belong to."""
        if not event_type.startswith("shop.likes."):
            return
        product_id = sample_of(event_type)["data"]["product_id"]
        draft = ProductDraft(title="Stout", image="/stout.svg")
        stage.service.database.write(lambda session: commands.create_product(session, draft))
        with stage.service.database.engine.begin() as connection:
            connection.execute(text("UPDATE product SET id = :id"), {"id": product_id})


def test_every_published_event_type_has_a_schema() -> None:
    assert {published.event_type for published in contracts.PUBLISHED} == set(published_types("admin_service"))


def test_every_recorded_event_matches_its_schema(database: Database) -> None:
    for value in HARMLESS_TEXTS.values():
        draft = ProductDraft(title=value, image=value)
        product = database.write(lambda session, draft=draft: commands.create_product(session, draft))  # type: ignore[misc]
    database.write(lambda session: commands.update_product(session, product.id, ProductPatch(title="Porter")))
    database.write(lambda session: set_options(session, product.id, options_with(*HARMLESS_TEXTS.values())))
    database.write(lambda session: commands.delete_product(session, product.id))
    database.write(create_visitor)
    for republish in (commands.republish_products, commands.republish_deletions, republish_users):
        database.write(lambda session, republish=republish: republish(session, 0))  # type: ignore[misc]
    _let_orders_come_and_sessions_go(database)
    bodies = database.read(lambda reader: reader.execute(text("SELECT body FROM outbox")).scalars().all())
    for body in bodies:
        assert_keeps_its_contract(body)
    types = {kind for body in bodies for kind in published_types("admin_service") if kind.encode() in body}
    assert types == set(published_types("admin_service"))


def options_with(*texts: str) -> OptionsDraft:
    """Returns options with these texts."""
    options = [{"code": f"o{number}", "name": value} for number, value in enumerate(texts)]
    rules = [{"kind": kind, "option": "o0", "targets": ["o1"]} for kind in ("NEEDS", "EXCLUDES")]
    only = {"kind": "ONLY", "option": "o0", "group": "all", "targets": ["o1", "o2"]}
    groups = [{"code": "all", "name": texts[0], "options": options}]
    return OptionsDraft.read({"groups": groups, "rules": [*rules, only]})


def _let_orders_come_and_sessions_go(database: Database) -> None:
    draft = ProductDraft(title="Stout", image="/stout.svg", stock=3)
    product_id = database.write(lambda session: commands.create_product(session, draft)).id
    for order_id, quantity in ((1, 2), (2, 2)):
        lines = {product_id: quantity}
        database.write(lambda session, order=order_id, lines=lines: answer_order(session, order, 1, lines))  # type: ignore[misc]
    database.write(lambda session: commands.delete_product(session, product_id))
    for republish in (republish_levels, republish_answers):
        database.write(lambda session, republish=republish: republish(session, 0))  # type: ignore[misc]
    device, lifetime = Device("192.0.2.1", "a browser"), Lifetime(timedelta(days=1), timedelta(days=1))
    database.write(lambda session: open_session(session, 1, device, lifetime))
    database.write(lambda session: end_all(session, 1))
