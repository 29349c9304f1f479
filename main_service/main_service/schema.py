"""The GraphQL schema: the queries, mutations and subscriptions of all slices."""

import strawberry
from service_kit.graphql.rights import guard
from service_kit.graphql.schema import KitSchema, make_schema
from service_kit.graphql.sync_status import SyncStatus, read_sync_status
from service_kit.process.limits import SERVICE_LIMITS, Limits
from strawberry.types import Info

from main_service.context import Context
from main_service.likes.graphql import LikeMutation
from main_service.likes.subscriptions import LikeSubscription
from main_service.orders.basket_mutations import BasketMutation
from main_service.orders.graphql import Order, OrderQuery
from main_service.orders.mutations import OrderMutation
from main_service.orders.price_mutations import PriceMutation
from main_service.orders.reorder_mutations import ReorderMutation
from main_service.orders.subscriptions import OrderSubscription
from main_service.products.graphql import Product, ProductQuery
from main_service.products.subscriptions import ProductSubscription
from main_service.rights import RIGHTS
from main_service.stock.subscriptions import StockSubscription


@strawberry.type(description="The queries of main_service.")
class Query(ProductQuery, OrderQuery):
    @strawberry.federation.field(
        shareable=True, inaccessible=True, description="The state of the synchronization with admin_service."
    )
    async def sync_status(self, info: Info[Context, None]) -> SyncStatus:
        """Not part of the composed graph, because each service reports its own state."""
        return await read_sync_status(info.context.service)


@strawberry.type(description="The mutations of main_service.")
class Mutation(LikeMutation, BasketMutation, PriceMutation, OrderMutation, ReorderMutation):
    pass


@strawberry.type(
    description="The subscriptions of main_service. Each sends the current state first, then every change."
)
class Subscription(ProductSubscription, LikeSubscription, StockSubscription, OrderSubscription):
    pass


def build_schema(*, production: bool, limits: Limits = SERVICE_LIMITS) -> KitSchema:
    """Builds the schema. Each field checks the rights in `RIGHTS`."""
    types = [Product, Order]
    schema = make_schema(Query, Mutation, Subscription, types=types, production=production, limits=limits)
    return guard(schema, RIGHTS)
