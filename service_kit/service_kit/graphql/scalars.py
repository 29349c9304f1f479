"""Scalars that are sent as strings: money and timestamps."""

import re
from collections.abc import Mapping
from datetime import UTC, datetime
from decimal import Decimal

import strawberry
from strawberry.types.scalar import ScalarDefinition

_MONEY = re.compile(r"-?[0-9]{1,18}(\.[0-9]{1,2})?")
_MOMENT = re.compile(r"\d{4}-\d\d-\d\d[Tt]\d\d:\d\d(:\d\d(\.\d{1,6})?)?([Zz]|[+-]\d\d:\d\d)?", re.ASCII)
_CENT = Decimal("0.01")


def serialize_money(value: Decimal) -> str:
    """Format an amount with two decimals: `12.50`. Raises ValueError if it is not finite."""
    if not value.is_finite():
        raise ValueError(f"{value} is not an amount of money.")
    return f"{value.quantize(_CENT):f}"


def parse_money(value: object) -> Decimal:
    """Parse `"12.50"`, `"12.5"`, `"12"` or the integer 12. Raises ValueError that names the accepted format."""
    text = str(value) if isinstance(value, str | int) and not isinstance(value, bool) else ""
    if not _MONEY.fullmatch(text):
        raise ValueError(
            'Money must be a string such as "12.50": up to 18 digits, a point and up to 2 decimals, no exponent.'
        )
    return Decimal(text)


def serialize_moment(value: datetime) -> str:
    """Format a timestamp as ISO 8601 in UTC: `2026-01-31T12:00:00.123456Z`. Naive values are UTC."""
    return _utc(value).replace(tzinfo=None).isoformat() + "Z"


def parse_moment(value: object) -> datetime:
    """Parse an ISO 8601 date and time; UTC if it has no offset. Raises ValueError that names the format."""
    if not isinstance(value, str) or not _MOMENT.fullmatch(value):
        raise ValueError('A date and time must be a string such as "2026-01-31T12:00:00Z".')
    try:
        return _utc(datetime.fromisoformat(value.upper()))
    except (ValueError, OverflowError) as error:
        raise ValueError(f"Not a valid date and time: {error}.") from None


def _utc(value: datetime) -> datetime:
    return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


SCALARS: Mapping[object, ScalarDefinition] = {
    Decimal: strawberry.scalar(
        name="Decimal",
        description='An amount of money with two decimals, as a string: "12.50".',
        serialize=serialize_money,
        parse_value=parse_money,
    ),
    datetime: strawberry.scalar(
        name="DateTime",
        description='A date and time in UTC, ISO 8601: "2026-01-31T12:00:00.123456Z".',
        serialize=serialize_moment,
        parse_value=parse_moment,
        specified_by_url="https://www.rfc-editor.org/rfc/rfc3339",
    ),
}
