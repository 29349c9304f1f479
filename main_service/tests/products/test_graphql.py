"""Queries of products: those that both services have, and the fields of the copies."""

from datetime import UTC, datetime

from service_kit.process.service import Service

from testing.api import Client
from testing.checks.queries import QueryChecks
from testing.events import event, receive

FIELDS = "id title image likes sku price category createdAt updatedAt version syncedAt likedByMe"
PRODUCT = f"query($id: ID!) {{ product(id: $id) {{ {FIELDS} }} }}"
LIST = f"{{ products {{ nodes {{ {FIELDS} }} edges {{ node {{ {FIELDS} }} }} }} }}"
ENTITY = f"query($of: [_Any!]!) {{ _entities(representations: $of) {{ ... on Product {{ {FIELDS} }} }} }}"
STATUS = """{ syncStatus {
  service transport connected pendingEvents oldestPendingAt lastPublishedAt lastAppliedAt
  retryingEvents deadLetters
} }"""


class TestQueries(QueryChecks):
    """The suite that both services pass."""


async def test_shows_every_field_of_a_copy_wherever_it_appears(client: Client, product: int) -> None:
    reference = {"__typename": "Product", "id": str(product)}
    node = (await client.graphql(PRODUCT, id=product))["product"]
    assert await client.graphql(LIST) == {"products": {"nodes": [node], "edges": [{"node": node}]}}
    assert await client.graphql(ENTITY, of=[reference]) == {"_entities": [node]}
    synced_at = datetime.fromisoformat(node.pop("syncedAt"))
    assert abs((datetime.now(UTC) - synced_at).total_seconds()) < 60
    assert node == {
        "id": str(product),
        "title": "Amber Ale",
        "image": "/amber.svg",
        "likes": 0,
        "sku": "BEER-AMBER",
        "price": "4.50",
        "category": "beer",
        "createdAt": "2026-01-31T12:00:00Z",
        "updatedAt": "2026-01-31T12:00:00Z",
        "version": 1,
        "likedByMe": False,
    }


async def test_an_update_changes_synced_at(client: Client, service: Service, product: int) -> None:
    before = (await client.graphql(PRODUCT, id=product))["product"]
    receive(
        service.consumer, event("shop.product.updated.v1", f"product/{product}", 2, id=product, title="Pale Ale")
    )
    after = (await client.graphql(PRODUCT, id=product))["product"]
    assert (after["title"], after["version"]) == ("Pale Ale", 2)
    assert after["syncedAt"] > before["syncedAt"]


async def test_sync_status_reports_the_synchronization(client: Client, product: int) -> None:
    status = (await client.graphql(STATUS))["syncStatus"]
    applied_at = datetime.fromisoformat(status.pop("lastAppliedAt"))
    assert abs((datetime.now(UTC) - applied_at).total_seconds()) < 60
    assert status == {
        "service": "main_service",
        "transport": "direct",
        "connected": True,
        "pendingEvents": 0,
        "oldestPendingAt": None,
        "lastPublishedAt": None,
        "retryingEvents": 0,
        "deadLetters": 0,
    }
