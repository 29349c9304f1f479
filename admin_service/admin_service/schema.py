"""The GraphQL schema: all queries, mutations and subscriptions of this service."""

import strawberry
from service_kit.graphql.rights import guard
from service_kit.graphql.schema import KitSchema, make_schema
from service_kit.graphql.sync_status import SyncStatus, read_sync_status
from service_kit.process.limits import SERVICE_LIMITS, Limits
from strawberry.types import Info

from admin_service.context import Context
from admin_service.options.graphql import OptionQuery
from admin_service.options.mutations import OptionMutation
from admin_service.products.graphql import Product, ProductQuery
from admin_service.products.mutations import ProductMutation
from admin_service.products.subscriptions import ProductSubscription
from admin_service.rights import RIGHTS
from admin_service.sessions.graphql import SessionQuery
from admin_service.sessions.mutations import SessionMutation
from admin_service.stock.mutations import StockMutation
from admin_service.stock.subscriptions import StockSubscription
from admin_service.users.graphql import User, UserQuery
from admin_service.users.mutations import UserMutation


@strawberry.type(description="The queries of admin_service.")
class Query(ProductQuery, OptionQuery, UserQuery, SessionQuery):
    @strawberry.federation.field(
        shareable=True,
        inaccessible=True,
        description="Returns how far this service is synchronised with main_service.",
    )
    async def sync_status(self, info: Info[Context, None]) -> SyncStatus:
        """Not part of the composed graph, because each service reports its own status."""
        return await read_sync_status(info.context.service)


@strawberry.type(description="The mutations of admin_service.")
class Mutation(ProductMutation, OptionMutation, StockMutation, UserMutation, SessionMutation):
    pass


@strawberry.type(
    description="The subscriptions of admin_service. They send the current state first, then each change."
)
class Subscription(ProductSubscription, StockSubscription):
    pass


def build_schema(*, production: bool, limits: Limits = SERVICE_LIMITS) -> KitSchema:
    """Builds the schema. Every field checks its right."""
    types = [Product, User]
    schema = make_schema(Query, Mutation, Subscription, types=types, production=production, limits=limits)
    return guard(schema, RIGHTS)
