"""Limits of GraphQL requests, which the settings fill and the GraphQL endpoint enforces."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Limits:
    """What one operation may ask for.

    Fields and aliases count wherever their fragment is spread, because they run there; repeated fields count every
    time. Directives count once, where they are written. The defaults suit a schema of which nothing is known.
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
"""What both services allow by default: the longest path of their schemas has 10 levels, and a client may make each
field of the three largest types conditional: 40 directives. `testing/checks/limits.py` tests it."""


@dataclass(frozen=True, slots=True)
class PersistedQueryLimits:
    """How much one process keeps: how many queries, none with 0, and their size in all in bytes."""

    count: int = 1000
    size: int = 4_194_304
