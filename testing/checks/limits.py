"""The limits on operations allow everything that the service's own schema offers."""

import pytest
from graphql import (
    GraphQLNamedType,
    GraphQLObjectType,
    GraphQLSchema,
    get_introspection_query,
    get_named_type,
    is_abstract_type,
    is_leaf_type,
)
from service_kit.graphql.document import prepare
from service_kit.graphql.schema import KitSchema
from service_kit.process.cli import Commands

from testing.one_service import SETTINGS

FROM_GRAPHQL_CORE = get_introspection_query(
    specified_by_url=True, directive_is_repeatable=True, schema_description=True, input_value_deprecation=True
)
# As sent by sgqlc 18: nine directives, three of them in fragments that are spread several times.
FROM_SGQLC = """
query IntrospectionQuery($includeDescription: Boolean!, $includeDeprecated: Boolean!) {
  __schema {
    queryType { name }
    mutationType { name }
    subscriptionType { name }
    types { ...FullType }
    directives { name description @include(if: $includeDescription) locations args { ...InputValue } }
  }
}
fragment FullType on __Type {
  kind
  name
  description @include(if: $includeDescription)
  fields(includeDeprecated: $includeDeprecated) {
    name
    description @include(if: $includeDescription)
    args { ...InputValue }
    type { ...TypeRef }
    isDeprecated @include(if: $includeDeprecated)
    deprecationReason @include(if: $includeDeprecated)
  }
  inputFields { ...InputValue }
  interfaces { ...TypeRef }
  enumValues(includeDeprecated: $includeDeprecated) {
    name
    description @include(if: $includeDescription)
    isDeprecated @include(if: $includeDeprecated)
    deprecationReason @include(if: $includeDeprecated)
  }
  possibleTypes { ...TypeRef }
}
fragment InputValue on __InputValue {
  name
  description @include(if: $includeDescription)
  type { ...TypeRef }
  defaultValue
}
fragment TypeRef on __Type {
  kind name ofType { kind name ofType { kind name ofType { kind name ofType { kind name
    ofType { kind name ofType { kind name ofType { kind name } } } } } } }
}
"""


class LimitChecks:
    """Derive from it with the service's `commands` and its `schema`."""

    commands: Commands
    schema: KitSchema

    def limit_exceeded(self, query: str) -> str | None:
        """Return the code of the limit that the query exceeds, or None."""
        prepared = prepare(
            self.schema._schema, query, self.schema.limits, hide_suggestions=False, describable=True
        )
        codes = [str((error.extensions or {})["code"]) for error in prepared.errors]
        return next((code for code in codes if code.endswith("_LIMIT")), None)

    def test_the_default_settings_are_the_default_limits(self) -> None:
        assert self.commands.settings.model_validate(SETTINGS).graphql_limits == self.schema.limits

    def test_every_path_of_the_schema_can_be_queried(self) -> None:
        core = self.schema._schema
        for root in filter(None, (core.query_type, core.mutation_type, core.subscription_type)):
            for name, field in root.fields.items():
                _, selection = deepest(core, get_named_type(field.type), frozenset())
                query = f"{root.name.lower()} {{ {name} {selection} }}"
                assert self.limit_exceeded(query) is None, query

    def test_every_field_of_a_page_can_be_conditional(self) -> None:
        """For example a page of orders: the fields of an order, of its lines and of their products."""
        fields = [name for type_ in self._largest_types()[:3] for name in type_.fields]
        conditional = " ".join(f"{name} @include(if: $wanted)" for name in fields)
        assert self.limit_exceeded(f"query($wanted: Boolean!) {{ page {{ {conditional} }} }}") is None

    def test_every_field_of_a_type_can_have_an_alias(self) -> None:
        aliases = " ".join(f"my_{name}: {name}" for name in self._largest_types()[0].fields)
        assert self.limit_exceeded(f"{{ page {{ {aliases} }} }}") is None

    @pytest.mark.parametrize("query", [FROM_GRAPHQL_CORE, FROM_SGQLC], ids=["graphql-core", "sgqlc"])
    async def test_introspection_by_well_known_clients_runs(self, query: str) -> None:
        assert self.limit_exceeded(query) is None
        result = await self.schema.execute(query, {"includeDescription": True, "includeDeprecated": True})
        assert not result.errors

    def _largest_types(self) -> list[GraphQLObjectType]:
        core = self.schema._schema
        roots = (core.query_type, core.mutation_type, core.subscription_type)
        types = [
            type_
            for name, type_ in core.type_map.items()
            if isinstance(type_, GraphQLObjectType) and type_ not in roots and not name.startswith("__")
        ]
        return sorted(types, key=lambda type_: len(type_.fields), reverse=True)


def deepest(core: GraphQLSchema, type_: GraphQLNamedType, above: frozenset[str]) -> tuple[int, str]:
    """Return the deepest selection set below a type that contains no type twice, and its number of levels."""
    if is_leaf_type(type_):
        return 0, ""
    if is_abstract_type(type_):
        members = [(member, *deepest(core, member, above)) for member in core.get_possible_types(type_)]
        member, levels, selection = max(members, key=lambda found: found[1])
        return levels, f"{{ ... on {member.name} {selection} }}"
    assert isinstance(type_, GraphQLObjectType)
    paths = [
        (name, *deepest(core, inner, above | {type_.name}))
        for name, field in type_.fields.items()
        if (inner := get_named_type(field.type)).name not in above | {type_.name}
    ]
    name, levels, selection = max(paths, key=lambda found: found[1])
    return levels + 1, f"{{ {name} {selection} }}"
