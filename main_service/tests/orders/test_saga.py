"""Invariant T: every order ends once, in one final state, despite repeated, late and reordered events."""

from collections.abc import Iterator

import pytest
from hypothesis import seed, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test
from main_service.app import COMMANDS
from main_service.orders.commands import push_order, republish_orders
from main_service.orders.errors import WrongState
from service_kit.events.event import Event
from service_kit.process.service import Service
from sqlalchemy import text

from testing.buying import Orders, refused, reserved
from testing.effort import chosen_seed, effort
from testing.events import event, failures, receive
from testing.one_service import Stage
from testing.rows import clear, outbox_events

FINAL = {"COMPLETED", "REFUNDED", "CANCELLED"}
STATES = {
    "shop.order.placed.v1": "PENDING",
    "shop.order.completed.v1": "COMPLETED",
    "shop.order.refunded.v1": "REFUNDED",
    "shop.order.cancelled.v1": "CANCELLED",
}


@pytest.fixture(scope="module")
def ground(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    """A service on SQLite that is emptied before each example."""
    stage = Stage(COMMANDS, f"sqlite:///{tmp_path_factory.mktemp('orders') / 'main.db'}")
    yield stage.service
    stage.service.database.dispose()


class Saga(RuleBasedStateMachine):
    """One order. The answers of admin_service arrive at any time, possibly repeated.

    admin_service reserves or refuses the stock. It also refuses reserved stock when the product is deleted.
    """

    service: Service

    @initialize(held=st.booleans())
    def place(self, held: bool) -> None:
        """Starts with an order that admin_service has just answered to."""
        clear(self.service.database.engine)
        self.orders = Orders(self.service)
        receive(self.service.consumer, event("shop.product.created.v1", "product/1", 1, id=1))
        self.order_id = self.orders.place(1)
        self.answers = [reserved(self.order_id, 1) if held else refused(self.order_id, 1)]
        self.ended: str | None = None

    @rule()
    def delete_product(self) -> None:
        """The reserved stock is taken away again."""
        if len(self.answers) == 1:
            self.answers.append(refused(self.order_id, 2, "PRODUCT_GONE"))

    @rule(data=st.data(), together=st.booleans())
    def deliver(self, data: st.DataObject, together: bool) -> None:
        """Some of the answers arrive, possibly repeated, in any order."""
        chosen = data.draw(st.lists(st.sampled_from(self.answers), min_size=1, max_size=4))
        receive(self.service.consumer, *chosen, together=together)

    @rule(data=st.data())
    def answer_again(self, data: st.DataObject) -> None:
        """An answer is published again, as a new event."""
        old = Event.from_json(data.draw(st.sampled_from(self.answers)))
        make = reserved if old.type == "shop.stock.reserved.v1" else refused
        receive(self.service.consumer, make(self.order_id, old.version))

    @rule()
    def wait(self) -> None:
        """The hold is over."""
        self.orders.wait()

    @rule()
    def settle(self) -> None:
        """The settling runs."""
        self.orders.settle()

    @rule()
    def cancel(self) -> None:
        """The customer cancels, if that is still possible."""
        before = self.orders.get(self.order_id).state
        try:
            self.orders.cancel(self.order_id)
            assert before == "PENDING"
        except WrongState as error:
            assert error.state == before in FINAL

    @rule()
    def tell_again(self) -> None:
        """The order is pushed, and its event is published again."""
        self.service.database.write(lambda session: push_order(session, self.order_id))
        self.service.database.write(lambda session: republish_orders(session, 0))

    @invariant()
    def an_order_that_has_ended_stays_as_it_is(self) -> None:
        """A final state never changes."""
        state = self.orders.get(self.order_id).state
        assert self.ended in (None, state)
        self.ended = state if state in FINAL else None

    @invariant()
    def what_is_told_is_what_happened(self) -> None:
        """A consumer that follows the sequence has the order's state, and only one final event is published."""
        told = sorted(outbox_events(self.service.database), key=lambda event: str(event["sequence"]))
        assert STATES[told[-1]["type"]] == told[-1]["data"]["state"] == self.orders.get(self.order_id).state
        assert len({event["type"] for event in told} - {"shop.order.placed.v1"}) <= 1

    def teardown(self) -> None:
        """After all events have arrived, the order has ended, and its steps match."""
        receive(self.service.consumer, *self.answers)
        self.orders.wait()
        self.orders.settle()
        self.an_order_that_has_ended_stays_as_it_is()
        self.what_is_told_is_what_happened()
        order = self.orders.get(self.order_id)
        assert order.state in FINAL
        assert [state for state, _ in self.orders.steps(self.order_id) if state in FINAL] == [order.state]
        assert (order.reason is not None) == (order.state == "REFUNDED")
        assert failures(self.service.database) == []
        counted = text("SELECT count(*) FROM shop_order WHERE settled_at IS NOT NULL")
        assert self.service.database.read(lambda reader: reader.execute(counted).scalar()) == 1


@pytest.mark.long
@pytest.mark.timeout(effort(120, 1800))
def test_every_order_ends_once_despite_repeated_and_late_events(ground: Service) -> None:
    machine = type("SagaOnGround", (Saga,), {"service": ground})
    bounded = settings(max_examples=effort(20, 1500), stateful_step_count=20, deadline=None, database=None)
    run_state_machine_as_test(seed(chosen_seed())(machine), settings=bounded)
