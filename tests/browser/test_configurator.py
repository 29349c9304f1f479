"""The configurator for customers, by mouse and by keyboard, and the options editor for staff."""

import re
from collections.abc import Callable
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest
from playwright.sync_api import Locator, Page, expect

from testing.waiting import eventually

from .conftest import NewVisitor, RunningShop, Visitor
from .looks import check_looks
from .people import register
from .test_orders import SETTLED_MS, check_out

QUERY = "query($search: String!) { products(first: 1, filter: {search: $search}) { nodes { id configurable } } }"


def configurable(shop: RunningShop, sku: str) -> str:
    """Return the id of a demo product as soon as the shop knows its options."""
    found: list[str] = []

    def known() -> None:
        sent = {"query": QUERY, "variables": {"search": sku}}
        nodes = httpx.post(f"{shop.main}/graphql", json=sent).json()["data"]["products"]["nodes"]
        assert nodes[0]["configurable"]
        found.append(nodes[0]["id"])

    eventually(known)
    return found[-1]


def group(page: Page, name: str) -> Locator:
    """Return the option group with this name."""
    return page.get_by_role("group", name=re.compile(f"^{name} "))


def option(page: Page, of: str, name: str) -> Locator:
    """Return the control of an option. A price may follow the name of the option."""
    return group(page, of).locator("label").filter(has_text=re.compile(f"^{name}")).locator("input")


def choose(page: Page, of: str, name: str) -> None:
    """Click an option and wait until it is selected and the shop has responded."""
    option(page, of, name).click()
    expect(option(page, of, name)).to_be_checked()
    settled(page)


def settled(page: Page) -> None:
    """Wait until the shop has responded to all clicks."""
    expect(page.locator("[aria-busy=false]").filter(has=page.get_by_text("Start over"))).to_be_visible()


def chosen(page: Page) -> set[str]:
    """Return the option ids in the URL."""
    return {one for text in parse_qs(urlsplit(page.url).query).get("options", []) for one in text.split(",")}


def add_button(page: Page) -> Locator:
    """Return the button that adds the product to the basket."""
    return page.get_by_role("button", name="Add to basket")


def test_a_cupcake_can_be_configured_and_ordered(shop: RunningShop, visitor: Visitor) -> None:
    cupcake = configurable(shop, "CUPCAKE-OWN")
    register(visitor)
    page = visitor.page
    page.goto("/")
    page.get_by_role("searchbox").fill("CUPCAKE-OWN")
    page.get_by_role("link", name="Customise A Cupcake of Your Own").click()
    expect(add_button(page)).to_be_disabled()
    expect(page.get_by_text("Body: select one option. (2 more)")).to_be_visible()
    choose(page, "Body", "Carrot")
    choose(page, "Frosting", "Vanilla")
    choose(page, "Topping", "Flag")
    expect(page.get_by_text("Ready to add to your basket.")).to_be_visible()
    picture = page.get_by_role(
        "img", name="A Cupcake of Your Own. Body: Carrot. Frosting: Vanilla. Topping: Flag."
    )
    expect(picture.locator("img")).to_have_count(3)
    price = page.get_by_role("region", name="Your selection").locator("strong").inner_text()
    ids = chosen(page)
    assert len(ids) == 3

    page.reload()
    expect(picture).to_be_visible()
    assert chosen(page) == ids
    add_button(page).click()
    expect(page.get_by_role("link", name="Basket, 1 item")).to_be_visible()
    page.goto("/basket")
    line = page.get_by_role("list", name="Your basket").get_by_role("listitem").first
    expect(line).to_contain_text("Body: Carrot")
    expect(line).to_contain_text(price)
    expect(line.locator("img")).to_have_count(3)
    expect(line.get_by_role("link")).to_have_attribute("href", re.compile(rf"^/shop/{cupcake}\?options="))
    check_out(visitor)
    timeline = page.get_by_role("list", name="Order history")
    expect(timeline).to_contain_text(re.compile("completed", re.IGNORECASE), timeout=SETTLED_MS)
    expect(page.get_by_role("list", name="Items")).to_contain_text("Topping: Flag")
    visitor.check_no_complaints()


