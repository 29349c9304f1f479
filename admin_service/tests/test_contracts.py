"""The contracts that admin_service keeps."""

from admin_service.app import COMMANDS
from admin_service.products import commands
from admin_service.products.model import ProductDraft, ProductPatch
from admin_service.users.commands import create_visitor, republish_users
from service_kit.db import Database
from sqlalchemy import text

from admin_service import contracts
from testing.bad_input import HARMLESS_TEXTS
from testing.checks.contracts import ContractChecks, assert_keeps_its_contract
from testing.events import published_types, sample_of
from testing.one_service import Stage


class TestContracts(ContractChecks):
    """The suite that both services pass."""

    commands = COMMANDS
    other = "main_service"
    sdl = "admin.graphql"

    def make_ready_for(self, event_type: str, stage: Stage) -> None:
        """Likes are of a product that there is."""
        product_id = sample_of(event_type)["data"]["product_id"]
        draft = ProductDraft(title="Stout", image="/stout.svg")
        stage.service.database.write(lambda session: commands.create_product(session, draft))
        with stage.service.database.engine.begin() as connection:
            connection.execute(text("UPDATE product SET id = :id"), {"id": product_id})


def test_every_event_type_that_the_code_publishes_is_on_record() -> None:
    assert {published.event_type for published in contracts.PUBLISHED} == set(published_types("admin_service"))


def test_every_event_that_the_commands_record_keeps_its_contract(database: Database) -> None:
    for value in HARMLESS_TEXTS.values():
        draft = ProductDraft(title=value, image=value)
        product = database.write(lambda session, draft=draft: commands.create_product(session, draft))  # type: ignore[misc]
    database.write(lambda session: commands.update_product(session, product.id, ProductPatch(title="Porter")))
    database.write(lambda session: commands.delete_product(session, product.id))
    database.write(create_visitor)
    for republish in (commands.republish_products, commands.republish_deletions, republish_users):
        database.write(lambda session, republish=republish: republish(session, 0))  # type: ignore[misc]
    bodies = database.read(lambda reader: reader.execute(text("SELECT body FROM outbox")).scalars().all())
    assert len(bodies) == 2 * len(HARMLESS_TEXTS) + 4
    for body in bodies:
        assert_keeps_its_contract(body)
    types = {kind for body in bodies for kind in published_types("admin_service") if kind.encode() in body}
    assert types == set(published_types("admin_service"))
