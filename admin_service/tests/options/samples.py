"""Sample options: a configurable cupcake with rules of every kind."""

from collections.abc import Mapping
from typing import Any

from admin_service.options.draft import OptionsDraft

CUPCAKE: Mapping[str, Any] = {
    "groups": [
        {
            "code": "body",
            "name": "Body",
            "required": True,
            "options": [
                {"code": "vanilla", "name": "Vanilla", "picture": "/static/vanilla.svg", "text": "Light."},
                {"code": "carrot", "name": "Carrot", "price_difference": "0.30"},
                {"code": "poppy", "name": "Poppy", "available": False},
            ],
        },
        {
            "code": "frosting",
            "name": "Frosting",
            "required": True,
            "options": [
                {"code": "cream", "name": "Cream", "picture": "/static/cream.svg"},
                {"code": "neon", "name": "Neon", "price_difference": "-0.50"},
            ],
        },
        {
            "code": "extras",
            "name": "Extras",
            "max_choices": 2,
            "options": [
                {"code": "flag", "name": "Flag"},
                {"code": "box", "name": "Box", "price_difference": "1.00"},
                {"code": "ribbon", "name": "Ribbon"},
            ],
        },
    ],
    "rules": [
        {"kind": "ONLY", "option": "carrot", "group": "frosting", "targets": ["cream"]},
        {"kind": "NEEDS", "option": "ribbon", "targets": ["box"]},
        {"kind": "EXCLUDES", "option": "neon", "targets": ["flag", "ribbon"]},
    ],
}
DRAFT = OptionsDraft.read(CUPCAKE)


def group(code: str, *options: str, **fields: object) -> dict[str, Any]:
    """Returns a group with options with these codes."""
    members = [{"code": option, "name": option.title()} for option in options]
    return {"code": code, "name": code.title(), "options": members, **fields}


def rule(kind: str, option: str, *targets: str, group: str | None = None) -> dict[str, Any]:
    """Returns a rule that refers to options by code."""
    return {"kind": kind, "option": option, "targets": list(targets), "group": group}


def draft(*groups: dict[str, Any], rules: list[dict[str, Any]] | None = None) -> OptionsDraft:
    """Returns a draft of options."""
    return OptionsDraft.read({"groups": groups, "rules": rules or []})