def test_a_blocked_option_shows_the_reason_and_can_be_switched_to(shop: RunningShop, visitor: Visitor) -> None:
    page = visitor.page
    page.goto(f"/shop/{configurable(shop, 'CUPCAKE-OWN')}")
    choose(page, "Body", "Carrot")
    neon = option(page, "Frosting", "Neon")
    expect(neon).to_have_attribute("aria-disabled", "true")
    expect(neon).to_have_accessible_description(
        "Carrot can only be combined with Vanilla frosting. Remove Carrot to select this."
    )
    neon.click(force=True)
    expect(neon).not_to_be_checked()
    page.get_by_role("button", name="Switch to Neon and remove Carrot").click()
    expect(neon).to_be_checked()
    expect(neon).to_be_focused()
    expect(option(page, "Body", "Carrot")).not_to_be_checked()
    settled(page)
    choose(page, "Body", "Vanilla")
    expect(option(page, "Topping", "Cherry")).to_have_attribute("aria-disabled", "true")
    choose(page, "Topping", "Sprinkles")
    expect(add_button(page)).to_be_enabled()
    page.get_by_role("button", name="Start over").click()
    expect(group(page, "Body").locator(":checked")).to_have_count(0)
    assert chosen(page) == set()


def test_a_cupcake_can_be_configured_with_the_keyboard(shop: RunningShop, visitor: Visitor) -> None:
    cupcake = configurable(shop, "CUPCAKE-OWN")
    register(visitor)
    page = visitor.page
    page.goto(f"/shop/{cupcake}")
    settled(page)
    page.get_by_role("link", name="All products").focus()
    _tab_to(page, option(page, "Body", "Vanilla"))
    page.keyboard.press("Space")
    expect(option(page, "Body", "Vanilla")).to_be_checked()
    page.keyboard.press("ArrowDown")
    expect(option(page, "Body", "Chocolate")).to_be_checked()
    settled(page)
    _tab_to(page, option(page, "Frosting", "Vanilla"))
    for _ in range(3):
        page.keyboard.press("ArrowDown")
    expect(option(page, "Frosting", "Neon")).to_be_focused()
    expect(option(page, "Frosting", "Neon")).not_to_be_checked()
    _tab_to(page, page.get_by_role("button", name="Switch to Neon and remove Chocolate"))
    page.keyboard.press("Enter")
    expect(option(page, "Frosting", "Neon")).to_be_checked()
    expect(option(page, "Body", "Chocolate")).not_to_be_checked()
    settled(page)
    page.keyboard.press("Shift+Tab")
    option(page, "Body", "Vanilla").focus()
    page.keyboard.press("Space")
    settled(page)
    _tab_to(page, option(page, "Topping", "Sprinkles"))
    page.keyboard.press("Space")
    settled(page)
    _tab_to(page, add_button(page))
    page.keyboard.press("Enter")
    expect(page.get_by_role("link", name="Basket, 1 item")).to_be_visible()


def _tab_to(page: Page, target: Locator) -> None:
    for _ in range(25):
        page.keyboard.press("Tab")
        if target.evaluate("element => element === document.activeElement"):
            return
    raise AssertionError(f"{target} cannot be reached by the keyboard")


def test_quick_clicks_are_all_applied(shop: RunningShop, visitor: Visitor) -> None:
    page = visitor.page
    page.goto(f"/shop/{configurable(shop, 'BEER-CRATE')}")
    settled(page)
    for name in ("Pale ale", "Wheat beer", "Amber ale", "Bock"):
        option(page, "Beers", name).click()
    option(page, "Size", "Twelve").click()
    settled(page)
    for name in ("Pale ale", "Wheat beer", "Amber ale", "Bock"):
        expect(option(page, "Beers", name)).to_be_checked()
    expect(option(page, "Size", "Twelve")).to_be_checked()
    assert len(chosen(page)) == 5


def test_a_crate_shows_problems_and_two_configurations_are_two_lines(shop: RunningShop, visitor: Visitor) -> None:
    crate = configurable(shop, "BEER-CRATE")
    register(visitor)
    page = visitor.page
    page.goto(f"/shop/{crate}")
    choose(page, "Beers", "Stout")
    choose(page, "Size", "Twelve")
    expect(group(page, "Beers")).to_contain_text("Stout requires Glass.")
    expect(add_button(page)).to_be_disabled()
    choose(page, "Extras", "Glass")
    choose(page, "Extras", "Ribbon")
    expect(option(page, "Extras", "Opener")).to_have_attribute("aria-disabled", "true")
    add_button(page).click()
    expect(page.get_by_role("link", name="Basket, 1 item")).to_be_visible()
    page.get_by_role("button", name="Start over").click()
    settled(page)
    choose(page, "Size", "Six")
    choose(page, "Beers", "Pale ale")
    add_button(page).click()
    expect(page.get_by_role("link", name="Basket, 2 items")).to_be_visible()
    page.goto("/basket")
    lines = page.get_by_role("list", name="Your basket")
    expect(lines.get_by_role("button", name=re.compile(r"^Remove "))).to_have_count(2)
    lines.get_by_role("button", name=re.compile(r"^Increase quantity of .*Pale ale")).click()
    expect(lines.get_by_role("textbox", name=re.compile(r"^Quantity of .*Pale ale"))).to_have_value("2")
    expect(lines.get_by_role("textbox", name=re.compile(r"^Quantity of .*Stout"))).to_have_value("1")
    lines.get_by_role("button", name=re.compile("^Remove .*Stout")).click()
    expect(lines.get_by_role("button", name=re.compile(r"^Remove "))).to_have_count(1)


