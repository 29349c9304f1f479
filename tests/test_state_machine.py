"""Every order of things that Hypothesis can think of: both services in one process, and a network that misbehaves.

The network keeps each event that a relay hands over until it is told to deliver it: late, twice, or out of order.
"""

import contextlib
import os
import random
import shutil
import tempfile
from collections.abc import Mapping, Sequence
from datetime import timedelta
from decimal import Decimal
from pathlib import Path
from typing import Literal

import pytest
from admin_service.app import COMMANDS as ADMIN
from admin_service.products import commands as catalogue
from admin_service.products.errors import ProductNotFound
from admin_service.products.model import ProductDraft, ProductPatch
from admin_service.settings import AdminSettings
from admin_service.stock import commands as stock
from admin_service.stock.errors import InsufficientStock
from admin_service.stock.model import Adjustment
from admin_service.users.commands import create_visitor
from hypothesis import HealthCheck, Phase, seed, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule, run_state_machine_as_test
from main_service.app import COMMANDS as MAIN
from main_service.likes import commands as likes
from main_service.likes.errors import AlreadyLiked
from main_service.orders import commands as orders
from main_service.orders.errors import OrderNotFound, WrongState
from main_service.orders.model import Terms
from main_service.products.errors import ProductNotFound as CopyNotFound
from main_service.settings import MainSettings
from service_kit.db.migrations import upgrade
from service_kit.events.consumer import Delivery
from service_kit.events.relay import Relay
from service_kit.events.transports.base import Message, Notify, TransportUnavailable
from service_kit.process.cli import Commands
from service_kit.process.service import Republish, Service
from service_kit.process.settings import KitSettings

from testing.effort import chosen_seed, effort
from tests.support.books import PEER, Books, Exceptions, ServiceName
from tests.support.stacks import embedded_stack

Fault = Literal["none", "away", "confirm lost", "refused", "killed"]
SIDES = st.sampled_from(["admin", "main"])
FAULTS = st.sampled_from(["none", "away", "confirm lost", "refused", "killed"])
PRODUCTS = st.integers(1, 3)
USERS = st.integers(1, 3)
TERMS = Terms(fee_percent=Decimal(20), hold=timedelta(0))


class Killed(Exception):
    """The relay's process ends here."""


class Network:
    """Takes what a relay publishes, with the fault that is due, and holds it until it is delivered."""

    connected = True

    def __init__(self) -> None:
        self.fault: Fault = "none"
        self.under_way: list[bytes] = []

    def publish(self, messages: Sequence[Message]) -> Mapping[str, str]:
        ids = frozenset(message.event_id for message in messages)
        if self.fault == "away":
            raise TransportUnavailable("away", untried=ids)
        if self.fault == "refused":
            return dict.fromkeys(ids, "refused")
        self.under_way.extend(message.body for message in messages)
        if self.fault == "confirm lost":
            raise TransportUnavailable("no confirm", untried=ids)
        if self.fault == "killed":
            raise Killed
        return {}

    def on_connected(self, notify: Notify) -> None:
        """It does not tell."""

    def close(self) -> None:
        """Nothing to close."""


