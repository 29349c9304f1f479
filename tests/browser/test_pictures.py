"""Product pictures from other hosts: valid pictures are shown, others are rejected with a reason."""

from collections.abc import Iterator
from urllib.parse import quote

import httpx
import pytest
from playwright.sync_api import Locator, expect

from testing.waiting import eventually

from .conftest import ROOT, RunningShop, Visitor

STATIC = ROOT / "frontend" / "public" / "static"
INLINE = "data:image/svg+xml," + quote('<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>')


def elsewhere(shop: RunningShop) -> str:
    """Return the URL of a picture on another origin than the web app."""
    picture = min(STATIC.rglob("*.svg"))
    return f"{shop.admin}/static/{picture.relative_to(STATIC)}"


def check_is_shown(picture: Locator) -> None:
    """Check that the picture is loaded and visible."""

    def is_drawn() -> None:
        assert picture.evaluate("(img) => img.complete && img.naturalWidth > 0")

    expect(picture).to_be_visible()
    eventually(is_drawn)


@pytest.fixture(params=["elsewhere", "inline"])
def pictured(shop: RunningShop, request: pytest.FixtureRequest) -> Iterator[tuple[int, str]]:
    """A product with a picture from another host or a data URL. Other tests forbid requests to other hosts."""
    image = elsewhere(shop) if request.param == "elsewhere" else INLINE
    product_id = shop.create_product(f"Pictured {request.param}", image=image)
    yield product_id, request.param
    httpx.delete(f"{shop.admin}/admin/products/{product_id}/delete").raise_for_status()

    def is_gone() -> None:
        products = httpx.get(f"{shop.main}/api/products/").json()
        assert product_id not in [product["id"] for product in products]

    eventually(is_gone)


def test_a_picture_from_another_host_is_shown(visitor: Visitor, pictured: tuple[int, str]) -> None:
    product_id, kind = pictured

    def is_there() -> None:
        visitor.page.goto(f"/shop/{product_id}")
        expect(visitor.page.get_by_role("heading", name=f"Pictured {kind}")).to_be_visible(timeout=1_000)

    eventually(is_there)
    check_is_shown(visitor.page.get_by_role("img", name=f"Pictured {kind}"))


def test_the_form_previews_a_picture_from_another_host_and_rejects_an_invalid_one(
    shop: RunningShop, manager: Visitor
) -> None:
    page = manager.page
    page.goto("/manage")
    page.get_by_role("button", name="Add product").click()
    dialog = page.get_by_role("dialog")
    field = dialog.get_by_role("textbox", name="Picture")
    field.fill(elsewhere(shop))
    check_is_shown(dialog.get_by_role("img", name="Picture preview"))
    field.fill("javascript:alert(1)")
    expect(dialog.get_by_text("This isn't a valid picture address.")).to_be_visible()
    dialog.get_by_role("button", name="Save product").click()
    expect(field).to_have_attribute("aria-invalid", "true")
    expect(dialog).to_contain_text("Use a path such as /pictures/cake.svg")
