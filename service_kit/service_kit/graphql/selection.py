"""Reads which fields an operation selects, so that a query loads only the needed columns."""

import re
from collections.abc import Iterator, Mapping

from graphql import FieldNode, FragmentDefinitionNode, FragmentSpreadNode, SelectionSetNode
from strawberry.types import Info

_CAPITAL = re.compile(r"(?=[A-Z])")


def selected(info: Info, *path: str) -> frozenset[str]:
    """Return the snake-case names of the fields selected below `path` of the field being resolved.

    `@skip` and `@include` are ignored: the result may contain extra names, but never lacks one.
    """
    raw = info._raw_info
    sets = [node.selection_set for node in raw.field_nodes if node.selection_set is not None]
    for name in path:
        sets = [
            field.selection_set
            for selection_set in sets
            for field in _fields(selection_set, raw.fragments)
            if field.name.value == name and field.selection_set is not None
        ]
    return frozenset(
        _CAPITAL.sub("_", field.name.value).lower()
        for selection_set in sets
        for field in _fields(selection_set, raw.fragments)
    )


def _fields(
    selection_set: SelectionSetNode, fragments: Mapping[str, FragmentDefinitionNode]
) -> Iterator[FieldNode]:
    for selection in selection_set.selections:
        if isinstance(selection, FieldNode):
            yield selection
        elif isinstance(selection, FragmentSpreadNode):
            yield from _fields(fragments[selection.name.value].selection_set, fragments)
        else:
            yield from _fields(selection.selection_set, fragments)  # type: ignore[attr-defined]
