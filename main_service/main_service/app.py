"""The composition root of main_service: it puts all parts of the service together."""

from pathlib import Path

from fastapi import FastAPI
from service_kit.db.tables import KitTable
from service_kit.graphql.router import graphql_router
from service_kit.graphql.streams import Streams
from service_kit.http.api import build_api
from service_kit.identity import Identity
from service_kit.process.cli import Commands, ExtraCommand
from service_kit.process.service import Definition, Service
from starlette.requests import Request

from main_service import contracts, peer
from main_service.context import context_getter
from main_service.demo import seed
from main_service.graphql_examples import EXAMPLES
from main_service.likes import rest as likes_rest
from main_service.likes.commands import TALLY, republish_likes, tally
from main_service.options import consumers as option_consumers
from main_service.options import rest as options_rest
from main_service.orders import consumers as order_consumers
from main_service.orders import direct_order_rest, stuck
from main_service.orders import rest as orders_rest
from main_service.orders.commands import SETTLING, republish_orders, settle_due
from main_service.products import consumers as product_consumers
from main_service.products import rest as products_rest
from main_service.reconcile import reconcile
from main_service.rights import RIGHTS
from main_service.schema import build_schema
from main_service.sessions import consumers as session_consumers
from main_service.sessions.client import SessionClient
from main_service.sessions.commands import purge_copies
from main_service.settings import MainSettings
from main_service.stock import consumers as stock_consumers
from main_service.tables import MainTable
from main_service.users import consumers as user_consumers
from main_service.users.client import UserClient
from main_service.users.visitor import VisitorCookie

METADATA = (KitTable.metadata, MainTable.metadata)

DEFINITION = Definition(
    name="main_service",
    subscriptions=(
        *product_consumers.SUBSCRIPTIONS,
        *option_consumers.SUBSCRIPTIONS,
        *user_consumers.SUBSCRIPTIONS,
        *session_consumers.SUBSCRIPTIONS,
        *stock_consumers.SUBSCRIPTIONS,
        *order_consumers.SUBSCRIPTIONS,
    ),
    bindings={
        "admin_service.events": ["shop.likes.#", "shop.order.#"],
        "main_service.events": [
            "shop.product.#",
            "shop.options.#",
            "shop.user.#",
            "shop.session.#",
            "shop.stock.#",
        ],
    },
    projections={TALLY: tally, SETTLING: settle_due},
    republish=(republish_likes, republish_orders),
    purges=(purge_copies,),
)


def create_app(service: Service, carry_events: bool) -> FastAPI:
    """Creates the API of one process."""
    settings = service.settings
    assert isinstance(settings, MainSettings)
    admin = peer.connect(settings.peer_url, timeout=settings.peer_timeout_seconds)
    users_peer, sessions_peer = peer.Peer(admin), peer.Peer(admin)
    for peer_client in (users_peer, sessions_peer):
        service.peer.on_reachable(peer_client.resume)
    user_client = UserClient(users_peer, service.database)
    session_client = SessionClient(sessions_peer, service.database)
    cookie = VisitorCookie(settings.secret_key.get_secret_value())

    def identify(request: Request) -> Identity:
        return Identity(request, session_client.authenticate, serves_visitors=settings.rest_anonymous)

    graphql = graphql_router(
        build_schema(production=settings.production, limits=settings.graphql_limits),
        context_getter=context_getter(service, identify, user_client, cookie, settings.terms),
        streams=Streams.of(service),
        persisted_queries=settings.persisted_query_limits,
        examples=EXAMPLES,
        production=settings.production,
        name="main_service",
    )
    return build_api(
        service,
        [
            graphql,
            products_rest.router(service),
            options_rest.router(service),
            likes_rest.router(service, user_client),
            orders_rest.router(service, settings.terms),
            direct_order_rest.router(service, settings.terms),
        ],
        title="Tandem: main_service",
        description="Likes, baskets and orders. The GraphQL API is at /graphql. These REST routes are for older "
        "clients.",
        rights=RIGHTS,
        identify=identify,
        carry_events=carry_events,
        close=admin.aclose,
    )


COMMANDS = Commands(
    definition=DEFINITION,
    settings=MainSettings,
    api=create_app,
    migrations=Path(__file__).parent.parent / "migrations",
    export=contracts.export,
    extra={
        "seed": ExtraCommand("add likes to the demo shop, unless it has some", seed.load),
        "stuck-orders": ExtraCommand(
            "list the orders that have waited too long for a stock reservation", stuck.show
        ),
        "push-orders": ExtraCommand("publish the events of stuck orders again", stuck.push),
        "reconcile": ExtraCommand("compare the copies of products with admin_service", reconcile),
    },
)
