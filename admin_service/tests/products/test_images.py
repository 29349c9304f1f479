"""All interfaces validate picture URLs by the same rule."""

from collections.abc import Awaitable, Callable
from typing import Any

import pytest
from admin_service.settings import AdminSettings
from pydantic import ValidationError
from service_kit.db.database import Database

from testing.api import Client
from testing.one_service import ON_SQLITE, SETTINGS, Serve
from testing.rows import contents
from testing.shop import Shop
from testing.signed_in import SignedIn

UNUSABLE = "javascript:alert(1)"
ELSEWHERE = "https://elsewhere.example/cake.png"
INLINE = "data:image/svg+xml,<svg/>"
CREATE = """mutation($image: String!) { createProduct(input: {title: "Cake", image: $image}) {
  ... on CreateProductSuccess { product { image } } ... on InvalidInput { fields { field messages } } } }"""
UPDATE = """mutation($id: ID!, $image: String!) { updateProduct(input: {id: $id, image: $image}) {
  ... on UpdateProductSuccess { product { image } } ... on InvalidInput { fields { field messages } } } }"""
OPTIONS = """mutation($id: ID!, $image: String!) { setProductOptions(input: {productId: $id, groups: [
    {code: "size", name: "Size", required: false, maxChoices: 1, options: [
      {code: "large", name: "Large", picture: $image}]}]}) {
  ... on SetProductOptionsSuccess { product { optionGroups { options { picture } } } }
  ... on InvalidInput { fields { field messages } } } }"""


class Writer:
    """Writes picture URLs as a staff member. Each method returns the stored URL or the error messages."""

    def __init__(self, client: Client, staff: SignedIn, product_id: int) -> None:
        self.client = client
        self.staff = staff
        self.product_id = product_id

    async def graphql(self, operation: str, **variables: object) -> Any:
        (result,) = (await self.client.graphql(operation, **variables)).values()
        return result["fields"][0]["messages"] if "fields" in result else result["product"]

    async def create(self, image: str) -> object:
        found = await self.graphql(CREATE, image=image)
        return found["image"] if isinstance(found, dict) else found

    async def update(self, image: str) -> object:
        found = await self.graphql(UPDATE, id=self.product_id, image=image)
        return found["image"] if isinstance(found, dict) else found

    async def set_options(self, image: str) -> object:
        found = await self.graphql(OPTIONS, id=self.product_id, image=image)
        return found["optionGroups"][0]["options"][0]["picture"] if isinstance(found, dict) else found

    async def rest(self, method: str, path: str, **fields: str) -> object:
        answer = await self.client.request(method, path, json=fields)
        return answer.json()["image"]

    async def family_1_creates(self, image: str) -> object:
        return await self.rest("POST", "/admin/products/create", title="Cake", image=image)

    async def family_1_changes(self, image: str) -> object:
        return await self.rest("PUT", f"/admin/products/{self.product_id}/edit", image=image)

    async def family_2_creates(self, image: str) -> object:
        return await self.rest("POST", "/api/beers", sku="ALE", name="Ale", price="4.50", image=image)

    async def family_2_changes(self, image: str) -> object:
        return await self.rest("PUT", "/api/beers/STOUT", image=image)


WAYS: list[Callable[[Writer, str], Awaitable[object]]] = [
    Writer.create,
    Writer.update,
    Writer.set_options,
    Writer.family_1_creates,
    Writer.family_1_changes,
    Writer.family_2_creates,
    Writer.family_2_changes,
]


@ON_SQLITE
@pytest.mark.parametrize("way", WAYS)
async def test_only_picture_urls_that_the_shop_can_show_are_accepted(
    serve: Serve, staff: SignedIn, shop: Shop, database: Database, way: Callable[[Writer, str], Awaitable[object]]
) -> None:
    product_id = shop.add(sku="STOUT", category="beer")
    async with serve(image_hosts="cdn.example.org") as client:
        client.headers["authorization"] = f"Bearer {staff.token}"
        writer = Writer(client, staff, product_id)
        before = contents(database)
        refused = await way(writer, UNUSABLE)
        assert refused == [
            "Use a path such as /pictures/cake.svg, an http:// or https:// address, or data:image/…."
        ]
        elsewhere = await way(writer, ELSEWHERE)
        assert isinstance(elsewhere, list)
        assert elsewhere[0].startswith("Pictures from elsewhere.example are not allowed.")
        assert contents(database) == before
        assert await way(writer, "https://cdn.example.org/cake.png") == "https://cdn.example.org/cake.png"


@ON_SQLITE
@pytest.mark.parametrize("image", [ELSEWHERE, INLINE, "cake.png", "any words"])
@pytest.mark.parametrize("way", WAYS)
async def test_urls_of_older_clients_are_accepted_without_a_list_of_hosts(
    client: Client, staff: SignedIn, shop: Shop, image: str, way: Callable[[Writer, str], Awaitable[object]]
) -> None:
    product_id = shop.add(sku="STOUT", category="beer")
    client.headers["authorization"] = f"Bearer {staff.token}"
    assert await way(Writer(client, staff, product_id), image) == image


@ON_SQLITE
async def test_a_picture_stays_readable_after_its_host_is_removed(serve: Serve, shop: Shop) -> None:
    product_id = shop.add(image=ELSEWHERE)
    async with serve(image_hosts="") as client:
        product = await client.get(f"/admin/products/{product_id}/edit")
        assert product.json()["image"] == ELSEWHERE


def test_invalid_hosts_are_refused_at_startup() -> None:
    read = AdminSettings.model_validate
    settings = read({**SETTINGS, "image_hosts": "CDN.example.org  *.example.net"})
    assert settings.allowed_image_hosts == ["cdn.example.org", "*.example.net"]
    with pytest.raises(ValidationError, match="IMAGE_HOSTS contains "):
        read({**SETTINGS, "image_hosts": "https://cdn.example.org"})
