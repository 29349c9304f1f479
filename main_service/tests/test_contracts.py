"""The contracts that main_service keeps."""

from main_service.app import COMMANDS
from main_service.likes.commands import like_product, republish_likes, tally
from service_kit.db import Database
from sqlalchemy import text

from main_service import contracts
from testing.checks.contracts import ContractChecks, assert_keeps_its_contract
from testing.events import published_types


class TestContracts(ContractChecks):
    """The suite that both services pass."""

    commands = COMMANDS
    other = "admin_service"
    sdl = "main.graphql"


def test_every_event_type_that_the_code_publishes_is_on_record() -> None:
    assert {published.event_type for published in contracts.PUBLISHED} == set(published_types("main_service"))


def test_every_event_that_the_commands_record_keeps_its_contract(database: Database, product: int) -> None:
    database.write(lambda session: like_product(session, 1, product))
    database.write(tally)
    database.write(lambda session: republish_likes(session, 0))
    bodies = database.read(lambda reader: reader.execute(text("SELECT body FROM outbox")).scalars().all())
    assert len(bodies) == 2
    for body in bodies:
        assert_keeps_its_contract(body)
