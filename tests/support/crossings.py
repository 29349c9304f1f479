"""Fields that cross a service: one service answers them, for an object that the other one has handed out.

Worked out from the SDL of both, so that a field that is added tomorrow is among them.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from graphql import (
    DirectiveNode,
    DocumentNode,
    FieldDefinitionNode,
    ListTypeNode,
    NamedTypeNode,
    NonNullTypeNode,
    ObjectTypeDefinitionNode,
    StringValueNode,
    TypeNode,
    UnionTypeDefinitionNode,
    parse,
)

from tests.support.books import PEER, ServiceName

SCHEMA = Path(__file__).parents[2] / "schema"
ROOTS = ("Query", "Mutation", "Subscription")


@dataclass(frozen=True)
class Crossing:
    """A field that only `owner` answers, of an entity that the other service hands out at `places`."""

    owner: ServiceName
    entity: str
    field: FieldDefinitionNode
    places: tuple["Place", ...]

    @property
    def name(self) -> str:
        """The field, as in `Product.stock`."""
        return f"{self.entity}.{self.field.name.value}"

    @property
    def selection(self) -> str:
        """The field as a query selects it; what it needs as arguments has defaults."""
        name = self.field.name.value
        return name if _is_leaf(self.field.type, _document(self.owner)) else f"{name} {{ __typename }}"

    @property
    def nullable(self) -> bool:
        """Whether it can be null by itself."""
        return not isinstance(self.field.type, NonNullTypeNode)


@dataclass(frozen=True)
class Place:
    """A field by which a service hands out an entity; `alone` where that, or each item of a list, can be null."""

    name: str
    alone: bool


def crossings() -> list[Crossing]:
    """All of both directions."""
    return [crossing for service in PEER for crossing in _crossings(service)]


def _crossings(owner: ServiceName) -> Iterator[Crossing]:
    others = {type_.name.value: type_ for type_ in _objects(_document(PEER[owner]))}
    for type_ in _objects(_document(owner)):
        name = type_.name.value
        if name not in others or not _has(type_, "key") or not (places := tuple(_places(PEER[owner], name))):
            continue
        answered = {field.name.value for field in others[name].fields or () if not _has(field, "external")}
        for field in type_.fields or ():
            if field.name.value not in answered:
                yield Crossing(owner, name, field, places)


def _places(service: ServiceName, entity: str) -> Iterator[Place]:
    """Where the service hands out the entity in the graph of both, other than by the other one's request."""
    document = _document(service)
    types = {type_.name.value: type_ for type_ in _objects(document)}
    unions = {
        union.name.value: [member.name.value for member in union.types or ()]
        for union in document.definitions
        if isinstance(union, UnionTypeDefinitionNode)
    }
    taken = _overridden(PEER[service])
    pending, seen = [name for name in ROOTS if name in types], set(ROOTS)
    while pending:
        parent = types[pending.pop()]
        for field in parent.fields or ():
            name = f"{parent.name.value}.{field.name.value}"
            if name in taken or field.name.value.startswith("_") or _has(field, "external"):
                continue
            found = _named(field.type)
            if found == entity:
                yield Place(name, _alone(field.type))
            for inner in unions.get(found, [found]):
                if inner in types and inner not in seen:
                    seen.add(inner)
                    pending.append(inner)


def _overridden(service: ServiceName) -> set[str]:
    """The fields that this service has taken over from the other one."""
    return {
        f"{type_.name.value}.{field.name.value}"
        for type_ in _objects(_document(service))
        for field in type_.fields or ()
        for directive in field.directives or ()
        if directive.name.value == "override" and _text(directive) == PEER[service]
    }


def _text(directive: DirectiveNode) -> str:
    values = [argument.value for argument in directive.arguments or ()]
    return next(value.value for value in values if isinstance(value, StringValueNode))


def _document(service: ServiceName) -> DocumentNode:
    return parse((SCHEMA / f"{service}.graphql").read_text(encoding="utf-8"))


def _objects(document: DocumentNode) -> Iterator[ObjectTypeDefinitionNode]:
    return (node for node in document.definitions if isinstance(node, ObjectTypeDefinitionNode))


def _has(node: ObjectTypeDefinitionNode | FieldDefinitionNode, directive: str) -> bool:
    return any(found.name.value == directive for found in node.directives or ())


def _named(type_: TypeNode) -> str:
    while not isinstance(type_, NamedTypeNode):
        assert isinstance(type_, NonNullTypeNode | ListTypeNode)
        type_ = type_.type
    return type_.name.value


def _alone(type_: TypeNode) -> bool:
    """Whether a null in place of one object costs no other: the object, or the item of the list, is nullable."""
    inner = type_.type if isinstance(type_, NonNullTypeNode) else type_
    if isinstance(inner, ListTypeNode):
        return not isinstance(inner.type, NonNullTypeNode)
    return not isinstance(type_, NonNullTypeNode)


def _is_leaf(type_: TypeNode, document: DocumentNode) -> bool:
    return _named(type_) not in {node.name.value for node in _objects(document)}
