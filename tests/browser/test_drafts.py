"""Drafts: closing a form asks for confirmation, and interrupted input is restored."""

import re

from playwright.sync_api import Locator, Page, expect

from .conftest import NewVisitor, RunningShop, Visitor

TITLE = "Half a product"


def start_product(page: Page) -> Locator:
    """Type a title into the form for a new product, and return the field."""
    page.goto("/manage")
    page.get_by_role("button", name="Add product").click()
    title = page.get_by_role("dialog").get_by_label("Title")
    title.fill(TITLE)
    return title


def question(page: Page) -> Locator:
    """Return the dialog that asks whether to discard unsaved changes."""
    return page.get_by_role("dialog", name="Discard unsaved changes?")


def test_escape_and_cancel_ask_before_discarding_input(manager: Visitor) -> None:
    page = manager.page
    title = start_product(page)
    page.keyboard.press("Escape")
    expect(question(page)).to_be_visible()
    page.keyboard.press("Escape")
    expect(question(page)).to_have_count(0)
    expect(title).to_have_value(TITLE)
    expect(title).to_be_focused()
    for way in ("Cancel", "Close"):
        page.get_by_role("dialog", name="Add product").get_by_role("button", name=way).click()
        question(page).get_by_role("button", name="Keep editing").click()
        expect(title).to_have_value(TITLE)
    page.keyboard.press("Escape")
    question(page).get_by_role("button", name="Discard").click()
    expect(page.get_by_role("dialog")).to_have_count(0)
    expect(page.get_by_text("You have ")).to_have_count(0)
    page.get_by_role("button", name="Add product").click()
    expect(title).to_have_value("")
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_have_count(0)


def test_back_asks_before_discarding_input(manager: Visitor) -> None:
    page = manager.page
    page.goto("/manage/users")
    page.get_by_role("link", name="Products").click()
    page.get_by_role("button", name="Add product").click()
    title = page.get_by_role("dialog").get_by_label("Title")
    title.type(TITLE)
    page.evaluate("history.back()")
    question(page).get_by_role("button", name="Keep editing").click()
    expect(title).to_have_value(TITLE)
    page.evaluate("history.back()")
    question(page).get_by_role("button", name="Discard").click()
    expect(page.get_by_role("heading", name="Users")).to_be_visible()
    expect(page).to_have_url(re.compile("/manage/users$"))


def test_a_reload_keeps_drafts_of_a_new_product_and_of_a_change(shop: RunningShop, manager: Visitor) -> None:
    shop.create_product("Draughty Draft")
    page = manager.page
    start_product(page)
    page.reload()
    notice = page.get_by_role("status").filter(has_text="You have an unsaved new product.")
    notice.get_by_role("button", name="Continue").click()
    dialog = page.get_by_role("dialog")
    expect(dialog.get_by_label("Title")).to_have_value(TITLE)
    dialog.get_by_role("button", name="Discard changes").click()
    expect(dialog.get_by_label("Title")).to_have_value("")
    page.keyboard.press("Escape")

    page.get_by_role("button", name="Edit Draughty Draft").click()
    dialog.get_by_label("Price").fill("7.25")
    page.reload()
    notice = page.get_by_role("status").filter(has_text="You have unsaved changes to “Draughty Draft”.")
    notice.get_by_role("button", name="Continue").click()
    expect(dialog.get_by_label("Price")).to_have_value("7.25")
    dialog.get_by_role("button", name="Save changes").click()
    expect(page.get_by_role("row", name=re.compile("Draughty Draft"))).to_contain_text("7.25")
    expect(page.get_by_text("You have ")).to_have_count(0)


def test_a_draft_survives_the_end_of_the_session(shop: RunningShop, new_manager: NewVisitor) -> None:
    page = new_manager().page
    start_product(page)
    elsewhere = new_manager().context.request
    ended = elsewhere.post("/admin/graphql", data={"query": "mutation { logoutEverywhere { sessions } }"})
    assert ended.json()["data"]["logoutEverywhere"]["sessions"] >= 2
    expect(page.get_by_role("heading", name="Sign in to continue")).to_be_visible()
    expect(page.get_by_text("Draft saved")).to_be_visible()
    page.get_by_role("main").get_by_role("link", name="Sign in").click()
    page.get_by_label("Username").fill("admin")
    page.get_by_label("Password", exact=True).fill(shop.password("admin"))
    page.get_by_role("button", name="Sign in", exact=True).click()
    page.get_by_role("button", name="Continue").click()
    expect(page.get_by_role("dialog").get_by_label("Title")).to_have_value(TITLE)
    assert "password" not in page.evaluate("JSON.stringify(sessionStorage)").lower()


def test_signing_out_deletes_drafts(shop: RunningShop, manager: Visitor) -> None:
    page = manager.page
    start_product(page)
    page.reload()
    expect(page.get_by_text("You have an unsaved new product.")).to_be_visible()
    page.get_by_role("button", name=re.compile("^Account of ")).click()
    page.get_by_role("button", name="Sign out", exact=True).click()
    expect(page.get_by_role("link", name="Sign in")).to_be_visible()
    assert "draft" not in page.evaluate("JSON.stringify(sessionStorage)")


def test_the_registration_draft_does_not_contain_the_password(visitor: Visitor) -> None:
    page = visitor.page
    page.goto("/register")
    page.get_by_label("Username").fill("patient-pat")
    page.get_by_label("Password", exact=True).fill("Secret-7-words")
    page.reload()
    expect(page.get_by_label("Username")).to_have_value("patient-pat")
    expect(page.get_by_label("Password", exact=True)).to_have_value("")
    assert "Secret" not in page.evaluate("JSON.stringify(sessionStorage)")
    page.get_by_role("button", name="Discard changes").click()
    expect(page.get_by_label("Username")).to_have_value("")


def test_the_profile_draft_survives_a_visit_to_another_page(manager: Visitor) -> None:
    page = manager.page
    page.goto("/account")
    page.get_by_label("First name").fill("Halfway")
    page.get_by_role("link", name="Devices").click()
    expect(page.get_by_text("Draft saved")).to_be_visible()
    page.get_by_role("link", name="Profile").click()
    expect(page.get_by_label("First name")).to_have_value("Halfway")
    page.get_by_role("button", name="Discard changes").click()
    expect(page.get_by_label("First name")).not_to_have_value("Halfway")


def test_the_options_draft_survives_a_reload_and_can_be_discarded(shop: RunningShop, manager: Visitor) -> None:
    product_id = shop.create_product("Optional Ale")
    page = manager.page
    page.goto(f"/manage/products/{product_id}/options")
    page.get_by_role("button", name="Add group").click()
    group = page.get_by_role("textbox", name="Group name")
    group.fill("Sizes")
    page.reload()
    expect(page.get_by_text("We restored your unsaved changes.")).to_be_visible()
    expect(group).to_have_value("Sizes")
    page.get_by_role("link", name="All products").click()
    page.get_by_role("dialog").get_by_role("button", name="Leave page").click()
    expect(page.get_by_role("heading", name="Catalogue")).to_be_visible()
    page.go_back()
    expect(page.get_by_text("No options yet")).to_be_visible()
