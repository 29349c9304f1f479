"""The rights table of every service: it lists everything that the service offers, and is enforced."""

import re
from collections.abc import Iterator

import pytest
from fastapi.routing import APIRoute, iter_route_contexts
from graphql import (
    GraphQLField,
    GraphQLInputType,
    GraphQLObjectType,
    get_named_type,
    get_nullable_type,
    is_enum_type,
    is_input_object_type,
    is_leaf_type,
    is_list_type,
    is_required_argument,
    is_required_input_field,
)
from service_kit.graphql.rights import is_error
from service_kit.graphql.schema import KitSchema
from service_kit.rights import Need, Rights, Undeclared

from testing.api import Client, codes
from testing.one_service import ON_SQLITE, Serve, Stage

PLAIN_ROUTES = {"/graphql", "/graphql/", "/graphiql-assets/{file}", "/openapi.json"}
"""Types without their own right: GraphQL checks each of their fields, or they are the same for everyone."""
ROOTS = {"Query": "query", "Mutation": "mutation"}
LITERALS = {"Int": "1", "Float": "1", "Boolean": "true"}


class RightsChecks:
    """Derive from it with the service's rights table and its schema."""

    rights: Rights
    schema: KitSchema

    def test_every_field_of_the_schema_has_a_right(self) -> None:
        undeclared = [
            f"{type_.name}.{name}" for type_, name in _fields(self.schema) if not self._has_right(type_, name)
        ]
        assert undeclared == []

    def test_every_query_and_every_mutation_has_a_right_of_its_own(self) -> None:
        served = {f"{type_.name}.{name}" for type_, name in _fields(self.schema) if type_.name in ROOTS}
        assert served <= self.rights.fields

    def test_the_table_lists_only_existing_fields_and_needed_types(self) -> None:
        served = {f"{type_.name}.{name}" for type_, name in _fields(self.schema)}
        whole = {f"{name.partition('.')[0]}.*" for name in served - self.rights.fields}
        assert sorted(self.rights.fields - served - whole) == []

    @ON_SQLITE
    def test_every_route_has_a_right(self, stage: Stage) -> None:
        served = _routes(stage)
        assert "GET /livez" in served
        assert sorted(served - self.rights.routes) == []

    @ON_SQLITE
    def test_the_table_lists_only_existing_routes(self, stage: Stage) -> None:
        assert sorted(self.rights.routes - _routes(stage)) == []

    @ON_SQLITE
    def test_no_other_route_is_served_without_a_right(self, stage: Stage) -> None:
        routes = iter_route_contexts(stage.app.routes)
        assert {route.path for route in routes if type(route.original_route) is not APIRoute} == PLAIN_ROUTES

    @ON_SQLITE
    @pytest.mark.parametrize("anonymous", [False, True], ids=["with rights", "with REST_ANONYMOUS=1"])
    async def test_every_query_and_mutation_refuses_anonymous_callers_unless_public(
        self, serve: Serve, anonymous: bool
    ) -> None:
        async with serve(rest_anonymous=anonymous) as client:
            for type_, name in _fields(self.schema):
                right = self.rights.of_field(type_.name, name)
                open_to_anybody = anonymous and f"{type_.name}.{name}" in right.anonymous_fields
                if type_.name in ROOTS and not open_to_anybody and not _is_open(right.need, anonymous):
                    operation = _operation(type_, name, type_.fields[name])
                    assert (operation, codes(await client.graphql_errors(operation))) == (
                        operation,
                        ["UNAUTHENTICATED"],
                    )

    @ON_SQLITE
    @pytest.mark.parametrize("anonymous", [False, True], ids=["with rights", "with REST_ANONYMOUS=1"])
    async def test_every_route_refuses_anonymous_callers_unless_public(
        self, serve: Serve, anonymous: bool
    ) -> None:
        async with serve(rest_anonymous=anonymous) as client:
            for route in sorted(self.rights.routes):
                right = self.rights.of_route(route)
                if _is_open(right.need, anonymous) or (anonymous and route in right.anonymous_routes):
                    continue
                expected = 400 if route in right.token_routes else 401
                assert (route, await _status(client, route)) == (route, expected)

    def _has_right(self, type_: GraphQLObjectType, name: str) -> bool:
        try:
            return bool(self.rights.of_field(type_.name, name))
        except Undeclared:
            return False


def _fields(schema: KitSchema) -> Iterator[tuple[GraphQLObjectType, str]]:
    """Return every field that needs a right: all except those of introspection and of typed errors."""
    for type_ in schema._schema.type_map.values():
        if isinstance(type_, GraphQLObjectType) and not type_.name.startswith("__") and not is_error(type_):
            for name in type_.fields:
                yield type_, name


def _routes(stage: Stage) -> set[str]:
    routes = [route for route in iter_route_contexts(stage.app.routes) if type(route.original_route) is APIRoute]
    return {f"{method} {route.path}" for route in routes for method in route.methods or ()}


def _is_open(need: Need, anonymous: bool) -> bool:
    return need is Need.EVERYONE or (anonymous and need is Need.VISITOR)


async def _status(client: Client, route: str) -> int:
    method, _, path = route.partition(" ")
    return (await client.request(method, re.sub(r"\{.*?\}", "1", path))).status_code


def _operation(type_: GraphQLObjectType, name: str, field: GraphQLField) -> str:
    """Return the shortest valid operation with a field of a root type."""
    given = [
        f"{key}: {_literal(argument.type)}"
        for key, argument in field.args.items()
        if is_required_argument(argument)
    ]
    arguments = f"({', '.join(given)})" if given else ""
    selection = "" if is_leaf_type(get_named_type(field.type)) else " { __typename }"
    return f"{ROOTS[type_.name]} {{ {name}{arguments}{selection} }}"


def _literal(wanted: GraphQLInputType) -> str:
    type_ = get_nullable_type(wanted)
    if is_input_object_type(type_):
        needed = {name: item.type for name, item in type_.fields.items() if is_required_input_field(item)}
        return f"{{{', '.join(f'{name}: {_literal(item)}' for name, item in needed.items())}}}"
    if is_list_type(type_):
        return "[]"
    return next(iter(type_.values)) if is_enum_type(type_) else LITERALS.get(str(type_), '"1"')
