"""Amounts of money."""

from decimal import Decimal

CENT = Decimal("0.01")


def in_cents(value: Decimal) -> Decimal:
    """Returns the amount with two decimals, and zero without a sign."""
    return value.quantize(CENT) + 0
