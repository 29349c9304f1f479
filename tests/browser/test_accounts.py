"""Accounts in the browser: registration, two devices, access control and signing out of all devices."""

import re

import httpx
from playwright.sync_api import expect

from .conftest import NewVisitor, RunningShop, Visitor
from .people import PASSWORD, register, sign_in


def test_one_account_works_on_two_devices(visitor: Visitor, new_visitor: NewVisitor) -> None:
    desk, phone = visitor, new_visitor()
    username = register(desk)
    desk.page.goto("/shop/60")
    desk.page.get_by_role("button", name=re.compile("^Like ")).click()
    expect(desk.page.get_by_role("button", name=re.compile("^Unlike "))).to_be_visible()

    phone.page.goto("/shop/60")
    expect(phone.page.get_by_role("button", name=re.compile("^Like "))).to_be_visible()
    phone.page.get_by_role("link", name="Sign in").first.click()
    sign_in(phone, username, PASSWORD)
    # Signing in returns to the product page, which shows the like of the other device.
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


def test_the_button_keeps_the_focus_after_a_failed_sign_in(visitor: Visitor) -> None:
    page = visitor.page
    page.goto("/sign-in")
    page.get_by_label("Username").fill("nobody-at-all")
    page.get_by_label("Password", exact=True).fill("Wrong 1")
    button = page.get_by_role("button", name="Sign in")
    button.click()
    expect(page.get_by_role("alert")).to_be_visible()
    expect(button).to_be_focused()
    expect(button).to_be_enabled()


def test_scripts_cannot_read_the_session(visitor: Visitor) -> None:
    register(visitor)
    (session,) = [cookie for cookie in visitor.context.cookies() if cookie.get("name") == "tandem_session"]
    assert (session.get("httpOnly"), session.get("sameSite"), session.get("path")) == (True, "Lax", "/")
    readable = visitor.page.evaluate("JSON.stringify([document.cookie, {...localStorage}, {...sessionStorage}])")
    assert session.get("value") not in readable


def test_a_customer_cannot_access_staff_pages(shop: RunningShop, visitor: Visitor) -> None:
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


def test_an_administrator_can_change_a_role_to_staff(manager: Visitor, new_visitor: NewVisitor) -> None:
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


def test_registration_errors_are_shown_at_their_fields(visitor: Visitor, new_visitor: NewVisitor) -> None:
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
    expect(page.get_by_text("This username is taken. Choose another one.")).to_be_visible()


def test_a_wrong_password_shows_an_error_and_the_right_one_signs_in(
    visitor: Visitor, new_visitor: NewVisitor
) -> None:
    username = register(visitor)
    other = new_visitor()
    other.page.goto("/account")
    other.page.get_by_role("main").get_by_role("link", name="Sign in").click()
    sign_in(other, username, "Wr0ng-one")
    expect(other.page.get_by_role("alert")).to_contain_text("Invalid username")
    sign_in(other, username, PASSWORD)
    expect(other.page.get_by_role("heading", name="Your account", exact=True)).to_be_visible()
    assert other.page.url.endswith("/account")


def test_a_deleted_account_cannot_sign_in(visitor: Visitor, new_visitor: NewVisitor) -> None:
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