def test_the_editor_checks_and_saves_options_and_the_shop_shows_them(
    shop: RunningShop, manager: Visitor, visitor: Visitor
) -> None:
    product_id = shop.create_product("Sandwich of One's Own")
    page = manager.page
    page.goto("/manage")
    page.get_by_role("searchbox").fill("Sandwich of")
    page.get_by_role("link", name="Edit options for Sandwich of One's Own").click()
    expect(page.get_by_role("heading", name="No options yet")).to_be_visible()
    _add_group(page, "Bread", ["Rye", "Wheat"])
    _add_group(page, "Filling", ["Cheese"])
    _add_rule(page, 1, option="Rye", kind="can't be combined with", targets=["Cheese"])
    _add_rule(page, 2, option="Wheat", kind="can't be combined with", targets=["Cheese"])
    found = page.get_by_role("status", name="Checks")
    expect(found).to_contain_text("No selection can contain an option")
    page.get_by_role("button", name="Remove rule 2").click()
    page.get_by_role("dialog").get_by_role("button", name="Remove").click()
    expect(found).to_contain_text("Rye")

    page.get_by_role("link", name="All products").click()
    page.get_by_role("dialog").get_by_role("button", name="Stay on page").click()
    page.get_by_role("button", name="Save options").click()
    expect(page.get_by_text("All changes saved")).to_be_visible()
    page.reload()
    expect(page.get_by_role("listitem", name="Rye").get_by_label("Option name")).to_have_value("Rye")

    _open_configurator(visitor, product_id)
    choose(visitor.page, "Bread", "Rye")
    expect(option(visitor.page, "Filling", "Cheese")).to_have_accessible_description(
        re.compile("Rye cannot be combined with Cheese")
    )
    manager.check_no_complaints()
    visitor.check_no_complaints()


def _add_group(page: Page, name: str, options: list[str]) -> None:
    page.get_by_role("button", name="Add group").click()
    page.get_by_role("textbox", name="Group name").last.fill(name)
    region = page.get_by_role("region", name=name)
    region.get_by_role("checkbox", name="Required").check()
    for text in options:
        region.get_by_role("button", name=f"Add option to {name}").click()
        region.get_by_role("textbox", name="Option name").last.fill(text)


def _add_rule(page: Page, number: int, *, option: str, kind: str, targets: list[str]) -> None:
    page.get_by_role("button", name="Add rule").click()
    rule = page.get_by_role("listitem", name=f"rule {number}", exact=True)
    rule.get_by_label("Option", exact=True).select_option(label=option)
    rule.get_by_label("Rule", exact=True).select_option(label=kind)
    for target in targets:
        rule.get_by_role("checkbox", name=target).check()


def _open_configurator(visitor: Visitor, product_id: int) -> None:
    """Open the page of a product as soon as the shop knows its options."""

    def shown() -> None:
        visitor.page.goto(f"/shop/{product_id}")
        expect(visitor.page.get_by_role("button", name="Start over")).to_be_visible()

    eventually(shown)


def test_two_editors_see_each_others_changes(shop: RunningShop, manager: Visitor, new_manager: NewVisitor) -> None:
    product_id = shop.create_product("Contested Cake")
    other = new_manager()
    for somebody, name in ((manager, "Cream"), (other, "Fruit")):
        somebody.page.goto(f"/manage/products/{product_id}/options")
        _add_group(somebody.page, name, ["Some"])
    manager.page.get_by_role("button", name="Save options").click()
    expect(manager.page.get_by_text("All changes saved")).to_be_visible()
    other.page.get_by_role("button", name="Save options").click()
    conflict = other.page.get_by_role("alert").filter(has_text="Someone else changed these options")
    expect(conflict).to_contain_text("Group Cream was added in their version.")
    conflict.get_by_role("button", name="Overwrite with mine").click()
    expect(other.page.get_by_text("All changes saved")).to_be_visible()
    expect(manager.page.get_by_role("region", name="Fruit")).to_be_visible()


