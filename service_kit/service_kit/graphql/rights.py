"""Enforces the rights table on the fields of a schema."""

from inspect import isawaitable
from typing import Any

from graphql import GraphQLFieldResolver, GraphQLObjectType, default_field_resolver

from service_kit.graphql.schema import KitSchema
from service_kit.rights import Need, Rights, check, require


def guard(schema: KitSchema, rights: Rights) -> KitSchema:
    """Wrap every field so that it rejects callers without the required right.

    Raises Undeclared if a field has no declared right. The caller is the context's `identity`. A subscription is
    checked before its source is created.
    """
    subscription = schema._schema.subscription_type
    for name, type_ in schema._schema.type_map.items():
        if not isinstance(type_, GraphQLObjectType) or name.startswith("__") or is_error(type_):
            continue
        for field_name, field in type_.fields.items():
            right = rights.of_field(name, field_name)
            if right.need is Need.EVERYONE:
                continue
            anonymous = f"{name}.{field_name}" in right.anonymous_fields
            if type_ is subscription:
                field.subscribe = _guarded(field.subscribe or default_field_resolver, right.need, anonymous)
            else:
                field.resolve = _guarded(field.resolve or default_field_resolver, right.need, anonymous)
    return schema


def is_error(type_: GraphQLObjectType) -> bool:
    """Whether the type is a typed error. Every caller of a mutation may see its errors."""
    return any(interface.name == "Error" for interface in type_.interfaces)


def _guarded(resolve: GraphQLFieldResolver, need: Need, anonymous: bool) -> GraphQLFieldResolver:
    """Return the resolver with the check. An `anonymous` field is not checked if REST_ANONYMOUS=1."""

    async def check_session_first(source: Any, info: Any, arguments: dict[str, Any]) -> Any:
        await require(info.context.identity, need, getattr(source, "id", None))
        result = resolve(source, info, **arguments)
        return await result if isawaitable(result) else result

    def guarded(source: Any, info: Any, **arguments: Any) -> Any:
        identity = info.context.identity
        if anonymous and identity.serves_visitors:
            return resolve(source, info, **arguments)
        if not identity.known:
            return check_session_first(source, info, arguments)
        check(need, identity.now, identity, getattr(source, "id", None))
        return resolve(source, info, **arguments)

    return guarded
