"""Every page, on phone and desktop, light and dark: axe finds nothing, and a picture is kept to be looked at."""

from collections.abc import Callable

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from .conftest import DESKTOP, PHONE, SCREENSHOTS, NewVisitor


def _shop(page: Page) -> None:
    page.goto("/")
    expect(page.get_by_role("article").first).to_be_visible()


def _nothing_found(page: Page) -> None:
    page.goto("/")
    page.get_by_role("searchbox").fill("zzzzzz")
    expect(page.get_by_role("heading", name="Nothing found")).to_be_visible()


def _product(page: Page) -> None:
    page.goto("/shop/60")
    expect(page.get_by_role("button", name="like")).to_be_visible()


def _manage(page: Page) -> None:
    page.goto("/manage")
    expect(page.get_by_role("row").nth(5)).to_be_visible()


def _new_product(page: Page) -> None:
    _manage(page)
    page.get_by_role("button", name="New product").click()
    expect(page.get_by_role("dialog").get_by_label("Title")).to_be_visible()


def _delete_product(page: Page) -> None:
    _manage(page)
    page.get_by_role("button", name="Delete ").first.click()
    expect(page.get_by_role("button", name="Delete product")).to_be_visible()


def _sync(page: Page) -> None:
    page.goto("/manage/sync")
    expect(page.get_by_text("direct", exact=False).first).to_be_visible()


def _not_found(page: Page) -> None:
    page.goto("/no/such/page")
    expect(page.get_by_role("heading", level=1)).to_be_visible()


PAGES: dict[str, Callable[[Page], None]] = {
    "shop": _shop,
    "nothing-found": _nothing_found,
    "product": _product,
    "manage": _manage,
    "new-product": _new_product,
    "delete-product": _delete_product,
    "sync": _sync,
    "not-found": _not_found,
}


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(("device", "viewport"), [("desktop", DESKTOP), ("phone", PHONE)])
@pytest.mark.parametrize("name", PAGES)
def test_axe_finds_no_violation(
    new_visitor: NewVisitor, name: str, device: str, viewport: dict[str, int], scheme: str
) -> None:
    visitor = new_visitor(viewport=viewport, color_scheme=scheme)
    PAGES[name](visitor.page)
    SCREENSHOTS.mkdir(parents=True, exist_ok=True)
    visitor.page.screenshot(path=SCREENSHOTS / f"{name}-{device}-{scheme}.png")
    result = Axe().run(visitor.page)
    assert result.violations_count == 0, result.generate_report()
    width = visitor.page.evaluate("document.documentElement.scrollWidth")
    assert width <= viewport["width"], "the page is wider than the window"
    visitor.check_no_complaints()
