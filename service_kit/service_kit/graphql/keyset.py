"""Keyset pagination: each page starts after the last row of the previous one, so all pages cost the same.

Each page is one statement with `size + 1` rows; the extra row tells whether there is another page. This module
depends on SQLAlchemy only, not on GraphQL, so queries may use it. See https://use-the-index-luke.com/no-offset
"""

import base64
import binascii
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal, InvalidOperation
from typing import Any, ClassVar, Generic, TypeVar, cast

import orjson
from sqlalchemy import ColumnElement, Row, Select, TypeDecorator, and_, or_
from sqlalchemy.orm import InstrumentedAttribute, Mapped

from service_kit.errors import ServiceError

T = TypeVar("T", bound=Row[Any])
Column = ColumnElement[Any] | Mapped[Any]
Statement = Select[*tuple[Any, ...]]
DEFAULT_SIZE = 20
MAX_SIZE = 100
MAX_CURSOR = 4000
_INTEGERS = range(-(2**63), 2**63)


class InvalidPage(ServiceError):
    """A page argument is invalid. The message names it."""

    code: ClassVar[str] = "BAD_USER_INPUT"


@dataclass(frozen=True, slots=True)
class Key:
    """A column to order by. It must not be nullable."""

    column: Column
    descending: bool = False


@dataclass(frozen=True, slots=True)
class Ordering:
    """A total order: the last key is unique. Cursors contain `name`, so a cursor of another order is rejected.

    If all keys have the same direction, one index can serve the order. With mixed directions MySQL has to sort.
    """

    name: str
    keys: tuple[Key, ...]


@dataclass(frozen=True, slots=True)
class PageArgs:
    """The requested page: `size` rows from the start (or from the end if `backward`), between two cursors."""

    size: int = DEFAULT_SIZE
    backward: bool = False
    after: str | None = None
    before: str | None = None

    @classmethod
    def of(cls, first: int | None, after: str | None, last: int | None, before: str | None) -> "PageArgs":
        """Check Relay's four arguments. An empty cursor counts as none. Raises InvalidPage."""
        if first is not None and last is not None:
            raise InvalidPage('Give either "first" or "last", not both.')
        for name, size in (("first", first), ("last", last)):
            if size is not None and not 1 <= size <= MAX_SIZE:
                raise InvalidPage(f'Argument "{name}" must be between 1 and {MAX_SIZE}, but is {size}.')
        return cls(first or last or DEFAULT_SIZE, last is not None, after or None, before or None)


class Page(Generic[T]):
    """The rows of one page, in list order."""

    def __init__(self, rows: Sequence[T], positions: Sequence[int], name: str, args: PageArgs) -> None:
        more = len(rows) > args.size
        kept = rows[: args.size]
        self.rows: Sequence[T] = kept[::-1] if args.backward else kept
        self.has_next = args.before is not None if args.backward else more
        self.has_previous = more if args.backward else args.after is not None
        self._positions = positions
        self._name = name

    def cursor(self, row: T) -> str:
        """Return the cursor of `row`. Clients must treat it as opaque."""
        return _encode(self._name, [row[position] for position in self._positions])


class KeysetPage(Generic[T]):
    """Builds the statement of one page from a statement without order and limit.

    Run `statement` and pass its rows to `page`. Key columns that the statement lacks are added at the end. Raises
    InvalidPage for a cursor of another list or order.
    """

    def __init__(self, statement: Statement, ordering: Ordering, args: PageArgs) -> None:
        self._ordering = ordering
        self._args = args
        # An ORM attribute and its table's column are different objects with the same hash.
        places = {hash(_element(column)): place for place, column in enumerate(statement.selected_columns)}
        keys = [_element(key.column) for key in ordering.keys]
        missing = [key for key in keys if hash(key) not in places]
        for key in missing:
            places[hash(key)] = len(places)
        self._positions = [places[hash(key)] for key in keys]
        self.statement = self._bounded(statement.add_columns(*missing)).limit(args.size + 1)

    def page(self, rows: Sequence[T]) -> Page[T]:
        """Return the page for the statement's rows."""
        return Page(rows, self._positions, self._ordering.name, self._args)

    def _bounded(self, statement: Statement) -> Statement:
        ordering, args = self._ordering, self._args
        if args.after is not None:
            values = _decode(args.after, "after", ordering)
            statement = statement.where(_beyond(ordering.keys, values, reverse=False))
        if args.before is not None:
            values = _decode(args.before, "before", ordering)
            statement = statement.where(_beyond(ordering.keys, values, reverse=True))
        descending = [key.descending != args.backward for key in ordering.keys]
        keys = [_element(key.column) for key in ordering.keys]
        return statement.order_by(
            *(key.desc() if down else key.asc() for key, down in zip(keys, descending, strict=True))
        )


def _beyond(keys: Sequence[Key], values: Sequence[object], *, reverse: bool) -> ColumnElement[bool]:
    """Return the condition for rows after `values`: `a > x OR (a = x AND b > y)`.

    MySQL and MariaDB read one index range for this. For the shorter `a >= x AND (a > x OR b > y)` they read all
    rows with equal `a`, and for a row value `(a, b) > (x, y)` the whole index.
    """
    key, value = keys[0], values[0]
    column = _element(key.column)
    strictly = column < value if key.descending != reverse else column > value
    if len(keys) == 1:
        return strictly
    return or_(strictly, and_(column == value, _beyond(keys[1:], values[1:], reverse=reverse)))


def _encode(name: str, values: Sequence[object]) -> str:
    payload = orjson.dumps([name, *values], default=str)
    return base64.urlsafe_b64encode(payload).rstrip(b"=").decode()


def _decode(cursor: str, argument: str, ordering: Ordering) -> list[object]:
    """Return the key values of a cursor. Raises InvalidPage."""
    try:
        name, *values = _payload(cursor)
        if name == ordering.name:
            return [_typed(key, value) for key, value in zip(ordering.keys, values, strict=True)]
    except (ValueError, TypeError, OverflowError, InvalidOperation):
        pass
    raise InvalidPage(f'Argument "{argument}" is not a cursor of this list in this order.')


def _payload(cursor: str) -> list[Any]:
    if len(cursor) > MAX_CURSOR:
        raise ValueError
    try:
        payload = orjson.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
    except binascii.Error as error:
        raise ValueError from error
    if not isinstance(payload, list) or not payload:
        raise ValueError
    return payload


def _typed(key: Key, value: object) -> object:
    """Convert the value to the column's type."""
    column_type = _element(key.column).type
    kind = (column_type.impl_instance if isinstance(column_type, TypeDecorator) else column_type).python_type
    if kind is int and type(value) is int and value in _INTEGERS:
        return value
    if isinstance(value, str):
        if kind is str:
            return value
        if kind is datetime and (moment := datetime.fromisoformat(value)).tzinfo:
            return moment.astimezone(UTC)
        if kind is Decimal and abs((number := Decimal(value)).adjusted()) < 30 and number.is_finite():
            return number
    raise ValueError


def _element(column: Column) -> ColumnElement[Any]:
    return column if isinstance(column, ColumnElement) else cast("InstrumentedAttribute[Any]", column).expression
