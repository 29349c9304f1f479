"""Helpers for tests of main_service's orders: baskets, orders, and the answers of admin_service."""

from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import timedelta
from decimal import Decimal
from typing import Any

from main_service.orders import basket, commands, queries
from main_service.orders.model import Terms
from service_kit.db.database import Database
from service_kit.process.service import Service
from sqlalchemy import Row, text
from sqlalchemy.orm import Session

from testing.api import Client
from testing.events import event, receive
from testing.rows import outbox_events

BUYER = 501
"""The default owner of baskets and orders."""
TERMS = Terms(fee_percent=Decimal(20), hold=timedelta(seconds=5))

ClientAs = Callable[..., Client]
"""`client_as(502, "STAFF")` returns a client with a session token of that user."""


def reserved(order_id: int, version: int = 1) -> bytes:
    """The event with which admin_service confirms that it has reserved the order's products."""
    return event("shop.stock.reserved.v1", f"order/{order_id}", version, order_id=order_id)


def refused(
    order_id: int, version: int = 1, reason: str = "OUT_OF_STOCK", short: Sequence[Mapping[str, object]] = ()
) -> bytes:
    """The event with which admin_service rejects or ends a reservation. `short` are the unavailable products."""
    fields = {"order_id": order_id, "reason": reason, "short": list(short)}
    return event("shop.stock.refused.v1", f"order/{order_id}", version, **fields)


def stocked(product_id: int, available: int, version: int = 1) -> bytes:
    """The event with the available quantity of a product."""
    subject = f"product/{product_id}"
    return event("shop.stock.changed.v1", subject, version, product_id=product_id, available=available)


class Orders:
    """Creates orders and advances them."""

    def __init__(self, service: Service) -> None:
        self.consumer = service.consumer
        self.database: Database = service.database

    def choose(
        self, product_id: int, quantity: int = 1, *, user_id: int = BUYER, chosen: Collection[str] = ()
    ) -> int:
        """Add a product with these options to the basket, and return the basket's id."""

        def add(session: Session) -> int:
            filled = basket.add_to_basket(
                session, user_id, product_id, quantity, TERMS, check_stock=False, chosen=chosen
            )
            return filled.id

        return self.database.write(add)

    def checkout(
        self, *, user_id: int = BUYER, terms: Terms = TERMS, expected_total: Decimal | None = None
    ) -> int:
        """Place an order for the basket."""
        return self.database.write(
            lambda session: commands.checkout(session, user_id, terms, expected_total, check_stock=False)
        )

    def place(self, product_id: int, quantity: int = 1, *, user_id: int | None = BUYER) -> int:
        """Place an order for one product without a basket."""
        return self.database.write(
            lambda session: commands.place_order(session, user_id, product_id, quantity, TERMS)
        )

    def answer(self, *bodies: bytes) -> None:
        """Apply events from admin_service."""
        receive(self.consumer, *bodies)

    def forget_stock(self) -> None:
        """Delete all stock copies, as if no stock level had ever been published."""
        with self.database.engine.begin() as connection:
            connection.execute(text("DELETE FROM stock_copy"))

    def wait(self, seconds: float = 120) -> None:
        """Make all orders older by this time."""
        for row in self.database.read(lambda reader: reader.execute(queries.matching(state=None)).all()):
            self._age(row, timedelta(seconds=seconds))

    def settle(self) -> bool:
        """Run the settlement of due orders once."""
        return self.database.write(commands.settle_due)

    def complete(self, order_id: int) -> None:
        """Complete a placed order."""
        self.answer(reserved(order_id))
        self.wait()
        self.settle()

    def cancel(self, order_id: int) -> None:
        """Cancel an order."""
        self.database.write(lambda session: commands.cancel_order(session, BUYER, order_id))

    def get(self, order_id: int) -> Row[Any]:
        """Return the order's row."""
        row = self.database.read(lambda reader: queries.get(reader, order_id))
        assert row is not None
        return row

    def lines(self, order_id: int) -> Sequence[queries.Line]:
        """Return the order's lines."""
        return self.database.read(lambda reader: queries.lines_of(reader, [order_id]))

    def steps(self, order_id: int) -> list[tuple[str, str]]:
        """Return the state after each step of the order, and the type of the event that publishes it."""
        types = {told["id"]: told["type"] for told in outbox_events(self.database)}
        steps = self.database.read(lambda reader: queries.steps_of(reader, [order_id]))
        return [(step.state, types.get(step.event_id, "of admin_service")) for step in steps]

    def told(self) -> list[str]:
        """Return the types of all order events in the order of their recording."""
        return [told["type"] for told in outbox_events(self.database) if told["type"].startswith("shop.order.")]

    def _age(self, row: Row[Any], by: timedelta) -> None:
        with self.database.engine.begin() as connection:
            values = {"id": row.id, "placed": row.placed_at - by, "due": row.due_at - by}
            form = "%Y-%m-%d %H:%M:%S.%f"
            connection.execute(
                text("UPDATE shop_order SET placed_at = :placed, due_at = :due WHERE id = :id"),
                {name: value if name == "id" else value.strftime(form) for name, value in values.items()},
            )
