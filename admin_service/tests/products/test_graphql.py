"""GraphQL queries of products: those that both services share, and those of admin_service."""

from datetime import UTC, datetime

import pytest
from admin_service.products.model import Product
from service_kit.graphql.scalars import serialize_moment

from testing.api import Client
from testing.checks.queries import QueryChecks

FIELDS = "id title image likes sku price category createdAt updatedAt version"
PRODUCT = f"query($id: ID!) {{ product(id: $id) {{ {FIELDS} }} }}"
LIST = f"{{ products {{ nodes {{ {FIELDS} }} edges {{ node {{ {FIELDS} }} }} }} }}"
ENTITY = f"query($of: [_Any!]!) {{ _entities(representations: $of) {{ ... on Product {{ {FIELDS} }} }} }}"
STATUS = """{ syncStatus {
  service transport connected pendingEvents oldestPendingAt lastPublishedAt lastAppliedAt
  retryingEvents deadLetters
} }"""


class TestQueries(QueryChecks):
    """Runs the checks that both services share."""


@pytest.fixture
def node(product: Product) -> dict[str, object]:
    """Returns the product in the format of GraphQL."""
    return {
        "id": str(product.id),
        "title": "Amber Ale",
        "image": "/amber.svg",
        "likes": 7,
        "sku": "BEER-AMBER",
        "price": "4.50",
        "category": "beer",
        "createdAt": serialize_moment(product.created_at),
        "updatedAt": serialize_moment(product.updated_at),
        "version": 1,
    }


async def test_returns_every_field_of_a_product_everywhere(
    client: Client, product: Product, node: dict[str, object]
) -> None:
    reference = {"__typename": "Product", "id": str(product.id)}
    assert await client.graphql(PRODUCT, id=product.id) == {"product": node}
    assert await client.graphql(LIST) == {"products": {"nodes": [node], "edges": [{"node": node}]}}
    assert await client.graphql(ENTITY, of=[reference]) == {"_entities": [node]}


async def test_times_are_in_utc_with_microseconds(client: Client, product: Product) -> None:
    shown = (await client.graphql(PRODUCT, id=product.id))["product"]["createdAt"]
    assert shown.endswith("Z")
    assert datetime.fromisoformat(shown) == product.created_at
    assert abs((datetime.now(UTC) - product.created_at).total_seconds()) < 60


async def test_returns_the_sync_status(client: Client, product: Product) -> None:
    status = (await client.graphql(STATUS))["syncStatus"]
    oldest = status.pop("oldestPendingAt")
    assert abs((datetime.fromisoformat(oldest) - product.created_at).total_seconds()) < 5
    assert status == {
        "service": "admin_service",
        "transport": "direct",
        "connected": True,
        "pendingEvents": 2,
        "lastPublishedAt": None,
        "lastAppliedAt": None,
        "retryingEvents": 0,
        "deadLetters": 0,
    }
