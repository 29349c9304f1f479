"""How large an operation may be, decided in one pass over the document before anything else looks at it.

Each fragment is walked once, however often it is spread: its tally is added where it is spread. So a document
of nested fragments that expands to 2^90 fields is refused as fast as any other. The pass gives up at the first
limit it meets, so it never holds more than the limits allow.

What depends on variables (page sizes, lists, and the cost that they multiply) comes back as a `Budget`, which is
cached with the document and checked against the variables of each request.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from service_kit.graphql.errors import BAD_USER_INPUT, PublicError
from service_kit.process.limits import Limits


class Size(NamedTuple):
    """How many times a field's own selections run: the largest page size or list given, or `fallback`."""

    literal: int
    variables: tuple[str, ...]
    fallback: int

    def at(self, variables: Mapping[str, Any]) -> int:
        """The size with these variables."""
        given = max((_size(variables.get(name)) for name in self.variables), default=0)
        return max(self.literal, given) or self.fallback


@dataclass(slots=True)
class Cost:
    """A sum: `fixed`, and the costs that a size multiplies which only the request knows."""

    fixed: int = 0
    sized: list[tuple[Size, "Cost"]] = field(default_factory=list)

    def add(self, other: "Cost") -> None:
        """Add what a fragment costs."""
        self.fixed += other.fixed
        self.sized.extend(other.sized)

    def add_sized(self, size: Size, other: "Cost") -> None:
        """Add what a field's selections cost, `size` times over."""
        if size.variables or other.sized:
            self.sized.append((size, other))
        else:
            self.fixed += size.at({}) * other.fixed

    def at(self, variables: Mapping[str, Any]) -> int:
        """The cost with these variables."""
        return self.fixed + sum(size.at(variables) * cost.at(variables) for size, cost in self.sized)


class Page(NamedTuple):
    """A variable that sets a page size, and where."""

    field: str
    argument: str
    variable: str


@dataclass(frozen=True, slots=True)
class Budget:
    """What is left to check of one operation once its variables are known."""

    cost: Cost
    pages: tuple[Page, ...]
    defaults: Mapping[str, Any]

    def check(self, variables: Mapping[str, Any], limits: Limits) -> None:
        """Raises PublicError where the variables take the operation over a limit."""
        if self.defaults:
            variables = {**self.defaults, **variables}
        for name, value in variables.items():
            if isinstance(value, list | dict):
                _check_lists(name, value, limits)
        for page in self.pages:
            check_page_size(variables.get(page.variable), page.field, page.argument, limits)
        check_limit("COST_LIMIT", "points of cost", self.cost.at(variables), limits.cost)


def check_limit(code: str, what: str, found: int, limit: int) -> None:
    """Raises PublicError naming the limit and what was found, if that is more."""
    if found > limit:
        message = f"The operation is too large: {found} {what}, where at most {limit} are allowed."
        raise PublicError(message, code, limit=limit, found=found)


def check_page_size(value: object, field: str, argument: str, limits: Limits) -> None:
    """Raises PublicError for a number outside 1..page_size. What is no number is left to validation."""
    if isinstance(value, int | float) and not 1 <= value <= limits.page_size:
        raise PublicError(
            f'Argument "{argument}" of "{field}" must be from 1 to {limits.page_size}, found {value}.',
            BAD_USER_INPUT,
            argument=argument,
            limit=limits.page_size,
        )


def check_list(name: str, length: int, limits: Limits) -> None:
    """Raises PublicError for a list argument or variable with too many items."""
    if length > limits.list_items:
        raise PublicError(
            f'"{name}" holds a list of {length} items, where at most {limits.list_items} are allowed.',
            "LIST_LIMIT",
            limit=limits.list_items,
            found=length,
        )


def _check_lists(name: str, value: object, limits: Limits) -> None:
    pending = [value]
    while pending:
        current = pending.pop()
        if isinstance(current, list):
            check_list(f"${name}", len(current), limits)
            pending.extend(current)
        elif isinstance(current, dict):
            pending.extend(current.values())


def _size(value: object) -> int:
    if isinstance(value, list):
        return len(value)
    return int(value) if isinstance(value, int | float) else 0
