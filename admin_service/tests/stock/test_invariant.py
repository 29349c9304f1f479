"""Invariant S: received units are available, reserved or sold after any sequence of operations."""

from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import suppress
from typing import TypeVar

import pytest
from admin_service.app import COMMANDS
from admin_service.products.errors import ProductNotFound
from admin_service.stock.commands import republish_answers, republish_levels
from admin_service.stock.errors import InsufficientStock
from hypothesis import seed, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)
from service_kit.process.service import Service

from testing.effort import chosen_seed, effort
from testing.events import failures, receive
from testing.one_service import Stage
from testing.rows import clear

from .books import VERSIONS, Books, order_event

T = TypeVar("T")
PRODUCTS, NUMBERS = st.integers(0, 3), st.integers(0, 20)
LINES = st.dictionaries(PRODUCTS, st.integers(1, 4), min_size=1, max_size=3)


@pytest.fixture(scope="module")
def ground(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    """A service on SQLite. Each example starts with empty tables."""
    stage = Stage(COMMANDS, f"sqlite:///{tmp_path_factory.mktemp('stock') / 'admin.db'}")
    yield stage.service
    stage.service.database.dispose()


class Orders(RuleBasedStateMachine):
    """Random orders with late, repeated and reordered events, and random changes of products."""

    service: Service

    @property
    def pending(self) -> list[int]:
        """The orders that have not ended."""
        return [order for order, state in self.states.items() if state == "placed"]

    @initialize()
    def empty(self) -> None:
        """Starts with three products with few units, and a deleted one."""
        clear(self.service.database.engine)
        self.books = Books(self.service)
        self.ids = [self.books.add(stock) for stock in (2, 9, 30, 5)]
        self.books.remove(self.ids[3])
        self.lines: dict[int, dict[int, int]] = {}
        self.states: dict[int, str] = {}
        self.sent: list[bytes] = []

    @rule(lines=LINES, late=st.booleans())
    def place(self, lines: dict[int, int], late: bool) -> None:
        """Places an order. The event is delivered at once or later."""
        order = len(self.states) + 1
        self.lines[order] = {self.ids[number]: quantity for number, quantity in lines.items()}
        self._go_to(order, "placed")
        if not late:
            receive(self.service.consumer, self.sent[-1])

    @precondition(lambda self: self.pending)
    @rule(number=NUMBERS)
    def cancel(self, number: int) -> None:
        """Cancels a pending order."""
        self._go_to(_pick(self.pending, number), "cancelled")

    @precondition(lambda self: self.pending)
    @rule(number=NUMBERS, read=st.integers(1, 4))
    def settle(self, number: int, read: int) -> None:
        """Settles an order like main_service, which may not have read all answers yet."""
        self._settle(_pick(self.pending, number), read)

    @precondition(lambda self: self.states)
    @rule(number=NUMBERS)
    def send_again(self, number: int) -> None:
        """Publishes the current state of an order again."""
        self._send(_pick(list(self.states), number))

    @precondition(lambda self: self.sent)
    @rule(numbers=st.lists(NUMBERS, min_size=1, max_size=4), together=st.booleans())
    def deliver(self, numbers: list[int], together: bool) -> None:
        """Delivers some events, for the first time or again."""
        bodies = [_pick(self.sent, number) for number in numbers]
        receive(self.service.consumer, *bodies, together=together)

    @rule(product=PRODUCTS, change=st.integers(-4, 4).filter(bool))
    def change(self, product: int, change: int) -> None:
        """Adds or removes units."""
        with suppress(InsufficientStock, ProductNotFound):
            self.books.adjust(self.ids[product], change=change)

    @rule(product=PRODUCTS, quantity=st.integers(0, 6))
    def count(self, product: int, quantity: int) -> None:
        """Sets the number of available units."""
        with suppress(ProductNotFound):
            self.books.adjust(self.ids[product], quantity=quantity)

    @rule(product=PRODUCTS)
    def delete(self, product: int) -> None:
        """Deletes a product."""
        with suppress(ProductNotFound):
            self.books.remove(self.ids[product])

    @rule()
    def resync(self) -> None:
        """Republishes all levels and answers."""
        for republish in (republish_levels, republish_answers):
            self.service.database.write(lambda session, republish=republish: republish(session, 0))  # type: ignore[misc]

    @invariant()
    def all_accounts_agree(self) -> None:
        """Checks levels, movements, reservations and published events."""
        self.books.check()

    def teardown(self) -> None:
        """Ends all orders: then nothing is reserved, and the sold units are those of the completed orders."""
        receive(self.service.consumer, *reversed(self.sent))
        for order in self.pending:
            self._settle(order, read=1000)
        receive(self.service.consumer, *self.sent)
        self.books.check()
        assert failures(self.service.database) == []
        completed: Counter[int] = Counter()
        for order, state in self.states.items():
            completed.update(self.lines[order] if state == "completed" else {})
            assert self.books.state(order)[0] == ("SOLD" if state == "completed" else "RELEASED")
        for product_id in self.ids:
            assert self.books.units(product_id)[1:] == (0, completed[product_id])

    def _settle(self, order: int, read: int) -> None:
        answers = self.books.answers(order)[:read]
        if answers:
            last = max(answers, key=lambda answer: answer.version)
            self._go_to(order, "completed" if last.kind == "reserved" else "refunded")

    def _go_to(self, order: int, state: str) -> None:
        self.states[order] = state
        self._send(order)

    def _send(self, order: int) -> None:
        state = self.states[order]
        self.sent.append(order_event(state, order, self.lines[order], VERSIONS[state]))


def _pick(items: Sequence[T], number: int) -> T:
    """Picks one of the newest items."""
    return items[-1 - number % len(items)]


@pytest.mark.long
@pytest.mark.timeout(effort(120, 1800))
def test_the_stock_adds_up_after_any_sequence_of_operations(ground: Service) -> None:
    machine = type("OrdersOnGround", (Orders,), {"service": ground})
    bounded = settings(max_examples=effort(20, 1000), stateful_step_count=30, deadline=None, database=None)
    run_state_machine_as_test(seed(chosen_seed())(machine), settings=bounded)
