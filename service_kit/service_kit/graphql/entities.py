"""The `_Any` scalar: references with which the gateway requests entities.

Strawberry passes a reference to its type unchecked, so an invalid one would cause an internal error. This scalar
validates it.
"""

import inspect
from collections.abc import Iterable, Mapping
from typing import Any

import strawberry
from strawberry.types.base import get_object_definition
from strawberry.types.scalar import ScalarDefinition


def reference_scalar(types: Iterable[type]) -> ScalarDefinition:
    """Return the scalar for references to those `types` that define `resolve_reference`."""
    keys = {get_object_definition(type_, strict=True).name: _keys(type_) for type_ in types}

    def parse(value: object) -> dict[str, Any]:
        return _parse(value, {name: found for name, found in keys.items() if found})

    return strawberry.scalar(
        name="_Any", description="A reference to an entity, sent by a gateway.", parse_value=parse
    )


def _keys(type_: Any) -> frozenset[str]:
    resolve = getattr(type_, "resolve_reference", None)
    return frozenset(inspect.signature(resolve).parameters) - {"info"} if resolve else frozenset()


def _parse(value: object, entities: Mapping[str, frozenset[str]]) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise ValueError("A reference must be an object.")
    name = value.get("__typename")
    if not isinstance(name, str) or name not in entities:
        raise ValueError(f"__typename must be one of: {', '.join(sorted(entities))}.")
    reference = {key: value.get(key) for key in entities[name]}
    for key, given in reference.items():
        if not isinstance(given, str | int) or isinstance(given, bool):
            raise ValueError(f"A reference to {name} must have {key}, a string or an integer.")
    return {"__typename": name, **reference}
