"""The contracts of main_service."""

from datetime import UTC, datetime
from decimal import Decimal

from main_service.app import COMMANDS
from main_service.likes.commands import like_product, republish_likes, tally
from main_service.orders.model import Order
from service_kit.db.database import Database
from sqlalchemy import text
from sqlalchemy.orm import Session

from main_service import contracts
from testing.checks.contracts import ContractChecks, assert_keeps_its_contract
from testing.events import published_types, sample_of
from testing.one_service import Stage


class TestContracts(ContractChecks):
    """The suite that both services pass."""

    commands = COMMANDS
    other = "admin_service"
    sdl = "main.graphql"

    def make_ready_for(self, event_type: str, stage: Stage) -> None:
        """Creates the order that events about the stock refer to."""
        order_id = sample_of(event_type)["data"].get("order_id")

        def add(session: Session) -> None:
            if order_id is not None and session.get(Order, order_id) is None:
                begun = Order.begin(3, Decimal(20), datetime.now(UTC), basket=False)
                begun.id = order_id
                session.add(begun)

        stage.service.database.write(add)


def test_every_published_event_type_has_a_schema() -> None:
    assert {published.event_type for published in contracts.PUBLISHED} == set(published_types("main_service"))


def test_every_event_that_the_commands_record_keeps_its_contract(database: Database, product: int) -> None:
    database.write(lambda session: like_product(session, 1, product))
    database.write(tally)
    database.write(lambda session: republish_likes(session, 0))
    bodies = database.read(lambda reader: reader.execute(text("SELECT body FROM outbox")).scalars().all())
    assert len(bodies) == 2
    for body in bodies:
        assert_keeps_its_contract(body)
