"""Accounts in the browser: registering, signing in on two devices, being kept out, signing out everywhere."""

import re

import httpx
from playwright.sync_api import expect

from .conftest import NewVisitor, RunningShop, Visitor
from .people import PASSWORD, register, sign_in


def test_one_account_on_two_devices(visitor: Visitor, new_visitor: NewVisitor) -> None:
    desk, phone = visitor, new_visitor()
    username = register(desk)
    desk.page.goto("/shop/60")
    desk.page.get_by_role("button", name=re.compile("^Like ")).click()
    expect(desk.page.get_by_role("button", name=re.compile("^Unlike "))).to_be_visible()

    phone.page.goto("/shop/60")
    expect(phone.page.get_by_role("button", name=re.compile("^Like "))).to_be_visible()
    phone.page.get_by_role("link", name="Sign in").first.click()
    sign_in(phone, username, PASSWORD)
    # Signing in leads back to where one was, and what was liked on the other device is liked here.
    expect(phone.page.get_by_role("button", name=re.compile("^Unlike "))).to_be_visible()
    assert phone.page.url.endswith("/shop/60")

    desk.page.goto("/account/sessions")
    expect(desk.page.get_by_role("list", name="Devices").get_by_role("listitem")).to_have_count(2)
    desk.page.get_by_role("button", name="Sign out of all devices").click()
    desk.page.get_by_role("button", name="Sign out on all devices").click()
    expect(desk.page.get_by_role("link", name="Sign in").first).to_be_visible()
    assert "tandem_session" not in {cookie.get("name") for cookie in desk.context.cookies()}

    phone.page.goto("/account/sessions")
    expect(phone.page.get_by_role("heading", name="Sign in to continue")).to_be_visible()
    phone.page.goto("/shop/60")
    expect(phone.page.get_by_role("button", name=re.compile("^Like "))).to_be_visible()
    desk.check_no_complaints()
    phone.check_no_complaints()


def test_the_focus_stays_on_the_button_after_a_sign_in_that_failed(visitor: Visitor) -> None:
    page = visitor.page
    page.goto("/sign-in")
    page.get_by_label("Username").fill("nobody-at-all")
    page.get_by_label("Password", exact=True).fill("Wrong 1")
    button = page.get_by_role("button", name="Sign in")
    button.click()
    expect(page.get_by_role("alert")).to_be_visible()
    expect(button).to_be_focused()
    expect(button).to_be_enabled()


def test_the_session_is_out_of_reach_of_scripts(visitor: Visitor) -> None:
    register(visitor)
    (session,) = [cookie for cookie in visitor.context.cookies() if cookie.get("name") == "tandem_session"]
    assert (session.get("httpOnly"), session.get("sameSite"), session.get("path")) == (True, "Lax", "/")
    within_reach = visitor.page.evaluate(
        "JSON.stringify([document.cookie, {...localStorage}, {...sessionStorage}])"
    )
    assert session.get("value") not in within_reach


def test_a_customer_neither_sees_nor_reaches_what_is_for_staff(shop: RunningShop, visitor: Visitor) -> None:
    register(visitor)
    page = visitor.page
    page.goto("/")
    expect(page.get_by_role("article").first).to_be_visible()
    expect(page.get_by_role("link", name="Manage")).to_have_count(0)
    for path in ("/manage", "/manage/users", "/manage/sync"):
        page.goto(path)
        expect(page.get_by_role("heading", name="You don't have access")).to_be_visible()
    operation = "mutation { deleteProduct(input: {id: 1}) { __typename } }"
    answer = visitor.context.request.post("/admin/graphql", data={"query": operation})
    assert [error["extensions"]["code"] for error in answer.json()["errors"]] == ["FORBIDDEN"]
    assert httpx.get(f"{shop.admin}/admin/products/1/edit").status_code == 200


def test_an_administrator_makes_somebody_staff(manager: Visitor, new_visitor: NewVisitor) -> None:
    somebody = new_visitor()
    username = register(somebody)
    page = manager.page
    page.goto("/manage/users")
    page.get_by_role("searchbox").fill(username)
    row = page.get_by_role("row", name=re.compile(username))
    row.get_by_role("combobox").select_option("STAFF")
    page.get_by_role("dialog").get_by_role("button").last.click()
    expect(row.get_by_role("combobox")).to_have_value("STAFF")
    somebody.page.goto("/manage")
    expect(somebody.page.get_by_role("row").nth(5)).to_be_visible()
    manager.check_no_complaints()


def test_what_is_wrong_with_an_account_is_said_at_its_field(visitor: Visitor, new_visitor: NewVisitor) -> None:
    username = register(visitor)
    page = new_visitor().page
    page.goto("/register")
    page.get_by_label("Username").fill(username.upper())
    page.get_by_label("Email").fill("ada")
    page.get_by_label("Password", exact=True).fill("password")
    page.get_by_role("button", name="Create account").click()
    expect(page.get_by_label("Email")).to_be_focused()
    expect(page.get_by_label("Password", exact=True)).to_have_attribute("aria-invalid", "true")
    page.get_by_label("Email").fill(f"other-{username}@example.com")
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Create account").click()
    expect(page.get_by_label("Username")).to_have_attribute("aria-invalid", "true")
    expect(page.get_by_text("Somebody else has this username.")).to_be_visible()


def test_a_wrong_password_is_said_and_the_right_one_leads_on(visitor: Visitor, new_visitor: NewVisitor) -> None:
    username = register(visitor)
    other = new_visitor()
    other.page.goto("/account")
    other.page.get_by_role("link", name="Sign in").click()
    sign_in(other, username, "Wr0ng-one")
    expect(other.page.get_by_role("alert")).to_contain_text("Invalid username")
    sign_in(other, username, PASSWORD)
    expect(other.page.get_by_role("heading", name="Your account", exact=True)).to_be_visible()
    assert other.page.url.endswith("/account")


def test_a_deleted_account_is_gone(visitor: Visitor, new_visitor: NewVisitor) -> None:
    username = register(visitor)
    page = visitor.page
    page.goto("/account")
    page.get_by_role("button", name="Delete account").click()
    page.get_by_role("dialog").get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("dialog").get_by_role("button", name=re.compile("Delete")).click()
    expect(page.get_by_role("link", name="Sign in").first).to_be_visible()
    other = new_visitor()
    other.page.goto("/sign-in")
    sign_in(other, username, PASSWORD)
    expect(other.page.get_by_role("alert")).to_contain_text("Invalid username")
