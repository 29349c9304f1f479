"""Limits of GraphQL requests. Settings provide them, and the GraphQL endpoint enforces them."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Limits:
    """The limits of one operation.

    Fields and aliases of a fragment count each time it is spread, because they run each time. Directives count
    once, where they are written. The defaults are for an unknown schema.
    """

    depth: int = 6
    introspection_depth: int = 16
    aliases: int = 30
    directives: int = 8
    directives_in_one_place: int = 8
    tokens: int = 1000
    characters: int = 20_000
    root_fields: int = 10
    selections: int = 300
    cost: int = 5000
    page_size: int = 100
    default_page_size: int = 20
    list_items: int = 100


SERVICE_LIMITS = Limits(depth=10, directives=50)
"""The default of both services. The longest path of their schemas has 10 levels, and a client may use 40
directives to
make each field of the three largest types conditional. `testing/checks/limits.py` tests this."""


@dataclass(frozen=True, slots=True)
class PersistedQueryLimits:
    """The maximum number of persisted queries in one process (0: none), and their total size in bytes."""

    count: int = 1000
    size: int = 4_194_304
