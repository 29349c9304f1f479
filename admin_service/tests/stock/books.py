"""Checks that levels, movements, reservations and published events agree."""

from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from admin_service.products.commands import create_product, delete_product
from admin_service.products.model import ProductDraft
from admin_service.stock.commands import adjust_stock
from admin_service.stock.model import Adjustment
from service_kit.db.database import Database
from service_kit.process.service import Service
from sqlalchemy import text

from testing.events import event, receive
from testing.rows import outbox_events

STATES = {"placed": "PENDING", "completed": "COMPLETED", "refunded": "REFUNDED", "cancelled": "CANCELLED"}
VERSIONS = {"placed": 1, "completed": 2, "refunded": 2, "cancelled": 2}
LEDGER = """SELECT product_id, kind, available_change, reserved_change, sold_change
  FROM stock_movement ORDER BY product_id, id"""
LINES = """SELECT product_id, state, sum(quantity) AS n FROM reservation
  JOIN reservation_line USING (order_id) GROUP BY product_id, state"""

HELD_FOR_DELETED_PRODUCTS = """SELECT order_id FROM reservation JOIN reservation_line USING (order_id)
  JOIN stock_level USING (product_id)
  WHERE state = 'HELD' AND reason IS NULL AND withdrawn_at IS NOT NULL"""


class Units(NamedTuple):
    """The available, reserved and sold units of a product."""

    available: int
    reserved: int
    sold: int


class Answer(NamedTuple):
    """A published answer to an order."""

    kind: str
    version: int
    reason: str | None
    short: dict[int, int]


def order_event(kind: str, order_id: int, lines: Mapping[int, int], version: int = 0, **data: object) -> bytes:
    """Returns an order event of main_service. `kind` is placed, completed, refunded or cancelled."""
    items = [{"product_id": item, "sku": f"SKU-{item}", "quantity": quantity} for item, quantity in lines.items()]
    fields = {"id": order_id, "state": STATES[kind], "lines": items, **data}
    return event(f"shop.order.{kind}.v1", f"order/{order_id}", version or VERSIONS[kind], **fields)


class Books:
    """Changes the stock of a service, and checks that all records agree."""

    def __init__(self, service: Service) -> None:
        self._service = service
        self.database: Database = service.database

    def add(self, stock: int = 0) -> int:
        """Creates a product with this stock."""
        draft = ProductDraft(title="Stout", image="/stout.svg", stock=stock)
        return self.database.write(lambda session: create_product(session, draft)).id

    def remove(self, product_id: int) -> None:
        """Deletes a product."""
        self.database.write(lambda session: delete_product(session, product_id))

    def adjust(self, product_id: int, **fields: object) -> None:
        """Adjusts the stock of a product."""
        adjustment = Adjustment.model_validate(fields)
        self.database.write(lambda session: adjust_stock(session, product_id, adjustment, user_id=None))

    def deliver(self, kind: str, order_id: int, lines: Mapping[int, int], version: int = 0) -> None:
        """Delivers an event about an order."""
        receive(self._service.consumer, order_event(kind, order_id, lines, version))

    def units(self, product_id: int) -> Units:
        """Returns the level of a product."""
        return self._levels()[product_id]

    def ledger(self, product_id: int) -> list[tuple[str, int, int, int]]:
        """Returns the movements of a product, oldest first: the kind and the three changes of each."""
        return [(kind, *changes) for item, kind, *changes in self._rows(LEDGER) if item == product_id]

    def state(self, order_id: int) -> tuple[str, str | None]:
        """Returns the state and the reason of a reservation."""
        ((state, reason),) = self._rows(f"SELECT state, reason FROM reservation WHERE order_id = {order_id}")
        return state, reason

    def answers(self, order_id: int) -> list[Answer]:
        """Returns the published answers to an order, oldest first."""
        return [
            Answer(
                item["type"].split(".")[2],
                int(item["sequence"]),
                item["data"]["reason"],
                {line["product_id"]: line["available"] for line in item["data"]["short"]},
            )
            for item in outbox_events(self.database)
            if item["subject"] == f"order/{order_id}"
        ]

    def check(self) -> None:
        """Checks invariant S: levels, movements, reservations and the last published events agree."""
        levels, totals, arrived = self._levels(), dict[int, Units](), dict[int, int]()
        for product_id, kind, *changes in self._rows(LEDGER):
            totals[product_id] = _plus(totals.get(product_id, Units(0, 0, 0)), changes)
            assert min(totals[product_id]) >= 0, (product_id, totals[product_id])
            assert kind in {"RECEIVED", "CORRECTED"} or sum(changes) == 0
            arrived[product_id] = arrived.get(product_id, 0) + sum(changes)
        for product_id, level in levels.items():
            assert totals.pop(product_id, Units(0, 0, 0)) == level
            assert arrived.get(product_id, 0) == sum(level)
        assert totals == {}
        self._check_reservations(levels)
        self._check_what_was_told(levels)

    def _check_reservations(self, levels: Mapping[int, Units]) -> None:
        lines = {(product_id, state): n for product_id, state, n in self._rows(LINES)}
        for product_id, level in levels.items():
            assert lines.get((product_id, "HELD"), 0) == level.reserved
            assert lines.get((product_id, "SOLD"), 0) == level.sold
        assert self._rows(HELD_FOR_DELETED_PRODUCTS) == []

    def _check_what_was_told(self, levels: Mapping[int, Units]) -> None:
        told: dict[int, tuple[int, int]] = {}
        for item in outbox_events(self.database):
            if item["type"] == "shop.stock.changed.v1":
                data = item["data"]
                news = (int(item["sequence"]), data["available"])
                assert told.get(data["product_id"], news)[0] <= news[0], "told of in another order than it was"
                told[data["product_id"]] = news
        assert {product_id: available for product_id, (_, available) in told.items()} == {
            product_id: level.available for product_id, level in levels.items()
        }

    def _levels(self) -> dict[int, Units]:
        rows = self._rows("SELECT product_id, available, reserved, sold FROM stock_level")
        return {product_id: Units(*units) for product_id, *units in rows}

    def _rows(self, statement: str) -> list[tuple[Any, ...]]:
        found = self.database.read(lambda reader: reader.execute(text(statement)).all())
        return [tuple(row) for row in found]


def _plus(units: Units, changes: Iterable[int]) -> Units:
    return Units(*(one + other for one, other in zip(units, changes, strict=True)))
