"""Keyset pages, compared with a sorted list."""

import base64
import json
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from service_kit.db.tables import UTCDateTime, words
from service_kit.graphql.keyset import Key, KeysetPage, Ordering, Page, PageArgs
from service_kit.graphql.pagination import page_info
from sqlalchemy import (
    BigInteger,
    Column,
    Engine,
    Index,
    Integer,
    MetaData,
    Numeric,
    Row,
    StaticPool,
    Table,
    alias,
    create_engine,
    delete,
    insert,
    select,
    text,
)
from sqlmodel import Field, SQLModel, col

from testing.effort import effort

METADATA = MetaData()
ITEMS = Table(
    "items",
    METADATA,
    Column("id", BigInteger().with_variant(Integer, "sqlite"), primary_key=True),
    Column("title", words(50), nullable=False),
    Column("likes", Integer, nullable=False),
    Column("price", Numeric(12, 2), nullable=False),
    Column("added", UTCDateTime, nullable=False),
    Index("ix_items_likes", "likes", "id"),
)
START = datetime(2026, 1, 31, 12, 0, 0, 123456, tzinfo=UTC)
COLUMNS = ("title", "likes", "price", "added")
SELECT = select(ITEMS.c.id, ITEMS.c.title)
Item = dict[str, Any]


def ordering(name: str = "likes", *, down: bool = False, id_down: bool | None = None) -> Ordering:
    id_key = Key(ITEMS.c.id, down if id_down is None else id_down)
    return Ordering(f"{name}-{down}", (Key(ITEMS.c[name], down), id_key))


def in_order(items: Sequence[Item], order: Ordering) -> list[int]:
    """Return the ids in order, by Python's stable sort from the last key to the first."""
    found = list(items)
    for key in reversed(order.keys):
        assert isinstance(key.column, Column)
        name = key.column.key
        found.sort(key=lambda item, name=name: comparable(item[name]), reverse=key.descending)  # type: ignore[misc]
    return [item["id"] for item in found]


def comparable(value: Any) -> Any:
    """Return the value as the database compares it: text ignores case."""
    return value.lower() if isinstance(value, str) else value


