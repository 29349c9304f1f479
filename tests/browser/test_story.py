"""The main workflow of the shop with the built pages and real services: manage, view and like products."""

import re

from playwright.sync_api import expect

from .conftest import NewVisitor, RunningShop, Visitor


def test_a_product_can_be_created_liked_changed_and_deleted(manager: Visitor, visitor: Visitor) -> None:
    customer = visitor
    manager.page.goto("/manage")
    manager.page.get_by_role("button", name="Add product").click()
    dialog = manager.page.get_by_role("dialog")
    dialog.get_by_label("Title").fill("Midnight Plum Cake")
    dialog.get_by_label("Picture").fill("/pictures/beer/umbrella-weather-stout.svg")
    dialog.get_by_label("Price").fill("12.50")
    dialog.get_by_label("Category").fill("bread")
    dialog.get_by_role("button", name="Save product").click()
    row = manager.page.get_by_role("row", name=re.compile("Midnight Plum Cake"))
    expect(row).to_be_visible()

    customer.page.goto("/")
    customer.page.get_by_role("searchbox").fill("Midnight Plum")
    card = customer.page.get_by_role("article").filter(has_text="Midnight Plum Cake")
    expect(card).to_contain_text("12.50")
    card.get_by_role("button", name="Like Midnight Plum Cake", exact=True).click()
    expect(card.get_by_role("button", name="Unlike Midnight Plum Cake")).to_be_visible()
    expect(row.get_by_role("cell", name="1", exact=True)).to_be_visible()

    customer.page.reload()
    card.get_by_role("button", name="Unlike Midnight Plum Cake").click()
    expect(card.get_by_role("button", name="Like Midnight Plum Cake", exact=True)).to_be_visible()
    expect(row.get_by_role("cell", name="0", exact=True)).to_be_visible()

    row.get_by_role("button", name="Edit Midnight Plum Cake").click()
    dialog.get_by_label("Title").fill("Midnight Cherry Cake")
    dialog.get_by_role("button", name="Save changes").click()
    changed = manager.page.get_by_role("row", name=re.compile("Midnight Cherry Cake"))
    expect(changed).to_be_visible()
    customer.page.reload()
    customer.page.get_by_role("searchbox").fill("Midnight Cherry")
    expect(customer.page.get_by_role("article")).to_have_count(1)

    changed.get_by_role("button", name="Delete Midnight Cherry Cake").click()
    manager.page.get_by_role("button", name="Delete product").click()
    expect(changed).to_have_count(0)
    customer.page.reload()
    expect(customer.page.get_by_role("article")).to_have_count(0)
    manager.check_no_complaints()
    customer.check_no_complaints()


def test_visitors_have_separate_likes_and_all_are_counted(
    shop: RunningShop, visitor: Visitor, new_visitor: NewVisitor
) -> None:
    product_id = shop.create_product("Shared Taste")
    other = new_visitor()
    for somebody, before in ((visitor, 0), (other, 1)):
        page = somebody.page
        _open_product(somebody, product_id)
        expect(page.get_by_text(f"{before} like")).to_be_visible()
        page.get_by_role("button", name="Like Shared Taste", exact=True).click()
        expect(page.get_by_role("button", name="Unlike Shared Taste")).to_be_visible()
    visitor.page.reload()
    expect(visitor.page.get_by_text("2 likes")).to_be_visible()
    visitor.check_no_complaints()


def test_the_form_shows_errors_of_the_service_at_their_fields(manager: Visitor) -> None:
    page = manager.page
    page.goto("/manage")
    page.get_by_role("button", name="Add product").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_role("button", name="Save product").click()
    expect(dialog.get_by_label("Title")).to_have_attribute("aria-invalid", "true")
    dialog.get_by_label("Title").fill("Twice")
    dialog.get_by_label("Picture").fill("/pictures/beer/umbrella-weather-stout.svg")
    dialog.get_by_label("SKU").fill("TWICE-1")
    dialog.get_by_role("button", name="Save product").click()
    expect(page.get_by_role("row", name=re.compile("TWICE-1"))).to_be_visible()

    page.get_by_role("button", name="Add product").click()
    dialog.get_by_label("Title").fill("Twice again")
    dialog.get_by_label("Picture").fill("/pictures/beer/umbrella-weather-stout.svg")
    dialog.get_by_label("SKU").fill("TWICE-1")
    dialog.get_by_role("button", name="Save product").click()
    expect(dialog.get_by_label("SKU")).to_have_attribute("aria-invalid", "true")
    expect(dialog).to_contain_text("SKU")


def test_a_product_can_be_liked_with_the_keyboard(shop: RunningShop, visitor: Visitor) -> None:
    product_id = shop.create_product("Keyboard Cake")
    _open_product(visitor, product_id)
    page = visitor.page
    for _ in range(20):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement?.getAttribute('aria-label')") == "Like Keyboard Cake":
            break
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="Unlike Keyboard Cake")).to_be_focused()


def _open_product(visitor: Visitor, product_id: int) -> None:
    """Open the page of a product as soon as the shop has the product."""
    for _ in range(50):
        visitor.page.goto(f"/shop/{product_id}")
        button = visitor.page.get_by_role("button", name=re.compile("^(Like|Unlike) "))
        missing = visitor.page.get_by_role(
            "heading", name=re.compile("no such|not found|gone|nothing", re.IGNORECASE)
        )
        expect(button.or_(missing).first).to_be_visible()
        if button.count():
            return
    raise AssertionError(f"product {product_id} did not arrive in the shop")
