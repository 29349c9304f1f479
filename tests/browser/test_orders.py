"""Orders in the browser: from the basket to completed, refunded and cancelled orders."""

import re

import httpx
from playwright.sync_api import expect

from testing.waiting import eventually

from .conftest import PHONE, NewVisitor, RunningShop, Visitor
from .looks import check_looks
from .people import register

SETTLED_MS = 15_000


def stocked(shop: RunningShop, name: str, quantity: int, price: float = 4.5) -> int:
    """Create a product with this stock, wait until the shop knows both, and return its id."""
    given = {"name": name, "price": price, "quantity": quantity}
    product_id = int(httpx.post(f"{shop.admin}/products", json=given).raise_for_status().json()["id"])

    def known() -> None:
        query = f'{{ product(id: "{product_id}") {{ availableStock }} }}'
        answer = httpx.post(f"{shop.main}/graphql", json={"query": query}).json()
        assert answer["data"]["product"] == {"availableStock": quantity}

    eventually(known)
    return product_id


def add(visitor: Visitor, product_id: int) -> None:
    """Add the product to the basket."""
    visitor.page.goto(f"/shop/{product_id}")
    visitor.page.get_by_role("button", name="Add to basket").click()
    expect(visitor.page.get_by_role("link", name="Basket, 1 item")).to_be_visible()


def check_out(visitor: Visitor) -> None:
    """Place an order with the content of the basket."""
    visitor.page.goto("/basket")
    visitor.page.get_by_role("button", name="Place order").click()
    expect(visitor.page.get_by_role("heading", name=re.compile(r"^Order \d+"))).to_be_visible()


def test_an_order_is_placed_and_completed(shop: RunningShop, visitor: Visitor) -> None:
    product_id = stocked(shop, "Basket Stout", 10)
    register(visitor)
    add(visitor, product_id)
    page = visitor.page
    page.goto("/basket")
    page.get_by_role("button", name="Increase quantity of Basket Stout").click()
    costs = page.get_by_role("region", name="Order summary")
    expect(costs).to_contain_text("10.80")  # two at 4.50, plus a fee of 20 %
    page.reload()
    expect(page.get_by_role("textbox", name="Quantity of Basket Stout")).to_have_value("2")
    check_out(visitor)
    timeline = page.get_by_role("list", name="Order history")
    expect(timeline).to_contain_text(re.compile("completed", re.IGNORECASE), timeout=SETTLED_MS)
    expect(page.get_by_role("link", name="Basket", exact=True)).to_be_visible()
    page.goto("/account/orders")
    expect(page.get_by_role("list", name="Orders").get_by_role("listitem")).to_have_count(1)
    assert httpx.get(f"{shop.admin}/products/{product_id}").json()["quantity"] == 8
    visitor.check_no_complaints()


def test_a_sold_out_product_is_shown_before_ordering(
    shop: RunningShop, visitor: Visitor, new_visitor: NewVisitor
) -> None:
    product_id = stocked(shop, "Last Ale", 1)
    first, second = visitor, new_visitor()
    for somebody in (first, second):
        register(somebody)
        add(somebody, product_id)
    expect(second.page.get_by_text("Only 1 left")).to_be_visible()
    second.page.goto("/basket")
    check_out(first)
    page = second.page
    line = page.get_by_role("list", name="Your basket").get_by_role("listitem")
    expect(line).to_contain_text("This is sold out. Remove it to order the rest.", timeout=SETTLED_MS)
    expect(page.get_by_role("status").filter(has_text="1 product in your basket can't be ordered")).to_be_visible()
    page.get_by_role("button", name="Place order").click()
    expect(page.get_by_role("alert").filter(has_text="Your order wasn't placed.")).to_be_visible()
    expect(line).to_contain_text("This is sold out.")
    timeline = first.page.get_by_role("list", name="Order history")
    expect(timeline).to_contain_text(re.compile("completed", re.IGNORECASE), timeout=SETTLED_MS)
    page.goto(f"/shop/{product_id}")
    button = page.get_by_role("button", name="Add to basket")
    expect(button).to_have_attribute("aria-disabled", "true")
    expect(button).to_have_accessible_description("Sold out")
    for somebody in (first, second):
        somebody.check_no_complaints()


