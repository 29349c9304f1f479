"""Sorts the SDL, so that its diffs show changes of the contract and not of the order of the code."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from graphql import (
    DirectiveDefinitionNode,
    DocumentNode,
    EnumTypeDefinitionNode,
    FieldDefinitionNode,
    InputObjectTypeDefinitionNode,
    InterfaceTypeDefinitionNode,
    Node,
    ObjectTypeDefinitionNode,
    UnionTypeDefinitionNode,
    Visitor,
    parse,
    print_ast,
    visit,
)

_SORTED: Mapping[type[Node], tuple[str, ...]] = {
    DocumentNode: ("definitions",),
    ObjectTypeDefinitionNode: ("fields", "interfaces"),
    InterfaceTypeDefinitionNode: ("fields", "interfaces"),
    InputObjectTypeDefinitionNode: ("fields",),
    EnumTypeDefinitionNode: ("values",),
    UnionTypeDefinitionNode: ("types",),
    FieldDefinitionNode: ("arguments",),
    DirectiveDefinitionNode: ("arguments",),
}


def sort_sdl(sdl: str) -> str:
    """Sort definitions, fields, arguments, enum values and members by name.

    This works on the text, because graphql-core's `lexicographic_sort_schema` drops federation directives and
    Strawberry's enum types.
    """
    return print_ast(visit(parse(sdl), _Sorter()))


class _Sorter(Visitor):
    def leave(self, node: Node, *_: object) -> Node | None:
        names = _SORTED.get(type(node))
        if names is None:
            return None
        changes: dict[str, Any] = {name: _by_name(getattr(node, name)) for name in names}
        return replace(node, **changes)


def _by_name(nodes: Any) -> tuple[Node, ...]:
    return tuple(sorted(nodes or (), key=_name))


def _name(node: Any) -> str:
    return node.name.value if getattr(node, "name", None) else ""
