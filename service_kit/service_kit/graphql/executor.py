"""Execution, with a short way for what most answers consist of: plain attributes of rows.

graphql-core resolves each field by itself: a path, an info, a call, a completion, an error handler. Where all that
is selected of an object are attributes with scalars or enums in them, the object is read at once instead. At the
first thing out of the ordinary (an error, a null where there may be none) it is read anew, field by field, which
then says what is wrong and where.
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
"""The name of each value in the answer, and how it is read from the object."""


READER = "service_kit.reader"


class Unusual(Exception):
    """The short way does not lead there."""


class Executor(StrawberryGraphQLCoreExecutionContext):
    """graphql-core's executor with that short way, for single objects and for lists of them."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._plans: dict[tuple[GraphQLObjectType, int], Plan | None] = {}

    def build_per_event_executor(self, payload: Any) -> "Executor":
        """The executor of one event of a subscription.

        What is remembered by the identity of lists of fields starts anew with it, because the lists do: it would
        pile up for as long as the subscription lasts.
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
        """A list: of objects that are read the short way, or item by item."""
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
        """An object: read the short way, or field by field."""
        plan = self._plan(return_type, field_details_list)
        answers = None if plan is None else _read_all(plan, [result])
        if answers is not None:
            return answers[0]
        return super().collect_and_execute_subfields(
            return_type, field_details_list, path, result, position_context
        )

    def _plan(self, type_: GraphQLObjectType, field_details_list: Any) -> Plan | None:
        """How to read an object of this type, for the fields selected of it; None where one is not plain.

        Kept as long as graphql-core keeps the list of fields, by whose identity both are found.
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
    """The answers for these objects; None where one of them is out of the ordinary.

    Reading an attribute may raise anything, as any resolver may. Nothing of it is lost: graphql-core's own way
    meets it again, and reports it at the field where it belongs.
    """
    try:
        return [{name: read(item) for name, read in plan} for item in objects]
    except Exception:  # noqa: BLE001 - as wide as graphql-core's own, which follows
        return None


def _reader(field: GraphQLField) -> Read | None:
    """How to read a field that is an attribute with a scalar or an enum in it, found out once; else None."""
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
