"""`_Any`, the references by which a gateway asks for entities.

Strawberry hands a reference to the type it names as it came, so what is wrong with it would show as a failure of
ours. It is checked here, like any other input.
"""

import inspect
from collections.abc import Iterable, Mapping
from typing import Any

import strawberry
from strawberry.types.base import get_object_definition
from strawberry.types.scalar import ScalarDefinition


def reference_scalar(types: Iterable[type]) -> ScalarDefinition:
    """The scalar for references to those of `types` that have `resolve_reference`."""
    keys = {get_object_definition(type_, strict=True).name: _keys(type_) for type_ in types}

    def parse(value: object) -> dict[str, Any]:
        return _parse(value, {name: found for name, found in keys.items() if found})

    return strawberry.scalar(
        name="_Any", description="A reference to an entity, as a gateway sends it.", parse_value=parse
    )


def _keys(type_: Any) -> frozenset[str]:
    resolve = getattr(type_, "resolve_reference", None)
    return frozenset(inspect.signature(resolve).parameters) - {"info"} if resolve else frozenset()


def _parse(value: object, entities: Mapping[str, frozenset[str]]) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise ValueError("A reference is an object.")
    name = value.get("__typename")
    if not isinstance(name, str) or name not in entities:
        raise ValueError(f"__typename must be one of: {', '.join(sorted(entities))}.")
    reference = {key: value.get(key) for key in entities[name]}
    for key, given in reference.items():
        if not isinstance(given, str | int) or isinstance(given, bool):
            raise ValueError(f"A reference to {name} needs {key}, a string or an integer.")
    return {"__typename": name, **reference}
