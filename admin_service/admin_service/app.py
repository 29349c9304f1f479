"""The composition root: everything that makes up admin_service is named here, once."""

from pathlib import Path

from fastapi import FastAPI
from service_kit.api import build_api
from service_kit.cli import Commands
from service_kit.graphql.router import graphql_router
from service_kit.service import Definition, Service
from service_kit.tables import KitTable

from admin_service import contracts
from admin_service.context import context_getter
from admin_service.demo import seed
from admin_service.products import consumers as product_consumers
from admin_service.products import rest as products_rest
from admin_service.products.commands import republish_deletions, republish_products
from admin_service.schema import build_schema
from admin_service.settings import AdminSettings
from admin_service.tables import AdminTable
from admin_service.users import rest as users_rest
from admin_service.users.commands import republish_users

METADATA = (KitTable.metadata, AdminTable.metadata)

DEFINITION = Definition(
    name="admin_service",
    subscriptions=product_consumers.SUBSCRIPTIONS,
    bindings={
        "admin_service.events": ["shop.likes.#"],
        "main_service.events": ["shop.product.#", "shop.user.#"],
    },
    projections={},
    republish=(republish_users, republish_products, republish_deletions),
)


def create_app(service: Service, carry_events: bool) -> FastAPI:
    """The API of one process."""
    production = service.settings.production
    graphql = graphql_router(
        build_schema(production=production),
        context_getter=context_getter(service),
        production=production,
        name="admin_service",
    )
    return build_api(
        service,
        [graphql, products_rest.router(service), users_rest.router(service)],
        title="Tandem: admin_service",
        description="The catalogue and the accounts. GraphQL at /graphql; these routes serve older clients.",
        carry_events=carry_events,
    )


COMMANDS = Commands(
    definition=DEFINITION,
    settings=AdminSettings,
    api=create_app,
    migrations=Path(__file__).parent.parent / "migrations",
    export=contracts.export,
    extra={"seed": ("load the demo shop, unless it is there", seed.load)},
)
