"""Events made by hand, and brought to a service as the transport would bring them."""

import time
from collections.abc import Sequence
from typing import Any

import httpx
import pika
from service_kit.events.event import Event, sequence_of
from service_kit.events.transports.signature import sign
from uuid_utils.compat import uuid7

from tests.support.books import ServiceName
from tests.support.shop import EVENTS_SECRET, Shop

BATCH = "application/cloudevents-batch+json"
A_MOMENT = "2026-01-31T12:00:00.123456Z"


def product_event(kind: str, product_id: int, version: int, **changes: object) -> Event:
    """`shop.product.<kind>.v1`, as admin_service would tell of the product."""
    data: dict[str, Any] = {
        "id": product_id,
        "title": f"Crafted {product_id}",
        "image": "/pictures/none.svg",
        "sku": f"CRAFTED-{product_id}",
        "price": "1.00",
        "category": "other",
        "created_at": A_MOMENT,
        "updated_at": A_MOMENT,
    }
    if kind == "deleted":
        data = {"id": product_id, "deleted_at": A_MOMENT}
    return event(f"shop.product.{kind}.v1", f"product/{product_id}", version, {**data, **changes})


def likes_event(product_id: int, likes: int, sequence: int | None = None) -> Event:
    """`shop.likes.changed.v1`, as main_service would tell of the count."""
    now = time.time_ns() // 1000
    data = {"product_id": product_id, "likes": likes}
    return event("shop.likes.changed.v1", f"product/{product_id}", sequence or now, data)


def event(type: str, subject: str, version: int, data: dict[str, Any]) -> Event:
    """An event of any type."""
    source = "main_service" if type.startswith("shop.likes.") else "admin_service"
    return Event.model_validate(
        {
            "id": str(uuid7()),
            "source": source,
            "type": type,
            "subject": subject,
            "time": A_MOMENT,
            "sequence": sequence_of(version),
            "data": data,
        }
    )


def send(shop: Shop, to: ServiceName, *events: Event) -> None:
    """Bring the events to the service in this order; the books know them as strangers."""
    shop.exceptions.strangers[to].update(event.id for event in events)
    send_bodies(shop, to, [(event.type, event.to_json()) for event in events])


def send_bodies(shop: Shop, to: ServiceName, bodies: Sequence[tuple[str, bytes]]) -> None:
    """Bring these bytes to the service, each by its type."""
    if shop.stack.broker is not None:
        publish(shop.stack.broker, bodies)
        return
    for _, body in bodies:
        post(shop, to, b"[" + body + b"]").raise_for_status()


def publish(broker: str, bodies: Sequence[tuple[str, bytes]]) -> None:
    """Publish to the exchange of the shop, and wait for the confirms."""
    connection = pika.BlockingConnection(pika.URLParameters(broker))
    try:
        channel = connection.channel()
        channel.confirm_delivery()
        for kind, body in bodies:
            properties = pika.BasicProperties(delivery_mode=pika.DeliveryMode.Persistent)
            channel.basic_publish("shop.events", kind, body, properties, mandatory=True)
    finally:
        connection.close()


def post(
    shop: Shop, to: ServiceName, body: bytes, headers: dict[str, str] | None = None, *, content_type: str = BATCH
) -> httpx.Response:
    """POST to the service's `/events`, rightly signed unless other headers are given."""
    node = shop.admin if to == "admin" else shop.main
    signed = sign(EVENTS_SECRET, f"batch-{time.time_ns()}", body) if headers is None else headers
    headers = {**signed, "content-type": content_type}
    return httpx.post(f"{node.url}/events", content=body, headers=headers, verify=False)
