"""Option menus for tests of main_service, as published by admin_service."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from testing.events import event

Rule = tuple[str, str, Sequence[str]]
"""For example `("ONLY", "carrot", ["frosting-vanilla"])`: the kind, the option's code, and the targets' codes."""


@dataclass(frozen=True)
class Menu:
    """The option menu of a product: the codes of its options by the codes of their groups.

    Ids are derived from the product's id and the positions. An option's name is its capitalised code without the
    group's code.
    """

    product_id: int
    groups: Mapping[str, Sequence[str]]
    rules: Sequence[Rule] = ()
    optional: Collection[str] = ()
    most: Mapping[str, int] = field(default_factory=dict)
    prices: Mapping[str, str] = field(default_factory=dict)
    names: Mapping[str, str] = field(default_factory=dict)
    without_picture: Collection[str] = ()
    unavailable: Collection[str] = ()

    def id(self, code: str) -> str:
        """Return the id of the option with this code."""
        codes = [option for group in self.groups.values() for option in group]
        return str(self.product_id * 100 + codes.index(code) + 1)

    def ids(self, *codes: str) -> list[str]:
        """Return the ids of the options with these codes."""
        return [self.id(code) for code in codes]

    def codes(self, ids: Collection[str]) -> list[str]:
        """Return the codes of the options with these ids, in the same order."""
        return [code for group in self.groups.values() for code in group if self.id(code) in ids]

    def group_id(self, code: str) -> str:
        """Return the id of the group with this code."""
        return str(self.product_id * 100 + list(self.groups).index(code) + 1)

    def told(self, version: int = 1, **data: object) -> bytes:
        """Return the event with which admin_service publishes the menu. `data` replaces fields."""
        fields = {**self.data(), **data}
        return event("shop.options.changed.v1", f"options/{self.product_id}", version, **fields)

    def data(self) -> dict[str, Any]:
        """The event data."""
        return {
            "product_id": self.product_id,
            "groups": [self._group(code) for code in self.groups],
            "rules": [self._rule(number, *rule) for number, rule in enumerate(self.rules, 1)],
        }

    def _group(self, code: str) -> dict[str, Any]:
        return {
            "id": int(self.group_id(code)),
            "code": code,
            "name": code.capitalize(),
            "required": code not in self.optional,
            "most": self.most.get(code, 1),
            "options": [self._option(code, option) for option in self.groups[code]],
        }

    def _option(self, group: str, code: str) -> dict[str, Any]:
        return {
            "id": int(self.id(code)),
            "code": code,
            "name": self.names.get(code, code.removeprefix(f"{group}-").capitalize()),
            "picture": None if code in self.without_picture else f"/static/{code}.svg",
            "text": f"About {code}.",
            "price_difference": self.prices.get(code, "0.00"),
            "available": code not in self.unavailable,
            "added_at": "2026-01-31T12:00:00Z",
        }

    def _rule(self, number: int, kind: str, option: str, targets: Sequence[str]) -> dict[str, Any]:
        of = {code: group for group, codes in self.groups.items() for code in codes}
        return {
            "id": number,
            "kind": kind,
            "option_id": int(self.id(option)),
            "group_id": int(self.group_id(of[targets[0]])) if kind == "ONLY" else None,
            "target_ids": [int(self.id(target)) for target in targets],
        }


def cupcake(product_id: int, **changes: Any) -> Menu:
    """The cupcake of the demo shop."""
    fields: dict[str, Any] = {
        "groups": {
            "body": ["vanilla", "chocolate", "carrot"],
            "frosting": ["frosting-vanilla", "frosting-chocolate", "frosting-strawberry", "frosting-neon"],
            "topping": ["sprinkles", "cherry", "flag"],
        },
        "rules": [
            ("ONLY", "chocolate", ["frosting-chocolate", "frosting-vanilla"]),
            ("ONLY", "carrot", ["frosting-vanilla"]),
            ("ONLY", "frosting-strawberry", ["cherry", "flag"]),
            ("ONLY", "frosting-neon", ["sprinkles"]),
        ],
    }
    return Menu(product_id, **{**fields, **changes})


def crate(product_id: int, **changes: Any) -> Menu:
    """The crate of the demo shop."""
    fields: dict[str, Any] = {
        "groups": {
            "size": ["six", "twelve"],
            "kinds": ["pale", "wheat", "amber", "bock", "stout", "alcohol-free"],
            "extras": ["glass", "opener", "ribbon"],
        },
        "optional": ["extras"],
        "most": {"kinds": 4, "extras": 2},
        "rules": [
            ("NEEDS", "glass", ["twelve"]),
            ("NEEDS", "stout", ["glass"]),
            ("EXCLUDES", "ribbon", ["opener"]),
            ("EXCLUDES", "six", ["bock"]),
        ],
    }
    return Menu(product_id, **{**fields, **changes})
