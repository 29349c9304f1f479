"""Accessibility checks and screenshots of every page in both looks."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from .conftest import NewVisitor
from .looks import check_looks


def _shop(page: Page) -> None:
    page.goto("/")
    expect(page.get_by_role("article").first).to_be_visible()


def _nothing_found(page: Page) -> None:
    page.goto("/")
    page.get_by_role("searchbox").fill("zzzzzz")
    expect(page.get_by_role("heading", name="No products found")).to_be_visible()


def _product(page: Page) -> None:
    page.goto("/shop/60")
    expect(page.get_by_role("button", name="like")).to_be_visible()


def _manage(page: Page) -> None:
    page.goto("/manage")
    expect(page.get_by_role("row").nth(5)).to_be_visible()


def _new_product(page: Page) -> None:
    _manage(page)
    page.get_by_role("button", name="Add product").click()
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


def _sign_in(page: Page) -> None:
    page.goto("/sign-in")
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_label("Username")).to_have_attribute("aria-invalid", "true")


def _register(page: Page) -> None:
    page.goto("/register")
    expect(page.get_by_role("button", name="Create account")).to_be_visible()


def _sign_in_required(page: Page) -> None:
    page.goto("/manage")
    expect(page.get_by_role("heading", name="Sign in to continue")).to_be_visible()


def _account(page: Page) -> None:
    page.goto("/account")
    expect(page.get_by_label("Username")).to_have_value("admin")


def _delete_account(page: Page) -> None:
    _account(page)
    page.get_by_role("button", name="Delete account").click()
    expect(page.get_by_role("dialog").get_by_label("Password", exact=True)).to_be_visible()


def _sessions(page: Page) -> None:
    page.goto("/account/sessions")
    expect(page.get_by_text("This device")).to_be_visible()


def _users(page: Page) -> None:
    page.goto("/manage/users")
    page.get_by_role("searchbox").fill("customer")
    expect(page.get_by_role("combobox", name="Role of customer", exact=True)).to_be_visible()


def _basket(page: Page) -> None:
    page.goto("/shop/60")
    page.get_by_role("button", name="Add to basket").click()
    expect(page.get_by_role("link", name=re.compile("^Basket, "))).to_be_visible()
    page.goto("/basket")
    expect(page.get_by_role("button", name="Place order")).to_be_visible()


def _no_orders(page: Page) -> None:
    page.goto("/account/orders")
    expect(page.get_by_role("heading", name="No orders yet")).to_be_visible()


def _all_orders(page: Page) -> None:
    page.goto("/manage/orders")
    expect(page.get_by_role("heading", level=1)).to_be_visible()


FOR_VISITORS: dict[str, Callable[[Page], None]] = {
    "shop": _shop,
    "nothing-found": _nothing_found,
    "product": _product,
    "sign-in": _sign_in,
    "register": _register,
    "sign-in-required": _sign_in_required,
    "not-found": _not_found,
}
FOR_MANAGERS: dict[str, Callable[[Page], None]] = {
    "account": _account,
    "delete-account": _delete_account,
    "sessions": _sessions,
    "users": _users,
    "basket": _basket,
    "no-orders": _no_orders,
    "all-orders": _all_orders,
    "manage": _manage,
    "new-product": _new_product,
    "delete-product": _delete_product,
    "sync": _sync,
}
PAGES = {**FOR_VISITORS, **FOR_MANAGERS}


@pytest.mark.parametrize("name", PAGES)
def test_axe_finds_no_violation(new_visitor: NewVisitor, new_manager: NewVisitor, name: str) -> None:
    visitor = (new_visitor if name in FOR_VISITORS else new_manager)()
    PAGES[name](visitor.page)
    check_looks(visitor, name)
