"""The list of products: its heading and count, and its state after navigation and a reload."""

import re

import httpx
from playwright.sync_api import Page, expect

from testing.waiting import eventually

from .conftest import RunningShop, Visitor

LATER_MS = 15_000
"""Longer than the minimum time between two refetches of a list."""
COUNT = "{ products(first: 1) { totalCount } }"


def total(shop: RunningShop) -> int:
    """Return the number of products in the shop."""
    answer = httpx.post(f"{shop.main}/graphql", json={"query": COUNT}).json()
    return int(answer["data"]["products"]["totalCount"])


def open_list(page: Page, address: str = "/") -> None:
    """Open the list and wait for its products."""
    page.goto(address)
    expect(page.get_by_role("article").first).to_be_visible()


def test_the_back_link_restores_filter_search_and_order(visitor: Visitor) -> None:
    page = visitor.page
    open_list(page, "/?q=ale&category=beer&sort=title")
    title = page.get_by_role("article").first.get_by_role("heading").inner_text()
    page.get_by_role("article").first.get_by_role("link", name=title).click()
    expect(page.get_by_role("heading", level=1)).to_have_text(title)
    page.reload()
    page.get_by_role("link", name="All products").click()
    expect(page).to_have_url(re.compile(r"/\?q=ale&category=beer&sort=title$"))
    expect(page.get_by_role("searchbox")).to_have_value("ale")
    expect(page.get_by_role("article").first).to_contain_text(title)


def test_a_reload_restores_the_loaded_pages_and_the_scroll_position(visitor: Visitor) -> None:
    page = visitor.page
    open_list(page)
    page.get_by_role("button", name="Load more").click()
    expect(page.get_by_role("article")).to_have_count(48)
    page.get_by_role("article").nth(40).scroll_into_view_if_needed()
    before = page.evaluate("window.scrollY")
    assert before > 1000
    page.reload()
    expect(page.get_by_role("article")).to_have_count(48)
    eventually(lambda: _check_position(page, before))
    page.goto("/?sort=title")
    expect(page.get_by_role("article")).to_have_count(24)
    assert page.evaluate("window.scrollY") == 0, "a new navigation must start at the top"


def test_heading_and_title_contain_the_category(visitor: Visitor) -> None:
    page = visitor.page
    open_list(page)
    expect(page).to_have_title("Shop · Tandem")
    page.get_by_role("navigation", name="Categories").get_by_role("link", name="Cheese").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Cheese")
    expect(page).to_have_title("Cheese · Tandem")


def test_the_list_shows_the_current_number_of_products(shop: RunningShop, visitor: Visitor) -> None:
    page, before = visitor.page, total(shop)
    open_list(page)
    expect(page.get_by_text(f"Showing 24 of {before} products")).to_be_visible()
    product_id = shop.create_product("One More")
    expect(page.get_by_text(f"Showing 25 of {before + 1} products")).to_be_visible(timeout=LATER_MS)
    httpx.delete(f"{shop.admin}/admin/products/{product_id}/delete").raise_for_status()
    expect(page.get_by_text(f"Showing 24 of {before} products")).to_be_visible(timeout=LATER_MS)


def _check_position(page: Page, expected: float) -> None:
    assert abs(page.evaluate("window.scrollY") - expected) < 2
