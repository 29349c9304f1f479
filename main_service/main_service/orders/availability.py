"""Whether the lines of a basket can be ordered: all that is wrong with them, by this service's copies.

It is a forecast. Whether an order gets its stock is decided by admin_service alone.
"""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Protocol, Self

from service_kit.db.database import Reader
from sqlalchemy import Row

from main_service.options import queries as options
from main_service.options.configuration import configure
from main_service.options.problems import ConfigurationProblem
from main_service.options.queries import OptionsCopy
from main_service.orders.lines import PRODUCT_COLUMNS
from main_service.products import queries as products
from main_service.stock import queries as stock

REMOVE = "Remove it to order the rest."


class ProblemKind(StrEnum):
    """Why a line cannot be had."""

    PRODUCT_GONE = "PRODUCT_GONE"
    INVALID_CONFIGURATION = "INVALID_CONFIGURATION"
    STOCK_UNKNOWN = "STOCK_UNKNOWN"
    SOLD_OUT = "SOLD_OUT"
    INSUFFICIENT_STOCK = "INSUFFICIENT_STOCK"
    LIMIT_REACHED = "LIMIT_REACHED"


@dataclass(frozen=True)
class LineProblem:
    """Why a line cannot be had, and, where it is in a basket, what to do about it.

    `available` counts units of the line's product.
    """

    line_id: int
    title: str
    kind: ProblemKind
    reason: str
    advice: str = ""
    available: int | None = None
    configuration: Sequence[ConfigurationProblem] = ()

    @property
    def message(self) -> str:
        """Both, for people."""
        return f"{self.reason} {self.advice}".strip()


class Wanted(Protocol):
    """A line, of whatever shape."""

    @property
    def id(self) -> int: ...
    @property
    def product_id(self) -> int: ...
    @property
    def title(self) -> str: ...
    @property
    def quantity(self) -> int: ...
    @property
    def options(self) -> Collection[str]: ...


@dataclass(frozen=True)
class Offer:
    """What is for sale of some products at the moment. What is gone or not known is left out of a mapping."""

    products: Mapping[int, Row[Any]]
    options: Mapping[int, OptionsCopy]
    levels: Mapping[int, int]

    @classmethod
    def read(cls, reader: Reader, lines: Collection[Wanted]) -> Self:
        """The offer for these lines' products, in three statements."""
        ids = {line.product_id for line in lines}
        rows = products.by_ids(reader, ids, PRODUCT_COLUMNS)
        return cls({row.id: row for row in rows}, options.by_ids(reader, ids), stock.levels(reader, ids))


def problems_of(lines: Sequence[Wanted], offer: Offer, *, ask_stock: bool = True) -> list[LineProblem]:
    """What keeps each of these lines, which are all of one basket, from being ordered.

    Lines of one product share its stock: where that is short, each of them has the problem.
    """
    wanted: Counter[int] = Counter()
    for line in lines:
        wanted[line.product_id] += line.quantity
    found = [
        gone_or_misconfigured(line, offer)
        or (_short_of_stock(line, offer, wanted[line.product_id]) if ask_stock else None)
        for line in lines
    ]
    return [problem for problem in found if problem is not None]


def gone_or_misconfigured(line: Wanted, offer: Offer) -> LineProblem | None:
    """The problem of a line whose product is gone, or can no longer be put together as it was."""
    product = offer.products.get(line.product_id)
    if product is None:
        return LineProblem(line.id, line.title, ProblemKind.PRODUCT_GONE, "This is no longer sold.", REMOVE)
    problems = configure(offer.options.get(line.product_id), product.price, line.options).problems
    if not problems:
        return None
    reason, kind = " ".join(problem.message for problem in problems), ProblemKind.INVALID_CONFIGURATION
    return LineProblem(line.id, line.title, kind, reason, "Choose again, or remove it.", configuration=problems)


def _short_of_stock(line: Wanted, offer: Offer, wanted: int) -> LineProblem | None:
    available = offer.levels.get(line.product_id)
    if available is None:
        reason, advice = "Its stock is not known yet.", "Try again in a moment, or remove it to order the rest."
        return LineProblem(line.id, line.title, ProblemKind.STOCK_UNKNOWN, reason, advice)
    if wanted <= available:
        return None
    if available == 0:
        return LineProblem(line.id, line.title, ProblemKind.SOLD_OUT, "This is sold out.", REMOVE, available)
    reason, advice = f"Only {available} left.", f"Order {available} at most."
    if wanted > line.quantity:
        advice = f"Your basket holds {wanted} in several lines: order fewer."
    return LineProblem(line.id, line.title, ProblemKind.INSUFFICIENT_STOCK, reason, advice, available)
