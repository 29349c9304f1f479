"""The books of both services, read from their databases: what must hold once the system has come to rest.

The letters are those of the invariants: L nothing is lost, P every effect has an event, D nothing is left over,
K likes agree, C copies equal their originals, S stock adds up, T every order ends once.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from sqlalchemy import Engine, create_engine, text
from sqlalchemy.pool import NullPool

from tests.support.stacks import Stack

ServiceName = Literal["admin", "main"]
PEER: Mapping[ServiceName, ServiceName] = {"admin": "main", "main": "admin"}
COPIED = "id, title, image, sku, price, category, version, created_at, updated_at"


@dataclass
class Exceptions:
    """What a test did by hand, by the service that it happened to.

    `strangers` are event ids in its inbox that the other's outbox does not hold, `forgotten` ids of the other's
    events that its inbox has lost, `parked` how many dead letters it keeps.
    """

    strangers: dict[ServiceName, set[str]] = field(default_factory=lambda: {"admin": set(), "main": set()})
    forgotten: dict[ServiceName, set[str]] = field(default_factory=lambda: {"admin": set(), "main": set()})
    parked: dict[ServiceName, int] = field(default_factory=lambda: {"admin": 0, "main": 0})


class Books:
    """Reads and, where a test injects drift, writes both databases directly."""

    def __init__(self, stack: Stack) -> None:
        self._engines: dict[ServiceName, Engine] = {
            "admin": create_engine(stack.admin_database, poolclass=NullPool),
            "main": create_engine(stack.main_database, poolclass=NullPool),
        }

    def query(self, service: ServiceName, statement: str, **values: object) -> Sequence[Any]:
        """The rows that a statement finds in the service's database."""
        with self._engines[service].connect() as connection:
            return connection.execute(text(statement), values).all()

    def execute(self, service: ServiceName, statement: str, **values: object) -> int:
        """Change the service's database behind its back; returns how many rows it were."""
        with self._engines[service].begin() as connection:
            return connection.execute(text(statement), values).rowcount

    def ids(self, service: ServiceName, table: Literal["inbox", "outbox"]) -> list[str]:
        """The event ids that the table holds."""
        return [row.event_id for row in self.query(service, f"SELECT event_id FROM {table}")]

    def users(self, service: ServiceName) -> list[tuple[Any, ...]]:
        """The users, by id."""
        return [tuple(row) for row in self.query(service, "SELECT id, username, version FROM user ORDER BY id")]

    def likes(self, product_id: int) -> int:
        """How many likes main_service has recorded for the product."""
        counted = self.query("main", "SELECT count(*) FROM product_like WHERE product_id = :id", id=product_id)
        return int(counted[0][0])

    def problems(self, allowed: Exceptions) -> Iterator[str]:
        """Everything that contradicts an invariant, each in a line. What is not asked for is not looked up."""
        yield from self.undelivered(allowed)
        yield from self._counts()
        yield from self._copies()
        yield from self._stock()
        yield from self._orders()

    def undelivered(self, allowed: Exceptions) -> Iterator[str]:
        """Those of them that tell of an event."""
        yield from self._events("admin", allowed)
        yield from self._events("main", allowed)

    def _events(self, consumer: ServiceName, allowed: Exceptions) -> Iterator[str]:
        producer = PEER[consumer]
        outbox = self.query(producer, "SELECT event_id, state, attempts, last_error FROM outbox")
        inbox = self.ids(consumer, "inbox")
        for row in outbox:
            if row.state != "published":
                yield f"D: {producer} has not published {row.event_id} ({row.attempts} tries, {row.last_error})"
        sent = {row.event_id for row in outbox}
        yield from _each(f"L: {consumer} has not applied", sent - set(inbox) - allowed.forgotten[consumer])
        yield from _each(f"P: nobody sent {consumer}", set(inbox) - sent - allowed.strangers[consumer])
        if len(inbox) != len(set(inbox)):
            yield f"1: the inbox of {consumer} holds an event twice"
        letters = self.query(consumer, "SELECT event_id, state, attempts, error FROM dead_letter")
        for letter in letters:
            if letter.state != "parked":
                yield f"D: {consumer} still retries {letter.event_id} ({letter.attempts} tries, {letter.error})"
        parked = [letter for letter in letters if letter.state == "parked"]
        if len(parked) != allowed.parked[consumer]:
            yield f"D: {consumer} has parked {[(letter.event_id, letter.error) for letter in parked]}"

    def _counts(self) -> Iterator[str]:
        there = {row.id: row.likes for row in self.query("admin", "SELECT id, likes FROM product")}
        statement = "SELECT id, likes FROM product WHERE deleted_at IS NULL"
        here = {row.id: row.likes for row in self.query("main", statement)}
        counted = self.query("main", "SELECT product_id, count(*) AS n FROM product_like GROUP BY product_id")
        likes = {row.product_id: row.n for row in counted}
        for product_id in sorted(there.keys() | here.keys() | likes.keys()):
            numbers = (there.get(product_id, 0), here.get(product_id, 0), likes.get(product_id, 0))
            if len(set(numbers)) > 1:
                yield f"K: likes of product {product_id}: admin {numbers[0]}, main {numbers[1]}, rows {numbers[2]}"
        yield from _each("K: not counted", [row.id for row in self.query("main", "SELECT id FROM like_change")])

    def _copies(self) -> Iterator[str]:
        originals = {row.id: tuple(row) for row in self.query("admin", f"SELECT {COPIED} FROM product")}
        statement = f"SELECT {COPIED} FROM product WHERE deleted_at IS NULL"
        copies = {row.id: tuple(row) for row in self.query("main", statement)}
        for product_id in sorted(originals.keys() | copies.keys()):
            original, copy = originals.get(product_id), copies.get(product_id)
            if original != copy:
                yield f"C: product {product_id} is {original} on admin and {copy} on main"
        yield from _each("C: options differ", self._options("admin") ^ self._options("main"))
        buried = {row.id for row in self.query("main", "SELECT id FROM product WHERE deleted_at IS NOT NULL")}
        deleted = {row.id for row in self.query("admin", "SELECT id FROM deleted_product")}
        yield from _each("C: deleted on one side only", buried ^ deleted)
        yield from _each("C: users differ", set(self.users("admin")) ^ set(self.users("main")))

    def _options(self, service: ServiceName) -> set[tuple[int, int]]:
        """Which products have options, and how often they were set."""
        table = {"admin": "option_set", "main": "product_options"}[service]
        return {tuple(row) for row in self.query(service, f"SELECT product_id, version FROM {table}")}

    def _stock(self) -> Iterator[str]:
        sums = """SELECT product_id AS id, SUM(available_change) AS available, SUM(reserved_change) AS reserved,
          SUM(sold_change) AS sold FROM stock_movement GROUP BY product_id"""
        ledger = {row.id: tuple(map(int, row[1:])) for row in self.query("admin", sums)}
        held = """SELECT line.product_id AS id, SUM(line.quantity) AS n FROM reservation_line AS line
          JOIN reservation ON reservation.order_id = line.order_id WHERE reservation.state = 'HELD'
          GROUP BY line.product_id"""
        reserved = {row.id: int(row.n) for row in self.query("admin", held)}
        sales = """SELECT line.product_id AS id, SUM(line.quantity) AS n FROM order_line AS line
          JOIN shop_order ON shop_order.id = line.order_id WHERE shop_order.state = 'COMPLETED'
          GROUP BY line.product_id"""
        sold = {row.id: int(row.n) for row in self.query("main", sales)}
        copies = {row.product_id: row.available for row in self.query("main", "SELECT * FROM stock_copy")}
        for row in self.query("admin", "SELECT product_id, available, reserved, sold FROM stock_level"):
            level, key = tuple(row[1:]), row.product_id
            if level != ledger.get(key, (0, 0, 0)) or min(level) < 0:
                yield f"S: the level of product {key} is {level}, its ledger says {ledger.get(key)}"
            if level[1:] != (reserved.get(key, 0), sold.get(key, 0)):
                orders = (reserved.get(key, 0), sold.get(key, 0))
                yield f"S: orders hold and have {orders} of product {key}, its level is {level}"
            if copies.get(key) != level[0]:
                yield f"C: main knows of {copies.get(key)} of product {key}, admin has {level[0]}"

    def _orders(self) -> Iterator[str]:
        ends = {"COMPLETED": {"SOLD"}, "REFUNDED": {"REFUSED", "RELEASED"}, "CANCELLED": {"REFUSED", "RELEASED"}}
        states = "SELECT order_id AS id, state FROM reservation"
        reservations = {row.id: row.state for row in self.query("admin", states)}
        steps = "SELECT order_id AS id, state FROM order_step"
        final = [row.id for row in self.query("main", steps) if row.state in ends]
        for row in self.query("main", "SELECT id, state FROM shop_order WHERE state <> 'OPEN'"):
            if reservations.get(row.id) not in ends.get(row.state, set()):
                yield f"T: order {row.id} is {row.state}, its reservation {reservations.get(row.id)}"
            if final.count(row.id) != 1:
                yield f"T: order {row.id} has ended {final.count(row.id)} times"


def _each(what: str, items: Collection[object]) -> Iterator[str]:
    if items:
        shown = ", ".join(sorted(map(str, items))[:5])
        yield f"{what}: {len(items)} ({shown} …)"
