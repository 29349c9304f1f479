"""The basket in the browser: typed quantities, changed prices, and pending actions of visitors."""

import re

from playwright.sync_api import expect

from .conftest import PHONE, NewVisitor, RunningShop, Visitor
from .looks import check_looks
from .people import PASSWORD, register, sign_in
from .test_configurator import choose, configurable
from .test_orders import add, stocked

UPDATE = "mutation($input: UpdateProductInput!) { updateProduct(input: $input) { __typename } }"


def reprice(manager: Visitor, product_id: int, price: str) -> None:
    """Change the price of a product."""
    variables = {"input": {"id": str(product_id), "price": price}}
    answer = manager.context.request.post("/admin/graphql", data={"query": UPDATE, "variables": variables})
    assert answer.json() == {"data": {"updateProduct": {"__typename": "UpdateProductSuccess"}}}


def test_only_the_typed_quantity_is_ordered(shop: RunningShop, new_visitor: NewVisitor) -> None:
    product_id = stocked(shop, "Typed Tripel", 73)
    customer = new_visitor(viewport=PHONE)
    register(customer)
    add(customer, product_id)
    page = customer.page
    page.goto("/basket")
    field, check_out = (
        page.get_by_role("textbox", name="Quantity of Typed Tripel"),
        page.get_by_role("button", name="Place order"),
    )
    costs = page.get_by_role("region", name="Order summary")
    for text in ("0", "1,5", "2 pieces"):
        field.fill(text)
        check_out.click()
        expect(page.get_by_text("Enter a whole number from 1 to 10,000.")).to_be_visible()
        expect(field).to_be_focused()
        expect(field).to_have_value(text)
    field.fill("500")
    check_out.click()
    expect(page.get_by_text("Only 73 left.")).to_be_visible()
    check_looks(customer, "basket-short")
    page.get_by_role("button", name="Change to 73").click()
    expect(costs).to_contain_text("394.20")
    expect(field).to_have_value("73")
    page.set_viewport_size(PHONE)
    field.fill("3")
    check_out.click()
    expect(page.get_by_text("Your total is now €16.20. Place the order again to confirm.")).to_be_visible()
    expect(costs).to_contain_text("16.20")
    check_out.click()
    expect(page.get_by_role("heading", name=re.compile(r"^Order \d+"))).to_be_visible()
    expect(page.get_by_role("main")).to_contain_text("16.20")
    customer.check_no_complaints()


def test_a_changed_price_is_shown_and_must_be_accepted(
    shop: RunningShop, visitor: Visitor, manager: Visitor
) -> None:
    product_id = stocked(shop, "Dearer Dubbel", 10)
    register(visitor)
    add(visitor, product_id)
    page, other_tab = visitor.page, visitor.context.new_page()
    for tab in (page, other_tab):
        tab.goto("/basket")
        expect(tab.get_by_role("region", name="Order summary")).to_contain_text("5.40")
    reprice(manager, product_id, "6.00")
    mark = "The price has changed from €4.50 to €6.00."
    for tab in (page, other_tab):
        expect(tab.get_by_text(mark)).to_be_visible()
    check_looks(visitor, "basket-price-changed")
    page.get_by_role("button", name="Place order").click()
    expect(page.get_by_text("Review the highlighted products in your basket first.")).to_be_visible()
    accept = page.get_by_role("button", name="Accept €6.00 for Dearer Dubbel")
    expect(accept).to_be_focused()
    accept.click()
    for tab in (page, other_tab):
        expect(tab.get_by_text(mark)).to_have_count(0)
    other_tab.get_by_role("button", name="Place order").click()
    expect(other_tab.get_by_role("main")).to_contain_text("7.20")
    expect(other_tab.get_by_role("heading", name=re.compile(r"^Order \d+"))).to_be_visible()
    visitor.check_no_complaints()


def test_a_pending_product_is_in_the_basket_after_registering_and_after_signing_in(
    shop: RunningShop, visitor: Visitor
) -> None:
    page = visitor.page
    page.goto(f"/shop/{configurable(shop, 'CUPCAKE-OWN')}")
    choose(page, "Body", "Vanilla")
    choose(page, "Frosting", "Strawberry")
    choose(page, "Topping", "Cherry")
    wanted = page.url
    page.get_by_role("button", name="Add to basket").click()
    page.get_by_role("link", name="Create an account").click()
    expect(page.get_by_role("heading", name="Create your account")).to_be_visible()
    username = register(visitor, open_page=False)
    expect(page.get_by_role("link", name="Basket, 1 item")).to_be_visible()
    expect(page).to_have_url(wanted)
    page.get_by_role("button", name="Account of Ada").click()
    page.get_by_role("button", name="Sign out").click()
    expect(page.get_by_role("link", name=re.compile("^Basket"))).to_have_count(0)
    plain = stocked(shop, "Wished Weizen", 5)
    page.goto(f"/shop/{plain}")
    page.get_by_role("button", name="Add to basket").click()
    sign_in(visitor, username, PASSWORD)
    expect(page.get_by_role("link", name="Basket, 2 items")).to_be_visible()
    page.goto("/basket")
    lines = page.get_by_role("list", name="Your basket")
    for text in ("Strawberry", "Cherry", "Wished Weizen"):
        expect(lines).to_contain_text(text)
    visitor.check_no_complaints()
