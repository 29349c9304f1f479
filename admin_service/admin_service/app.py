"""The composition root: puts admin_service together from its parts."""

from collections.abc import Awaitable
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

from admin_service import contracts
from admin_service.context import context_getter
from admin_service.demo import seed
from admin_service.graphql_examples import EXAMPLES
from admin_service.options import rest as options_rest
from admin_service.options.commands import republish_options
from admin_service.orders import consumers as order_consumers
from admin_service.products import beers_rest, inventory_rest
from admin_service.products import consumers as product_consumers
from admin_service.products import rest as products_rest
from admin_service.products.commands import republish_deletions, republish_products
from admin_service.rights import RIGHTS
from admin_service.schema import build_schema
from admin_service.sessions import rest as sessions_rest
from admin_service.sessions.commands import purge_sessions
from admin_service.sessions.device import device_of
from admin_service.sessions.sign_in import SignIn
from admin_service.sessions.throttle import Throttle
from admin_service.set_password import set_password
from admin_service.set_role import set_role
from admin_service.settings import AdminSettings
from admin_service.stock.commands import republish_answers, republish_levels
from admin_service.tables import AdminTable
from admin_service.users import rest as users_rest
from admin_service.users.commands import republish_users
from admin_service.users.model import Registration, User
from admin_service.users.passwords import Passwords

METADATA = (KitTable.metadata, AdminTable.metadata)

DEFINITION = Definition(
    name="admin_service",
    subscriptions=(*product_consumers.SUBSCRIPTIONS, *order_consumers.SUBSCRIPTIONS),
    bindings={
        "admin_service.events": ["shop.likes.#", "shop.order.#"],
        "main_service.events": [
            "shop.product.#",
            "shop.user.#",
            "shop.session.#",
            "shop.stock.#",
            "shop.options.#",
        ],
    },
    projections={},
    republish=(
        republish_users,
        republish_products,
        republish_options,
        republish_deletions,
        republish_levels,
        republish_answers,
    ),
    purges=(purge_sessions,),
)


def create_app(service: Service, carry_events: bool) -> FastAPI:
    """Builds the API of one process."""
    settings = service.settings
    assert isinstance(settings, AdminSettings)
    passwords = Passwords()
    sign_in = SignIn(service.database, passwords, Throttle(settings.login_limits), settings.lifetime)

    def identify(request: Request) -> Identity:
        return Identity(request, sign_in.caller_of, serves_visitors=settings.rest_anonymous)

    def register(registration: Registration, request: Request) -> Awaitable[User]:
        return sign_in.add_account(registration, device_of(request))

    graphql = graphql_router(
        build_schema(production=settings.production, limits=settings.graphql_limits),
        context_getter=context_getter(service, sign_in, settings.lifetime, identify),
        streams=Streams.of(service),
        persisted_queries=settings.persisted_query_limits,
        examples=EXAMPLES,
        production=settings.production,
        name="admin_service",
    )
    return build_api(
        service,
        [
            graphql,
            products_rest.router(service),
            beers_rest.router(service),
            inventory_rest.router(service),
            options_rest.router(service),
            users_rest.router(service, register),
            sessions_rest.router(service, sign_in),
        ],
        title="Tandem: admin_service",
        description="The catalogue, the stock and the accounts. New clients use GraphQL at /graphql.",
        rights=RIGHTS,
        identify=identify,
        carry_events=carry_events,
        close=passwords.close,
    )


COMMANDS = Commands(
    definition=DEFINITION,
    settings=AdminSettings,
    api=create_app,
    migrations=Path(__file__).parent.parent / "migrations",
    export=contracts.export,
    extra={
        "seed": ExtraCommand("load the demo shop; existing data stays unchanged", seed.load),
        "set-password": ExtraCommand(
            "set the password of an account and end its sessions", set_password, ("username",)
        ),
        "set-role": ExtraCommand("set the role of an account", set_role, ("username", "role")),
    },
)
