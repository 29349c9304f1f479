"""GraphiQL of both services in a real browser, opened for the first time."""

import secrets
from urllib.parse import unquote

import httpx
from playwright.sync_api import Browser, Locator, Page, expect

from .conftest import RunningShop
from .people import PASSWORD


def test_graphiql_examples_work_and_sign_in_to_both_services(browser: Browser, shop: RunningShop) -> None:
    complaints: list[str] = []
    username = register_by_rest(shop)
    with browser.new_context() as context:
        page = context.new_page()
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.goto(f"{shop.main}/graphql")
        expect(run(page)).to_contain_text('"likedByMe": false')
        page.get_by_role("tab", name="Basket").click()
        expect(run(page)).to_contain_text("Sign in first")
        page.goto(f"{shop.admin}/graphql")
        expect(run(page)).to_contain_text('"stock": ')
        page.get_by_role("tab", name="SignIn").click()
        fill_in(page, f'{{"username": "{username}", "password": "{PASSWORD}"}}')
        expect(run(page)).to_contain_text('"role": "CUSTOMER"')
        assert PASSWORD not in unquote(page.url)
        page.goto(f"{shop.main}/graphql")
        page.get_by_role("tab", name="Basket").click()
        expect(run(page)).to_contain_text('"basket": null')
    assert complaints == []


def register_by_rest(shop: RunningShop) -> str:
    """Register an account with an empty basket and return its username."""
    username = f"grace-{secrets.token_hex(4)}"
    given = {"username": username, "mail": f"{username}@example.com", "first_name": "Grace", "last_name": "Hopper"}
    httpx.post(f"{shop.admin}/api/users/register", data={**given, "password": PASSWORD}).raise_for_status()
    return username


def run(page: Page) -> Locator:
    """Run the query and return the result element."""
    page.click("button.graphiql-execute-button")
    return page.locator(".result-window")


def fill_in(page: Page, variables: str) -> None:
    """Replace the variables in the editor."""
    page.get_by_label("Variables").locator(".graphiql-editor:not(.hidden) .CodeMirror").click()
    page.keyboard.press("Control+A")
    page.keyboard.insert_text(variables)