class Shelf:
    """Items in a database, read page by page."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        METADATA.create_all(engine)

    def fill(self, items: Sequence[Item]) -> None:
        with self.engine.begin() as connection:
            connection.execute(delete(ITEMS))
            if items:
                connection.execute(insert(ITEMS), list(items))

    def page(self, order: Ordering, args: PageArgs, statement: Any = SELECT) -> Page[Row[Any]]:
        keyset = KeysetPage[Row[Any]](statement, order, args)
        with self.engine.connect() as connection:
            return keyset.page(connection.execute(keyset.statement).all())


@pytest.fixture(scope="module")
def shelf() -> Iterator[Shelf]:
    engine = create_engine("sqlite://", poolclass=StaticPool, connect_args={"check_same_thread": False})
    yield Shelf(engine)
    engine.dispose()


def item(id: int, title: str = "x", likes: int = 0, cents: int = 0, seconds: int = 0) -> Item:
    added = START + timedelta(seconds=seconds, microseconds=seconds)
    return {"id": id, "title": title, "likes": likes, "price": Decimal(cents) / 100, "added": added}


ROWS = st.lists(
    st.tuples(st.sampled_from(["a", "B", "b", "c"]), st.integers(0, 2), st.integers(0, 2), st.integers(0, 2)),
    max_size=12,
).map(lambda rows: [item(number, *row) for number, row in enumerate(rows, 1)])


@pytest.mark.long
@settings(max_examples=effort(50, 3000), deadline=None)
@given(
    items=ROWS,
    name=st.sampled_from(COLUMNS),
    down=st.booleans(),
    id_down=st.booleans(),
    size=st.integers(1, 5),
    backward=st.booleans(),
)
def test_consecutive_pages_return_every_item_once_in_order(
    shelf: Shelf, items: list[Item], name: str, down: bool, id_down: bool, size: int, backward: bool
) -> None:
    shelf.fill(items)
    order = ordering(name, down=down, id_down=id_down)
    expected = in_order(items, order)
    seen: list[int] = []
    cursor: str | None = None
    for _ in range(len(items) + 1):
        args = PageArgs(size, True, None, cursor) if backward else PageArgs(size, False, cursor)
        page = shelf.page(order, args)
        ids = [row.id for row in page.rows]
        assert len(ids) <= size
        seen = ids + seen if backward else seen + ids
        more = page.has_previous if backward else page.has_next
        assert more == (len(seen) < len(expected))
        assert (page.has_next if backward else page.has_previous) == (cursor is not None)
        if not more:
            break
        cursor = page.cursor(page.rows[0] if backward else page.rows[-1])
    assert seen == expected


@pytest.mark.long
@settings(max_examples=effort(50, 2000), deadline=None)
@given(items=ROWS, name=st.sampled_from(COLUMNS), down=st.booleans(), data=st.data())
def test_a_page_between_two_cursors_is_a_slice(
    shelf: Shelf, items: list[Item], name: str, down: bool, data: st.DataObject
) -> None:
    shelf.fill(items)
    order = ordering(name, down=down)
    expected = in_order(items, order)
    whole = shelf.page(order, PageArgs(100))
    rows = {row.id: row for row in whole.rows}
    bounds = st.one_of(st.none(), st.integers(0, len(items) - 1)) if items else st.none()
    start, end = data.draw(bounds), data.draw(bounds)
    args = PageArgs(
        100,
        after=None if start is None else whole.cursor(rows[expected[start]]),
        before=None if end is None else whole.cursor(rows[expected[end]]),
    )
    between = expected[0 if start is None else start + 1 : end]
    assert [row.id for row in shelf.page(order, args).rows] == between


def test_a_cursor_is_valid_after_its_item_was_deleted(shelf: Shelf) -> None:
    items = [item(number) for number in range(1, 6)]
    shelf.fill(items)
    page = shelf.page(ordering(), PageArgs(3))
    cursor = page.cursor(page.rows[-1])
    shelf.fill([found for found in items if found["id"] != 3])
    assert [row.id for row in shelf.page(ordering(), PageArgs(3, after=cursor)).rows] == [4, 5]


def test_selects_the_requested_columns_and_missing_keys() -> None:
    statement = KeysetPage[Row[Any]](select(ITEMS.c.likes, ITEMS.c.price), ordering(), PageArgs(7)).statement
    assert [column.name for column in statement.selected_columns] == ["likes", "price", "id"]
    assert statement.compile().params == {"param_1": 8}


def test_orm_attributes_and_columns_are_interchangeable() -> None:
    class Thing(SQLModel, table=True):
        id: int = Field(primary_key=True)
        title: str

    columns = Thing.__table__.c  # type: ignore[attr-defined]
    for selected in (select(col(Thing.id), col(Thing.title)), select(columns.id, columns.title)):
        for keys in ((Key(col(Thing.title)), Key(col(Thing.id))), (Key(columns.title), Key(columns.id))):
            statement = KeysetPage[Row[Any]](selected, Ordering("t", keys), PageArgs()).statement
            assert [column.name for column in statement.selected_columns] == ["id", "title"]


def test_distinguishes_an_alias_from_its_table(shelf: Shelf) -> None:
    other = alias(ITEMS, "other")
    statement = select(other.c.id).select_from(ITEMS.join(other, other.c.id == ITEMS.c.id + 1))
    shelf.fill([item(number) for number in range(1, 4)])
    page = shelf.page(ordering(), PageArgs(1), statement)
    assert page.rows[0] == (2, 0, 1)
    assert [
        row[0] for row in shelf.page(ordering(), PageArgs(1, after=page.cursor(page.rows[0])), statement).rows
    ] == [3]


def test_page_info_describes_the_page(shelf: Shelf) -> None:
    shelf.fill([item(number) for number in range(1, 4)])
    page = shelf.page(ordering(), PageArgs(2))
    info = page_info(page)
    assert (info.has_next_page, info.has_previous_page) == (True, False)
    assert (info.start_cursor, info.end_cursor) == (page.cursor(page.rows[0]), page.cursor(page.rows[1]))
    shelf.fill([])
    empty = page_info(shelf.page(ordering(), PageArgs()))
    assert (empty.start_cursor, empty.end_cursor, empty.has_next_page) == (None, None, False)


@pytest.mark.parametrize("down", [False, True])
def test_a_deep_page_reads_no_more_rows_than_the_first(mariadb_url: str, down: bool) -> None:
    engine = create_engine(mariadb_url)
    shelf = Shelf(engine)
    # Nearly all have the same number of likes: the id decides, deep within one value of the index's first column.
    shelf.fill([item(number, likes=number % 1000 == 0) for number in range(1, 5001)])
    with engine.begin() as connection:
        connection.execute(text("ANALYZE TABLE items"))
    statement = select(ITEMS.c.id, ITEMS.c.likes)
    order = ordering(down=down)

    def rows_read(args: PageArgs) -> int:
        keyset = KeysetPage[Row[Any]](statement, order, args)
        with engine.connect() as connection:
            connection.execute(text("FLUSH STATUS"))
            assert len(connection.execute(keyset.statement).all()) == 21
            status = connection.execute(text("SHOW SESSION STATUS LIKE 'Handler_read%'"))
            return sum(int(value) for _, value in status)

    payload = json.dumps([order.name, 0, 2500]).encode()
    middle = base64.urlsafe_b64encode(payload).rstrip(b"=").decode()
    assert rows_read(PageArgs(20, after=middle)) <= 25
    assert rows_read(PageArgs(20, backward=True, before=middle)) <= 25
    engine.dispose()
