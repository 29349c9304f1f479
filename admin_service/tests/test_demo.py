"""The demo shop and its pictures."""

from pathlib import Path

import orjson
from admin_service.demo import seed
from admin_service.options.draft import OptionsDraft

from testing.one_service import ON_SQLITE, Serve

PUBLIC = Path(__file__).parents[2] / "frontend" / "public"
PRODUCTS = orjson.loads(seed.PRODUCTS.read_bytes())
OPTIONS = {sku: OptionsDraft.read(wanted) for sku, wanted in orjson.loads(seed.OPTIONS.read_bytes()).items()}


def parts() -> list[str]:
    """Returns the URLs of the option pictures."""
    return [str(option.picture) for wanted in OPTIONS.values() for option in wanted.options.values()]


def test_options_belong_to_existing_products() -> None:
    assert OPTIONS.keys() == {"CUPCAKE-OWN", "BEER-CRATE"} <= {product["sku"] for product in PRODUCTS}
    assert all(product["stock"] for product in PRODUCTS if product["sku"] in OPTIONS)


def test_every_product_and_option_has_a_picture() -> None:
    named = [*(product["image"] for product in PRODUCTS), *parts()]
    assert len(set(named)) == len(named)
    assert [address for address in named if not (PUBLIC / address.removeprefix("/")).is_file()] == []


@ON_SQLITE
async def test_serves_product_pictures_at_the_urls_of_older_clients(
    serve: Serve,
) -> None:
    async with serve(pictures_dir=PUBLIC / "pictures") as client:
        for product in PRODUCTS:
            answer = await client.get(product["image"])
            assert (answer.status_code, answer.headers["content-type"]) == (200, "image/svg+xml")
    async with serve() as client:
        assert (await client.get(PRODUCTS[0]["image"])).status_code == 404


@ON_SQLITE
async def test_serves_option_pictures(serve: Serve) -> None:
    async with serve(static_dir=PUBLIC / "static") as client:
        for address in parts():
            answer = await client.get(address)
            assert (answer.status_code, answer.headers["content-type"]) == (200, "image/svg+xml")
    async with serve() as client:
        assert (await client.get(parts()[0])).status_code == 404