class ShopMachine(RuleBasedStateMachine):
    """Both services, step by step."""

    template: Path

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp(dir=self.template.parent))
        for name in ("admin.db", "main.db"):
            shutil.copy(self.template / name, self.folder / name)
        self.stack = embedded_stack(self.folder)
        self.services: dict[ServiceName, Service] = {
            "admin": make_service(ADMIN, AdminSettings, self.stack.admin_database),
            "main": make_service(MAIN, MainSettings, self.stack.main_database),
        }
        self.networks: dict[ServiceName, Network] = {"admin": Network(), "main": Network()}
        # A lease of no time: what a killed relay leaves behind is free at once.
        self.relays = {
            side: Relay(service.name, service.database, self.networks[side], lease_seconds=0)
            for side, service in self.services.items()
        }
        self.books = Books(self.stack)
        self.exceptions = Exceptions()

    @initialize()
    def a_shop_in_step(self) -> None:
        for _ in range(3):
            self.services["admin"].database.write(create_visitor)
            self.create()
        self.exchange("admin", "none", order=0, patient=False)

    @rule()
    def create(self) -> None:
        draft = ProductDraft(title="New", image="/pictures/none.svg", stock=4)
        self.services["admin"].database.write(lambda session: catalogue.create_product(session, draft))

    @rule(product_id=PRODUCTS, title=st.sampled_from(["One", "Two", "Three"]))
    def change(self, product_id: int, title: str) -> None:
        with contextlib.suppress(ProductNotFound):
            self.services["admin"].database.write(
                lambda session: catalogue.update_product(session, product_id, ProductPatch(title=title))
            )

    @rule(product_id=PRODUCTS)
    def remove(self, product_id: int) -> None:
        with contextlib.suppress(ProductNotFound):
            self.services["admin"].database.write(lambda session: catalogue.delete_product(session, product_id))

    @rule(product_id=PRODUCTS, user_id=USERS, at_once=st.booleans())
    def like_or_unlike(self, product_id: int, user_id: int, at_once: bool) -> None:
        """What the user has not done yet; counted at once, or with the next."""
        database = self.services["main"].database
        with contextlib.suppress(CopyNotFound):
            try:
                database.write(lambda session: likes.like_product(session, user_id, product_id))
            except AlreadyLiked:
                database.write(lambda session: likes.unlike_product(session, user_id, product_id))
        if at_once:
            database.write(likes.tally)

    @rule(product_id=PRODUCTS, change=st.sampled_from([-2, -1, 1, 2, 5]))
    def adjust(self, product_id: int, change: int) -> None:
        with contextlib.suppress(ProductNotFound, InsufficientStock):
            self.services["admin"].database.write(
                lambda session: stock.adjust_stock(session, product_id, Adjustment(change=change), user_id=None)
            )

    @rule(product_id=PRODUCTS, user_id=USERS, quantity=st.integers(1, 3))
    def order(self, product_id: int, user_id: int, quantity: int) -> None:
        with contextlib.suppress(CopyNotFound):
            self.services["main"].database.write(
                lambda session: orders.place_order(session, user_id, product_id, quantity, TERMS)
            )

    @rule(order_id=st.integers(1, 6), user_id=USERS)
    def cancel(self, order_id: int, user_id: int) -> None:
        with contextlib.suppress(OrderNotFound, WrongState):
            self.services["main"].database.write(lambda session: orders.cancel_order(session, user_id, order_id))

    @rule()
    def settle(self) -> None:
        self.services["main"].database.write(orders.settle_due)

    @rule(side=SIDES, fault=FAULTS, order=st.integers(0, 10**6), patient=st.booleans())
    def exchange(self, side: ServiceName, fault: Fault, order: int, patient: bool) -> None:
        """Publish, and bring what is under way to the other side in any order.

        A patient network keeps some of it for later, and brings some of what it has brought once more.
        """
        if side == "main":
            self.services["main"].database.write(likes.tally)
        network = self.networks[side]
        network.fault = fault
        with contextlib.suppress(TransportUnavailable, Killed):
            self.relays[side].step()
        # What was refused is due at once: nothing here depends on the clock.
        self.books.execute(side, "UPDATE outbox SET next_at = '2000-01-01 00:00:00.000000'")
        chance = random.Random(order)
        chance.shuffle(network.under_way)
        cut = chance.randint(0, len(network.under_way)) if patient else 0
        arriving, network.under_way = network.under_way[cut:], network.under_way[:cut]
        self.services[PEER[side]].consumer.receive([Delivery(body) for body in arriving])
        if patient:
            network.under_way += [body for body in arriving if chance.random() < 0.3]

    @rule(side=SIDES)
    def retry(self, side: ServiceName) -> None:
        self.services[side].consumer.retry_due()

    @rule(side=SIDES)
    def resync(self, side: ServiceName) -> None:
        service = self.services[side]
        for republish in service.definition.republish:
            last: int | None = 0
            while last is not None:
                last = tell_next(service, republish, last)

    @rule(side=SIDES)
    def forget_what_was_applied(self, side: ServiceName) -> None:
        """The inbox is purged, so that old events are handled again when they come again."""
        self.exceptions.forgotten[side].update(self.books.ids(side, "inbox"))
        self.books.execute(side, "DELETE FROM inbox")

    @rule(product_id=PRODUCTS, what=st.sampled_from(["title = 'By hand'", "likes = 9", "version = 1"]))
    def drift(self, product_id: int, what: str) -> None:
        """Somebody changes a copy by hand; resync must put it right."""
        statement = f"UPDATE product SET {what} WHERE id = :id AND deleted_at IS NULL"
        if self.books.execute("main", statement, id=product_id):
            self.resync("admin")
            self.resync("main")

    def teardown(self) -> None:
        for _ in range(4):
            for side in PEER:
                self.exchange(side, "none", order=0, patient=False)
                self.retry(side)
            self.settle()
        problems = list(self.books.problems(self.exceptions))
        for service in self.services.values():
            service.database.dispose()
        shutil.rmtree(self.folder)
        assert not problems, "\n".join(problems)


def tell_next(service: Service, republish: Republish, after: int) -> int | None:
    return service.database.write(lambda session: republish(session, after))


def make_service(commands: Commands, model: type[KitSettings], url: str) -> Service:
    given = {
        "database_url": url,
        "events_url": "amqp://127.0.0.1",
        "peer_url": "http://127.0.0.1",
        "secret_key": "only for tests " * 3,
        "event_retry_seconds": 0.001,
    }
    return Service(commands.definition, model.model_validate(given))


@pytest.mark.long
@pytest.mark.timeout(effort(240, 1800))
def test_whatever_happens_in_whatever_order_both_databases_end_up_telling_the_same(tmp_path: Path) -> None:
    template = tmp_path / "template"
    for commands, name in ((ADMIN, "admin.db"), (MAIN, "main.db")):
        upgrade(commands.migrations, f"sqlite:///{template / name}")
    ShopMachine.template = template
    # Shrinking a failure takes minutes: it is done only when a seed is given.
    phases = (Phase.generate, Phase.shrink) if os.environ.get("TEST_SEED") else (Phase.generate,)
    once = settings(
        max_examples=effort(12, 600),
        stateful_step_count=40,
        deadline=None,
        database=None,
        phases=phases,
        print_blob=True,
        suppress_health_check=list(HealthCheck),
    )
    run_state_machine_as_test(seed(chosen_seed())(ShopMachine), settings=once)