def test_the_editor_shows_errors_of_the_service_at_their_fields(shop: RunningShop, manager: Visitor) -> None:
    page = manager.page
    page.goto(f"/manage/products/{shop.create_product('Doubled Cake')}/options")
    _add_group(page, "Cream", ["Some", "Other"])
    for item in ("Some", "Other"):
        page.get_by_role("listitem", name=item).get_by_label("Code").fill("same")
    page.get_by_role("listitem", name="Other").get_by_label("Price difference").fill("much")
    page.get_by_role("button", name="Save options").click()
    wrong = page.get_by_role("listitem", name="Other").get_by_label("Price difference")
    expect(wrong).to_have_attribute("aria-invalid", "true")
    expect(wrong).to_be_focused()
    wrong.fill("-0,50")
    page.get_by_role("button", name="Save options").click()
    code = page.get_by_role("listitem", name="Other").get_by_label("Code")
    expect(code).to_have_attribute("aria-invalid", "true")
    code.fill("other")
    expect(code).not_to_have_attribute("aria-invalid", "true")
    page.get_by_role("button", name="Save options").click()
    expect(page.get_by_text("All changes saved")).to_be_visible()
    page.reload()
    expect(page.get_by_role("listitem", name="Other").get_by_label("Price difference")).to_have_value("-0.50")


def test_moved_options_keep_the_focus(shop: RunningShop, manager: Visitor) -> None:
    page = manager.page
    page.goto(f"/manage/products/{configurable(shop, 'CUPCAKE-OWN')}/options")
    down = page.get_by_role("region", name="Topping").get_by_role("button", name="Move Cherry down")
    down.focus()
    page.keyboard.press("Enter")
    names = page.get_by_role("region", name="Topping").get_by_role("textbox", name="Option name")
    expect(names.nth(2)).to_have_value("Cherry")
    expect(down).to_be_focused()
    page.get_by_role("button", name="Discard").click()
    page.get_by_role("dialog").get_by_role("button", name="Discard changes").click()
    expect(names.nth(2)).to_have_value("Flag")


def _empty(page: Page, shop: RunningShop) -> None:
    page.goto(f"/shop/{configurable(shop, 'CUPCAKE-OWN')}")
    settled(page)


def _blocked(page: Page, shop: RunningShop) -> None:
    _empty(page, shop)
    choose(page, "Body", "Carrot")


def _complete(page: Page, shop: RunningShop) -> None:
    _empty(page, shop)
    choose(page, "Body", "Vanilla")
    choose(page, "Frosting", "Strawberry")
    choose(page, "Topping", "Cherry")


def _crate(page: Page, shop: RunningShop) -> None:
    page.goto(f"/shop/{configurable(shop, 'BEER-CRATE')}")
    choose(page, "Size", "Twelve")
    choose(page, "Beers", "Bock")
    choose(page, "Extras", "Glass")
    choose(page, "Extras", "Ribbon")


def _filled_basket(page: Page, shop: RunningShop) -> None:
    _complete(page, shop)
    add_button(page).click()
    expect(page.get_by_role("link", name=re.compile("^Basket, "))).to_be_visible()
    page.goto("/basket")
    expect(page.get_by_role("button", name="Place order")).to_be_visible()


def _editor(page: Page, shop: RunningShop) -> None:
    page.goto(f"/manage/products/{configurable(shop, 'CUPCAKE-OWN')}/options")
    expect(page.get_by_role("status", name="Checks")).to_contain_text("Every option can be selected")


def _editor_with_errors(page: Page, shop: RunningShop) -> None:
    _editor(page, shop)
    page.get_by_role("button", name="Add option to Body").click()
    page.get_by_role("button", name="Add rule").click()
    page.get_by_role("button", name="Save options").click()
    expect(page.get_by_role("alert")).to_contain_text("Correct the highlighted fields and try again.")


def _empty_editor(page: Page, _shop: RunningShop) -> None:
    page.goto("/manage/products/60/options")
    expect(page.get_by_role("heading", name="No options yet")).to_be_visible()


PAGES: dict[str, Callable[[Page, RunningShop], None]] = {
    "configurator": _empty,
    "configurator-blocked": _blocked,
    "configurator-complete": _complete,
    "configurator-crate": _crate,
    "basket-configured": _filled_basket,
    "options": _editor,
    "options-errors": _editor_with_errors,
    "options-empty": _empty_editor,
}


@pytest.mark.parametrize("name", PAGES)
def test_axe_finds_no_violation(shop: RunningShop, manager: Visitor, name: str) -> None:
    PAGES[name](manager.page, shop)
    check_looks(manager, name)
