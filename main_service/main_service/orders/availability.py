"""Checks whether the lines of a basket can be ordered, using this service's copies.

The result is a forecast: admin_service decides whether an order gets its stock.
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
    """The kind of a problem of a line."""

    PRODUCT_GONE = "PRODUCT_GONE"
    INVALID_CONFIGURATION = "INVALID_CONFIGURATION"
    STOCK_UNKNOWN = "STOCK_UNKNOWN"
    SOLD_OUT = "SOLD_OUT"
    INSUFFICIENT_STOCK = "INSUFFICIENT_STOCK"
    LIMIT_REACHED = "LIMIT_REACHED"


@dataclass(frozen=True)
class LineProblem:
    """The reason why a line cannot be ordered. For a line of a basket, `advice` says how to fix it.

    `available` is the available stock of the product.
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
        """The reason and the advice, to show to the user."""
        return f"{self.reason} {self.advice}".strip()


class LineLike(Protocol):
    """A line to check: a table row or a result of a query."""

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
    """The current products, options and stock levels, by product id. Deleted and unknown ones are left out."""

    products: Mapping[int, Row[Any]]
    options: Mapping[int, OptionsCopy]
    levels: Mapping[int, int]

    @classmethod
    def read(cls, reader: Reader, lines: Collection[LineLike]) -> Self:
        """Reads the offer for the products of these lines, with three statements."""
        ids = {line.product_id for line in lines}
        rows = products.by_ids(reader, ids, PRODUCT_COLUMNS)
        return cls({row.id: row for row in rows}, options.by_ids(reader, ids), stock.levels(reader, ids))


def problems_of(lines: Sequence[LineLike], offer: Offer, *, check_stock: bool = True) -> list[LineProblem]:
    """Returns the problems of the lines of one basket.

    Lines of the same product share its stock: if the stock is too low, each of them has the problem.
    """
    wanted: Counter[int] = Counter()
    for line in lines:
        wanted[line.product_id] += line.quantity
    found = [
        product_or_options_problem(line, offer)
        or (_stock_problem(line, offer, wanted[line.product_id]) if check_stock else None)
        for line in lines
    ]
    return [problem for problem in found if problem is not None]


def product_or_options_problem(line: LineLike, offer: Offer) -> LineProblem | None:
    """Returns the problem of a line whose product was deleted, or whose selected options are not valid."""
    product = offer.products.get(line.product_id)
    if product is None:
        return LineProblem(
            line.id, line.title, ProblemKind.PRODUCT_GONE, "This product is no longer available.", REMOVE
        )
    problems = configure(offer.options.get(line.product_id), product.price, line.options).problems
    if not problems:
        return None
    reason, kind = " ".join(problem.message for problem in problems), ProblemKind.INVALID_CONFIGURATION
    return LineProblem(
        line.id, line.title, kind, reason, "Change the options or remove it.", configuration=problems
    )


def _stock_problem(line: LineLike, offer: Offer, wanted: int) -> LineProblem | None:
    available = offer.levels.get(line.product_id)
    if available is None:
        reason, advice = "The stock is not known yet.", "Try again in a moment, or remove it to order the rest."
        return LineProblem(line.id, line.title, ProblemKind.STOCK_UNKNOWN, reason, advice)
    if wanted <= available:
        return None
    if available == 0:
        return LineProblem(line.id, line.title, ProblemKind.SOLD_OUT, "This is sold out.", REMOVE, available)
    reason, advice = f"Only {available} left.", f"Reduce the quantity to {available} or less."
    if wanted > line.quantity:
        advice = (
            f"Several lines of your basket contain this product, {wanted} units in total. Reduce the quantity."
        )
    return LineProblem(line.id, line.title, ProblemKind.INSUFFICIENT_STOCK, reason, advice, available)
