"""The composition root: everything that makes up main_service is named here, once."""

from pathlib import Path

from fastapi import FastAPI
from service_kit.api import build_api
from service_kit.cli import Commands
from service_kit.graphql.router import graphql_router
from service_kit.service import Definition, Service
from service_kit.tables import KitTable

from main_service import contracts
from main_service.context import context_getter
from main_service.demo import seed
from main_service.likes import rest as likes_rest
from main_service.likes.commands import TALLY, republish_likes, tally
from main_service.likes.errors import AlreadyLiked
from main_service.products import consumers as product_consumers
from main_service.products import rest as products_rest
from main_service.reconcile import reconcile
from main_service.schema import build_schema
from main_service.settings import MainSettings
from main_service.tables import MainTable
from main_service.users import consumers as user_consumers
from main_service.users.directory import UserDirectory
from main_service.users.visitor import VisitorCookie

METADATA = (KitTable.metadata, MainTable.metadata)

DEFINITION = Definition(
    name="main_service",
    subscriptions=(*product_consumers.SUBSCRIPTIONS, *user_consumers.SUBSCRIPTIONS),
    bindings={
        "admin_service.events": ["shop.likes.#"],
        "main_service.events": ["shop.product.#", "shop.user.#"],
    },
    projections={TALLY: tally},
    republish=(republish_likes,),
)


def create_app(service: Service, carry_events: bool) -> FastAPI:
    """The API of one process."""
    settings = service.settings
    assert isinstance(settings, MainSettings)
    directory = UserDirectory(settings.peer_url, service.database, timeout=settings.peer_timeout_seconds)
    cookie = VisitorCookie(settings.secret_key.get_secret_value())
    graphql = graphql_router(
        build_schema(production=settings.production),
        context_getter=context_getter(service, directory, cookie),
        production=settings.production,
        name="main_service",
    )
    app = build_api(
        service,
        [graphql, products_rest.router(service), likes_rest.router(service, directory)],
        title="Tandem: main_service",
        description="Likes, on copies of the products. GraphQL at /graphql; these routes serve older clients.",
        carry_events=carry_events,
        close=directory.close,
    )
    app.add_exception_handler(AlreadyLiked, likes_rest.already_liked)
    return app


COMMANDS = Commands(
    definition=DEFINITION,
    settings=MainSettings,
    api=create_app,
    migrations=Path(__file__).parent.parent / "migrations",
    export=contracts.export,
    extra={
        "seed": ("give the demo shop its first likes, unless it has some", seed.load),
        "reconcile": ("compare the copies with admin_service's products", reconcile),
    },
)
