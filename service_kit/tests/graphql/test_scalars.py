"""Serialization of money and timestamps."""

from datetime import UTC, datetime, timedelta, timezone
from decimal import Decimal
from typing import Any

import pytest
import strawberry
from hypothesis import given
from hypothesis import strategies as st
from service_kit.graphql.scalars import parse_moment, parse_money, serialize_moment, serialize_money
from service_kit.graphql.schema import make_schema

MONEY = st.decimals("-999999999999999999.99", "999999999999999999.99", places=2)
MOMENTS = st.datetimes(timezones=st.just(UTC))


@pytest.mark.parametrize(
    ("value", "text"),
    [("0", "0.00"), ("12.5", "12.50"), ("-3", "-3.00"), ("1E+3", "1000.00"), ("9999999999.99", "9999999999.99")],
)
def test_money_is_written_with_two_decimals(value: str, text: str) -> None:
    assert serialize_money(Decimal(value)) == text


@pytest.mark.parametrize("value", ["NaN", "Infinity"])
def test_an_invalid_amount_is_not_serialized(value: str) -> None:
    with pytest.raises(ValueError, match="is not an amount of money"):
        serialize_money(Decimal(value))


@given(MONEY)
def test_money_round_trips(value: Decimal) -> None:
    assert parse_money(serialize_money(value)) == value


@pytest.mark.parametrize(
    ("value", "amount"), [("12.50", "12.50"), ("12.5", "12.5"), ("12", "12"), (12, "12"), (-1, "-1")]
)
def test_money_is_read_from_a_string_or_an_integer(value: object, amount: str) -> None:
    assert parse_money(value) == Decimal(amount)


@pytest.mark.parametrize(
    "value",
    [
        "NaN", "Infinity", "1e5", "1E5", "0x1", "1_000", "1,5", " 1", "1 ", "+1", "", ".5", "1.", "1.234",
        "1234567890123456789", 10**18, "\uff11\uff12", "1\n", 1.5, True, None, [], {},
    ],
)  # fmt: skip
def test_refuses_invalid_money(value: object) -> None:
    with pytest.raises(ValueError, match="Money must be a string such as"):
        parse_money(value)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (datetime(2026, 1, 31, 12, 0, tzinfo=UTC), "2026-01-31T12:00:00Z"),
        (datetime(2026, 1, 31, 12, 0, 0, 1200), "2026-01-31T12:00:00.001200Z"),  # noqa: DTZ001 - a naive value is UTC
        (datetime(2026, 1, 31, 12, 0, tzinfo=timezone(timedelta(hours=-5))), "2026-01-31T17:00:00Z"),
    ],
)
def test_timestamps_are_serialized_in_utc(value: datetime, text: str) -> None:
    assert serialize_moment(value) == text


@given(MOMENTS)
def test_timestamps_round_trip(value: datetime) -> None:
    assert parse_moment(serialize_moment(value)) == value


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("2026-01-31T12:00:00Z", datetime(2026, 1, 31, 12, 0, tzinfo=UTC)),
        ("2026-01-31t12:00:00.5z", datetime(2026, 1, 31, 12, 0, 0, 500_000, tzinfo=UTC)),
        ("2026-01-31T12:00:00+02:00", datetime(2026, 1, 31, 10, 0, tzinfo=UTC)),
        ("2026-01-31T12:00", datetime(2026, 1, 31, 12, 0, tzinfo=UTC)),
    ],
)
def test_timestamps_are_parsed_as_utc(text: str, moment: datetime) -> None:
    found = parse_moment(text)
    assert (found, found.tzinfo) == (moment, UTC)


@pytest.mark.parametrize(
    "value",
    [
        "2026-13-01T00:00:00Z", "2026-02-30T00:00:00Z", "0001-01-01T00:00:00+23:59", "9999-12-31T23:59:59-23:59",
        "2026-01-31", "20260131T120000Z", "2026-W05-6T12:00:00Z", "2026-01-31 12:00:00", "now", "",
        "2026-01-31T12:00:00Z\n", 1_769_860_800, None, True, [], "2026-01-31T12:00:00+25:00",
    ],
)  # fmt: skip
def test_refuses_invalid_timestamps(value: object) -> None:
    with pytest.raises(ValueError, match="date and time"):
        parse_moment(value)


@strawberry.type
class Query:
    """Echoes."""

    @strawberry.field
    def price(self, of: Decimal) -> Decimal:
        """An amount."""
        return of

    @strawberry.field
    def at(self, moment: datetime) -> datetime:
        """A moment."""
        return moment


@pytest.mark.parametrize(
    ("query", "variables"),
    [
        ('{ price(of: "1e5") }', None),
        ("{ price(of: 1.5) }", None),
        ("query ($p: Decimal!) { price(of: $p) }", {"p": "NaN"}),
        ("query ($p: Decimal!) { price(of: $p) }", {"p": 1.5}),
        ('{ at(moment: "yesterday") }', None),
        ("query ($m: DateTime!) { at(moment: $m) }", {"m": 1}),
    ],
)
async def test_error_messages_name_the_format(query: str, variables: dict[str, Any] | None) -> None:
    result = await make_schema(Query, production=True).execute(query, variables)
    [error] = result.errors or []
    assert "must be a string such as" in error.message


async def test_scalars_work_in_a_schema() -> None:
    query = '{ price(of: "2.5") at(moment: "2026-01-31T12:00:00+01:00") }'
    result = await make_schema(Query, production=True).execute(query)
    assert result.data == {"price": "2.50", "at": "2026-01-31T11:00:00Z"}
