"""Limits on the size of operations, checked in one pass over the document before anything else processes it.

Each fragment is measured once, and its measurements are added wherever it is spread. So a document of nested
fragments that expands to 2^90 fields is rejected as fast as any other. The pass stops at the first exceeded limit.

Parts that depend on variables (page sizes, lists, and the costs that they multiply) are returned as a `Budget`. It
is cached with the document and checked against the variables of each request.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from service_kit.graphql.errors import BAD_USER_INPUT, PublicError
from service_kit.process.limits import Limits


class Size(NamedTuple):
    """How often a field's selections run: the largest given page size or list length, or else `fallback`."""

    literal: int
    variables: tuple[str, ...]
    fallback: int

    def at(self, variables: Mapping[str, Any]) -> int:
        """The size for these variables."""
        given = max((_size(variables.get(name)) for name in self.variables), default=0)
        return max(self.literal, given) or self.fallback


@dataclass(slots=True)
class Cost:
    """The sum of `fixed` and of costs that are multiplied by sizes, which depend on variables."""

    fixed: int = 0
    sized: list[tuple[Size, "Cost"]] = field(default_factory=list)

    def add(self, other: "Cost") -> None:
        """Add the cost of a fragment."""
        self.fixed += other.fixed
        self.sized.extend(other.sized)

    def add_sized(self, size: Size, other: "Cost") -> None:
        """Add the cost of a field's selections, multiplied by `size`."""
        if size.variables or other.sized:
            self.sized.append((size, other))
        else:
            self.fixed += size.at({}) * other.fixed

    def at(self, variables: Mapping[str, Any]) -> int:
        """The cost for these variables."""
        return self.fixed + sum(size.at(variables) * cost.at(variables) for size, cost in self.sized)


class Page(NamedTuple):
    """A variable that sets a page size, and the argument that uses it."""

    field: str
    argument: str
    variable: str


@dataclass(frozen=True, slots=True)
class Budget:
    """The checks of one operation that depend on its variables."""

    cost: Cost
    pages: tuple[Page, ...]
    defaults: Mapping[str, Any]

    def check(self, variables: Mapping[str, Any], limits: Limits) -> None:
        """Raises PublicError if the operation exceeds a limit with these variables."""
        if self.defaults:
            variables = {**self.defaults, **variables}
        for name, value in variables.items():
            if isinstance(value, list | dict):
                _check_lists(name, value, limits)
        for page in self.pages:
            check_page_size(variables.get(page.variable), page.field, page.argument, limits)
        check_limit("COST_LIMIT", "cost points", self.cost.at(variables), limits.cost)


def check_limit(code: str, what: str, found: int, limit: int) -> None:
    """Raises PublicError if `found` exceeds `limit`."""
    if found > limit:
        message = f"The operation is too large: {found} {what}, but at most {limit} are allowed."
        raise PublicError(message, code, limit=limit, found=found)


def check_page_size(value: object, field: str, argument: str, limits: Limits) -> None:
    """Raises PublicError for a number outside 1..page_size. Validation rejects other types."""
    if isinstance(value, int | float) and not 1 <= value <= limits.page_size:
        raise PublicError(
            f'Argument "{argument}" of "{field}" must be between 1 and {limits.page_size}, but is {value}.',
            BAD_USER_INPUT,
            argument=argument,
            limit=limits.page_size,
        )


def check_list(name: str, length: int, limits: Limits) -> None:
    """Raises PublicError if a list argument or variable has too many items."""
    if length > limits.list_items:
        raise PublicError(
            f'"{name}" has a list of {length} items, but at most {limits.list_items} are allowed.',
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
