"""The `reconcile` command: compares the copies of products with those that admin_service's GraphQL API returns."""

from collections.abc import Iterator, Mapping
from typing import Any

import httpx
from service_kit.errors import Unavailable
from service_kit.graphql.scalars import serialize_moment, serialize_money
from service_kit.process.service import Service
from sqlalchemy import Row

from main_service.options import queries as options
from main_service.products import queries

PAGE = """query Reconcile($after: String) {
  products(first: 100, after: $after, orderBy: {field: CREATED_AT, direction: ASC}) {
    nodes { id title image sku price category version createdAt updatedAt likes optionsVersion stock }
    pageInfo { hasNextPage endCursor }
  }
}"""
ADVICE = (
    "Events that are still being delivered also cause differences. If the differences remain, publish the state\n"
    "again: `python -m admin_service resync` for products, options and stock, `python -m main_service resync` "
    "for\n"
    "likes."
)

Products = Mapping[str, Mapping[str, object]]


def reconcile(service: Service) -> int:
    """The `reconcile` command. Prints every difference. Returns 1 if there are any."""
    originals = {str(node["id"]): node for node in _originals(service.settings.peer_url)}
    versions = service.database.read(options.versions)
    rows = service.database.read(queries.list_all)
    copies = {str(row.id): _as_original(row, versions.get(row.id, 0)) for row in rows}
    differences = list(compare(originals, copies))
    for difference in differences:
        print(difference)
    print(f"{len(originals)} products on admin_service, {len(copies)} copies, {len(differences)} differences")
    if differences:
        print(ADVICE)
    return 1 if differences else 0


def compare(originals: Products, copies: Products) -> Iterator[str]:
    """Yields a line for each difference."""
    for product_id in sorted(originals.keys() | copies.keys(), key=int):
        original, copy = originals.get(product_id), copies.get(product_id)
        if copy is None:
            yield f"product {product_id}: no copy"
        elif original is None:
            yield f"product {product_id}: deleted on admin_service, but its copy still exists"
        else:
            for name in original:
                if original[name] != copy[name]:
                    values = f"{original[name]!r} on admin_service and {copy[name]!r} in the copy"
                    yield f"product {product_id}: {name} is {values}"


def _originals(url: str) -> Iterator[Mapping[str, object]]:
    after: str | None = None
    # As in `peer`, the client ignores proxy environment variables.
    with httpx.Client(base_url=url, timeout=10, transport=httpx.HTTPTransport(), trust_env=False) as client:
        while True:
            page = _page(client, after)
            yield from page["nodes"]
            if not page["pageInfo"]["hasNextPage"]:
                return
            after = page["pageInfo"]["endCursor"]


def _page(client: httpx.Client, after: str | None) -> Any:
    try:
        answer = client.post("/graphql", json={"query": PAGE, "variables": {"after": after}})
        answer.raise_for_status()
        return answer.json()["data"]["products"]
    except (httpx.HTTPError, ValueError, KeyError, TypeError) as error:
        reason = str(error).partition("\n")[0]  # httpx adds a line with a link
        raise Unavailable(f"The request to admin_service failed: {type(error).__name__}: {reason}") from error


def _as_original(row: Row[Any], options_version: int) -> Mapping[str, object]:
    return {
        "id": str(row.id),
        "title": row.title,
        "image": row.image,
        "sku": row.sku,
        "price": serialize_money(row.price),
        "category": row.category,
        "version": row.version,
        "createdAt": serialize_moment(row.created_at),
        "updatedAt": serialize_moment(row.updated_at),
        "likes": int(row.likes),
        "optionsVersion": options_version,
        "stock": row.available_stock,
    }
