"""Helpers to register and sign in with the pages."""

import secrets

from playwright.sync_api import expect

from .conftest import Visitor

PASSWORD = "Lamp-post 42"


def register(visitor: Visitor, *, open_page: bool = True) -> str:
    """Register on the registration page, or on the open page, and return the username."""
    username = f"ada-{secrets.token_hex(4)}"
    page = visitor.page
    if open_page:
        page.goto("/register")
    page.get_by_label("Username").fill(username)
    page.get_by_label("Email").fill(f"{username}@example.com")
    page.get_by_label("First name").fill("Ada")
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Create account").click()
    expect(page.get_by_role("button", name="Account of Ada")).to_be_visible()
    return username


def sign_in(visitor: Visitor, username: str, password: str) -> None:
    """Submit the sign-in form of the open page."""
    visitor.page.get_by_label("Username").fill(username)
    visitor.page.get_by_label("Password", exact=True).fill(password)
    visitor.page.keyboard.press("Enter")
