"""Fixtures for main_service without admin_service, whose answers are mocked."""

import itertools
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest
import respx
from httpx import Response
from main_service.app import COMMANDS
from main_service.sessions.model import SessionCopy
from service_kit.db.database import Database, database_now
from service_kit.graphql.scalars import serialize_moment
from service_kit.identity import digest_of
from service_kit.process.cli import Commands
from service_kit.process.service import Service
from sqlalchemy import text, update
from sqlalchemy.orm import Session

from testing.buying import stocked
from testing.events import event, receive
from testing.one_service import (  # noqa: F401 - fixtures
    SETTINGS,
    client,
    database,
    log_entries,
    make_service,
    mariadb_stage,
    serve,
    service,
    sqlite_stage,
    stage,
)
from testing.peer_accounts import PeerAccounts, Revoke, Wait
from testing.shop import Shop
from testing.watching import live_app  # noqa: F401 - a fixture

RANDOM_USER = 7
PLENTY = 100_000
_product_ids = itertools.count(1)


@pytest.fixture(scope="session")
def commands() -> Commands:
    """The commands of the service."""
    return COMMANDS


@pytest.fixture(autouse=True)
def peer() -> Iterator[respx.MockRouter]:
    """Mocks admin_service's `/api/user`: GET returns always the same user, POST a new visitor each time."""
    visitors = itertools.count(101)
    with respx.mock(base_url=str(SETTINGS["peer_url"]), assert_all_called=False) as router:
        router.get("/api/user", name="draw").respond(json={"id": RANDOM_USER})
        router.post("/api/user", name="visitor").mock(
            side_effect=lambda _: Response(201, json={"id": next(visitors)})
        )
        yield router


@pytest.fixture
def accounts(peer: respx.MockRouter) -> PeerAccounts:
    """The mocked accounts of admin_service, without sessions."""
    return PeerAccounts(peer)


@pytest.fixture
def revoke(service: Service) -> Revoke:  # noqa: F811
    """Delivers the events of admin_service that revoke sessions."""
    kind = "shop.session.revoked.v1"
    return lambda token: receive(service.consumer, event(kind, "session/12", 1, digest=digest_of(token)))


@pytest.fixture
def wait(database: Database) -> Wait:  # noqa: F811
    """Makes the copies of sessions older, instead of waiting."""

    def age(session: Session, seconds: float) -> None:
        checked_at = database_now(session) - timedelta(seconds=seconds)
        session.execute(update(SessionCopy).values(checked_at=checked_at))

    return lambda seconds: database.write(lambda session: age(session, seconds))


class Copies:
    """The copies of products, filled by events."""

    def __init__(self, service: Service) -> None:  # noqa: F811
        self._service = service

    def add(
        self, title: str = "Stout", *, likes: int = 0, created_at: datetime | None = None, **fields: str
    ) -> int:
        """Adds a product with a high stock and returns its id. The likes are only a number, without users."""
        product_id = next(_product_ids)
        data: dict[str, Any] = {"sku": f"SKU-{product_id}", "category": "other", "price": "0.00", **fields}
        if created_at is not None:
            data["created_at"] = serialize_moment(created_at)
        subject = f"product/{product_id}"
        created = event("shop.product.created.v1", subject, 1, **{**data, "id": product_id, "title": title})
        receive(self._service.consumer, created, stocked(product_id, PLENTY, 0))
        if likes:
            with self._service.database.engine.begin() as connection:
                statement = text("UPDATE product SET likes = :likes WHERE id = :id")
                connection.execute(statement, {"likes": likes, "id": product_id})
        return product_id

    def remove(self, product_id: int) -> None:
        """Removes a product."""
        subject = f"product/{product_id}"
        receive(self._service.consumer, event("shop.product.deleted.v1", subject, 1_000, id=product_id))


@pytest.fixture
def shop(service: Service) -> Shop:  # noqa: F811
    """The copies of products, initially empty."""
    return Copies(service)


@pytest.fixture
def product(shop: Shop) -> int:
    """The id of a product without likes."""
    return shop.add("Amber Ale", image="/amber.svg", sku="BEER-AMBER", price="4.50", category="beer")
