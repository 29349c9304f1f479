"""Page arguments and cursors are validated."""

import base64
import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from service_kit.db.tables import UTCDateTime, words
from service_kit.graphql.keyset import InvalidPage, Key, KeysetPage, Ordering, PageArgs
from sqlalchemy import Column, Integer, MetaData, Numeric, Row, Table, select

ITEMS = Table(
    "items",
    MetaData(),
    Column("id", Integer, primary_key=True),
    Column("title", words(50)),
    Column("likes", Integer),
    Column("price", Numeric(12, 2)),
    Column("added", UTCDateTime),
)
SELECT = select(ITEMS.c.id)


def ordering(name: str = "likes") -> Ordering:
    return Ordering(f"{name}-False", (Key(ITEMS.c[name]), Key(ITEMS.c.id)))


@pytest.mark.parametrize(
    ("arguments", "size", "backward"),
    [
        ((None, None, None, None), 20, False),
        ((1, None, None, None), 1, False),
        ((None, None, 100, "c"), 100, True),
    ],
)
def test_page_arguments_have_defaults_and_a_direction(
    arguments: tuple[Any, Any, Any, Any], size: int, backward: bool
) -> None:
    args = PageArgs.of(*arguments)
    assert (args.size, args.backward) == (size, backward)


@pytest.mark.parametrize(
    ("first", "last", "message"),
    [
        (0, None, 'Argument "first" must be between 1 and 100, but is 0.'),
        (101, None, 'Argument "first" must be between 1 and 100, but is 101.'),
        (None, -1, 'Argument "last" must be between 1 and 100, but is -1.'),
        (1, 1, 'Give either "first" or "last", not both.'),
    ],
)
def test_refuses_page_arguments_out_of_bounds(first: int | None, last: int | None, message: str) -> None:
    with pytest.raises(InvalidPage) as refusal:
        PageArgs.of(first, None, last, None)
    assert (refusal.value.message, refusal.value.code) == (message, "BAD_USER_INPUT")


def cursor(*payload: object) -> str:
    return base64.urlsafe_b64encode(json.dumps(payload).encode()).rstrip(b"=").decode()


@pytest.mark.parametrize("argument", ["after", "before"])
@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("likes", ""),
        ("likes", "x"),
        ("likes", "%%%"),
        ("likes", "é"),
        ("likes", "\ud800"),
        ("likes", "A" * 3000),
        ("likes", base64.b64encode(b"[" * 1500).decode()),
        ("likes", base64.b64encode(b"\xff\xff").decode()),
        ("likes", base64.b64encode(b'{"a": 1}').decode()),
        ("likes", cursor()),
        ("likes", cursor("likes-False")),
        ("likes", cursor("likes-False", 1)),
        ("likes", cursor("likes-False", 1, 2, 3)),
        ("likes", cursor("likes-True", 1, 2)),
        ("likes", cursor("title-False", "a", 2)),
        ("likes", cursor("likes-False", "1", 2)),
        ("likes", cursor("likes-False", None, 2)),
        ("likes", cursor("likes-False", True, 2)),
        ("likes", cursor("likes-False", 1.5, 2)),
        ("likes", cursor("likes-False", [1], {"a": 2})),
        ("likes", cursor("likes-False", 2**63, 2)),
        ("likes", cursor("likes-False", -(2**63) - 1, 2)),
        ("likes", cursor("likes-False", 2**200, 2)),
        ("title", cursor("title-False", 1, 2)),
        ("price", cursor("price-False", 1, 2)),
        ("price", cursor("price-False", "NaN", 2)),
        ("price", cursor("price-False", "sNaN", 2)),
        ("price", cursor("price-False", "Infinity", 2)),
        ("price", cursor("price-False", "1e999999", 2)),
        ("price", cursor("price-False", "ten", 2)),
        ("added", cursor("added-False", "now", 2)),
        ("added", cursor("added-False", "0001-01-01T00:00:00+23:00", 2)),
        ("added", cursor("added-False", 5, 2)),
    ],
)
def test_refuses_an_invalid_cursor(name: str, text: str, argument: str) -> None:
    args = PageArgs(after=text) if argument == "after" else PageArgs(before=text)
    with pytest.raises(InvalidPage) as refusal:
        KeysetPage[Row[Any]](SELECT, ordering(name), args)
    assert refusal.value.message == f'Argument "{argument}" is not a cursor of this list in this order.'


@settings(deadline=None)
@given(st.one_of(st.text(), st.binary().map(lambda found: base64.urlsafe_b64encode(found).decode())))
def test_any_invalid_cursor_text_is_refused(text: str) -> None:
    with pytest.raises(InvalidPage):
        KeysetPage[Row[Any]](SELECT, ordering(), PageArgs(after=text))
