"""Typed errors of mutations: each GraphQL error type declares the domain error that it represents.

A mutation runs its command and lets domain errors pass. `TypedErrors` replaces a raised error by the member of the
field's union that declares it with `represents`. An error that no member declares becomes a top-level error.
"""

import dataclasses
from collections.abc import Awaitable, Callable, Iterator
from functools import cache
from typing import Any, TypeVar

import strawberry
from strawberry.extensions import FieldExtension
from strawberry.types import Info, get_object_definition
from strawberry.types.union import StrawberryUnion

from service_kit.errors import ServiceError

TypeT = TypeVar("TypeT", bound=type)


@dataclasses.dataclass(frozen=True)
class Declaration:
    """The domain errors that a GraphQL error type represents, and the sources of its fields."""

    errors: tuple[type[ServiceError], ...]
    sources: dict[str, str]


def represents(*errors: type[ServiceError], **sources: str) -> Callable[[TypeT], TypeT]:
    """Declares on a GraphQL error type which domain errors it represents.

    Each field takes the attribute of the same name from the domain error, or else from the mutation's input. A
    keyword argument names another attribute: `represents(ProductNotFound, id="product_id")`. A type with a class
    method `from_error(error)` builds itself.
    """

    def declare(cls: TypeT) -> TypeT:
        cls.__represents__ = Declaration(errors, sources)  # type: ignore[attr-defined]
        return cls

    return declare


class TypedErrors(FieldExtension):
    """Replaces a domain error that the resolver raises by the member of the field's union that represents it."""

    async def resolve_async(
        self, next_: Callable[..., Awaitable[Any]], source: Any, info: Info[Any, Any], **arguments: Any
    ) -> Any:
        """Runs the resolver."""
        try:
            return await next_(source, info, **arguments)
        except ServiceError as error:
            for member in members_of(info.return_type):
                if isinstance(error, represented_by(member)):
                    return _represent(member, error, arguments.get("input"))
            raise


def mutation(description: str) -> Any:
    """Declares a mutation whose domain errors become members of its result union."""
    return strawberry.mutation(description=description, extensions=[TypedErrors()])


def members_of(result: object) -> Iterator[type]:
    """The Python classes of the members of a result union; none for another type."""
    if isinstance(result, StrawberryUnion):
        for member in result.types:
            definition = get_object_definition(member)
            if definition is not None:
                yield definition.origin


def represented_by(member: type) -> tuple[type[ServiceError], ...]:
    """The domain errors that a GraphQL type represents; none for a success type."""
    declaration: Declaration | None = getattr(member, "__represents__", None)
    return declaration.errors if declaration else ()


def _represent(member: Any, error: ServiceError, given: object) -> object:
    if hasattr(member, "from_error"):
        return member.from_error(error)
    sources = member.__represents__.sources
    return member(**{name: _value(name, sources.get(name, name), error, given) for name in _fields_of(member)})


def _value(name: str, source: str, error: ServiceError, given: object) -> object:
    for holder, attribute in ((error, name), (given, source), (given, name), (error, source)):
        if hasattr(holder, attribute):
            return getattr(holder, attribute)
    raise AttributeError(f"neither {type(error).__name__} nor the input has {source!r}")


@cache
def _fields_of(member: type) -> tuple[str, ...]:
    return tuple(field.name for field in dataclasses.fields(member) if field.init)