def test_amounts_of_fourteen_digits_fit_on_a_phone(shop: RunningShop, visitor: Visitor) -> None:
    product_id = stocked(shop, "Priceless Porter", 9000, price=9_999_999_999.99)
    register(visitor)
    add(visitor, product_id)
    page = visitor.page
    page.goto("/basket")
    quantity = page.get_by_role("textbox", name="Quantity of Priceless Porter")
    quantity.fill("5000")
    quantity.press("Enter")
    expect(page.get_by_role("region", name="Order summary")).to_contain_text("€59,999,999,999,940.00")
    check_looks(visitor, "basket-large-amounts")
    page.get_by_role("button", name="Place order").click()
    expect(page.get_by_role("list", name="Order history")).to_be_visible()
    check_looks(visitor, "order-large-amounts")
    page.goto("/account/orders")
    expect(page.get_by_role("list", name="Orders")).to_be_visible()
    check_looks(visitor, "orders-large-amounts")


def test_staff_can_read_and_open_an_order_on_a_phone(
    shop: RunningShop, visitor: Visitor, new_manager: NewVisitor
) -> None:
    product_id = stocked(shop, "Opened Ale", 5)
    customer = register(visitor)
    add(visitor, product_id)
    check_out(visitor)
    number = visitor.page.get_by_role("heading", level=1).inner_text()
    manager = new_manager(viewport=PHONE)
    page = manager.page
    page.goto("/manage/orders?show=completed")
    row = page.get_by_role("row").filter(has=page.get_by_role("link", name=number, exact=True))
    expect(row).to_be_visible(timeout=SETTLED_MS)
    state = row.get_by_text("Completed", exact=True)
    assert state.evaluate("label => label.scrollWidth <= label.clientWidth"), "the state is truncated"
    row.click(position={"x": 150, "y": 20})
    expect(page.get_by_role("heading", level=1)).to_have_text(number)
    main = page.get_by_role("main")
    expect(main).to_contain_text(f"Customer: {customer}")
    expect(main.get_by_role("list", name="Items")).to_contain_text("Opened Ale")
    tabs = page.get_by_role("navigation", name="Manage")
    expect(tabs.get_by_role("link", name="Orders")).to_have_attribute("aria-current", "page")
    expect(page.get_by_role("button", name="Cancel order")).to_have_count(0)
    check_looks(manager, "staff-order")
    page.get_by_role("link", name="All orders").click()
    expect(page).to_have_url(re.compile(r"/manage/orders\?show=completed$"))


def test_a_refunded_order_shows_the_reason_and_can_be_reordered(shop: RunningShop, visitor: Visitor) -> None:
    gone, kept = stocked(shop, "Vanishing Vienna", 5), stocked(shop, "Staying Stout", 5)
    register(visitor)
    page = visitor.page
    add(visitor, gone)
    page.goto(f"/shop/{kept}")
    page.get_by_role("button", name="Add to basket").click()
    expect(page.get_by_role("link", name="Basket, 2 items")).to_be_visible()
    check_out(visitor)
    httpx.delete(f"{shop.admin}/products/{gone}").raise_for_status()  # while the order is on hold
    lines = page.get_by_role("list", name="Items").get_by_role("listitem")
    line = lines.filter(has_text="Vanishing Vienna")
    expect(line).to_contain_text("This product was no longer available.", timeout=SETTLED_MS)
    expect(lines.filter(has_text="Staying Stout")).not_to_contain_text("no longer available")
    page.get_by_role("button", name="Add to basket again").click()
    expect(page.get_by_role("main")).to_contain_text("Vanishing Vienna: This product is no longer available.")
    basket = page.get_by_role("list", name="Your basket").get_by_role("listitem")
    expect(basket).to_have_count(1)
    expect(basket).to_contain_text("Staying Stout")
    check_out(visitor)
    visitor.check_no_complaints()


def test_a_pending_order_can_be_cancelled(shop: RunningShop, visitor: Visitor) -> None:
    product_id = stocked(shop, "Second Thoughts", 3)
    register(visitor)
    add(visitor, product_id)
    check_out(visitor)
    page = visitor.page
    page.get_by_role("button", name="Cancel order").click()
    page.get_by_role("dialog").get_by_role("button", name="Cancel order").click()
    timeline = page.get_by_role("list", name="Order history")
    expect(timeline).to_contain_text(re.compile("cancelled", re.IGNORECASE))

    def for_sale_again() -> None:
        assert httpx.get(f"{shop.admin}/products/{product_id}").json()["quantity"] == 3

    eventually(for_sale_again)
