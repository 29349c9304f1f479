"""A GraphQL executor with a fast path for objects whose selected fields are plain attributes.

graphql-core resolves each field separately, with a path, an info object and error handling. If all selected fields
of an object are attributes with scalars or enums, this executor reads the object at once instead. If that fails
(an exception, or null in a non-null field), graphql-core resolves the object again field by field, and reports the
error.
"""

from collections.abc import Callable, Iterable, Sequence
from operator import attrgetter
from typing import Any, cast

from graphql import (
    GraphQLEnumType,
    GraphQLField,
    GraphQLNonNull,
    GraphQLObjectType,
    GraphQLScalarType,
    Undefined,
)
from strawberry.schema.schema import StrawberryGraphQLCoreExecutionContext
from strawberry.schema.schema_converter import GraphQLCoreConverter

Read = Callable[[Any], Any]
Plan = Sequence[tuple[str, Read]]
"""The response name of each selected field, and how to read its value from the object."""


READER = "service_kit.reader"


class Unusual(Exception):
    """The object cannot be read on the fast path."""


class Executor(StrawberryGraphQLCoreExecutionContext):
    """graphql-core's executor with the fast path, for single objects and for lists."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._plans: dict[tuple[GraphQLObjectType, int], Plan | None] = {}

    def build_per_event_executor(self, payload: Any) -> "Executor":
        """Return the executor for one event of a subscription.

        Caches that are keyed by the identity of field lists are cleared, because each event has new lists.
        Otherwise the caches would grow for as long as the subscription lasts.
        """
        executor = cast("Executor", super().build_per_event_executor(payload))
        executor._plans, executor._relevant_sub_fields = {}, {}
        return executor

    def complete_iterable_value(
        self,
        item_type: Any,
        field_details_list: Any,
        info: Any,
        path: Any,
        items: Iterable[Any],
        position_context: Any,
    ) -> Any:
        """Complete a list, on the fast path if possible."""
        inner = item_type.of_type if isinstance(item_type, GraphQLNonNull) else None
        plan = self._plan(inner, field_details_list) if isinstance(inner, GraphQLObjectType) else None
        if plan is not None:
            items = items if isinstance(items, list | tuple) else list(items)
            answers = _read_all(plan, items)
            if answers is not None:
                return answers
        return super().complete_iterable_value(item_type, field_details_list, info, path, items, position_context)

    def collect_and_execute_subfields(
        self, return_type: Any, field_details_list: Any, path: Any, result: Any, position_context: Any
    ) -> Any:
        """Complete an object, on the fast path if possible."""
        plan = self._plan(return_type, field_details_list)
        answers = None if plan is None else _read_all(plan, [result])
        if answers is not None:
            return answers[0]
        return super().collect_and_execute_subfields(
            return_type, field_details_list, path, result, position_context
        )

    def _plan(self, type_: GraphQLObjectType, field_details_list: Any) -> Plan | None:
        """Return how to read the selected fields of this type, or None if one of them is not a plain attribute.

        Plans are cached by the identity of graphql-core's field list, which lives as long as the operation.
        """
        key = (type_, id(field_details_list))
        if key not in self._plans:
            self._plans[key] = self._make_plan(type_, field_details_list)
        return self._plans[key]

    def _make_plan(self, type_: GraphQLObjectType, field_details_list: Any) -> Plan | None:
        fields, deferred, _ = self.collect_subfields(type_, field_details_list)
        if deferred or type_.is_type_of is not None or self.middleware_manager:
            return None
        plan: list[tuple[str, Read]] = []
        for name, details in fields.items():
            asked = details[0].node.name.value
            if asked == "__typename":
                plan.append((name, _constant(type_.name)))
                continue
            read = _reader(type_.fields[asked]) if asked in type_.fields else None
            if read is None:
                return None
            plan.append((name, read))
        return plan


def _read_all(plan: Plan, objects: Sequence[Any]) -> list[dict[str, Any]] | None:
    """Read the objects, or return None if one of them cannot be read on the fast path.

    Reading an attribute may raise anything. The exception can be dropped, because graphql-core then resolves the
    object again and reports it at the right field.
    """
    try:
        return [{name: read(item) for name, read in plan} for item in objects]
    except Exception:  # noqa: BLE001 - graphql-core, which runs next, also catches everything
        return None


def _reader(field: GraphQLField) -> Read | None:
    """Return how to read a plain scalar or enum attribute, or None. The result is cached on the field."""
    if READER not in field.extensions:
        field.extensions[READER] = _make_reader(field)
    reader: Read | None = field.extensions[READER]
    return reader


def _make_reader(field: GraphQLField) -> Read | None:
    nullable = not isinstance(field.type, GraphQLNonNull)
    leaf = field.type.of_type if isinstance(field.type, GraphQLNonNull) else field.type
    is_plain = getattr(field.resolve, "_is_default", False) and not field.args
    if not is_plain or not isinstance(leaf, GraphQLScalarType | GraphQLEnumType):
        return None
    get = attrgetter(field.extensions[GraphQLCoreConverter.DEFINITION_BACKREF].python_name)
    coerce = leaf.coerce_output_value

    def read(source: Any) -> Any:
        value = get(source)
        if value is None:
            if nullable:
                return None
            raise Unusual
        coerced = coerce(value)
        if coerced is None or coerced is Undefined:
            raise Unusual
        return coerced

    return read


def _constant(value: str) -> Read:
    return lambda _: value
