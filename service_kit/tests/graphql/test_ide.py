"""GraphiQL without external resources."""

import base64
import hashlib
import re
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path
from urllib.parse import quote, urlencode, urlsplit

import httpx
import pytest
from fastapi import FastAPI
from playwright.sync_api import Locator, Page, expect, sync_playwright
from service_kit.graphql.ide import ASSETS, Example
from starlette.types import ASGIApp, Receive, Scope, Send

from testing.requirements import require_program

from ..live_shop import Shop, live_app

BROWSER = {"Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"}
Serve = Callable[[ASGIApp], AbstractContextManager[str]]


@pytest.fixture(autouse=True)
def assets(require_packages: Callable[[Path], None]) -> None:
    require_packages(ASSETS.parent)


async def test_the_page_refers_to_no_other_host(client: httpx.AsyncClient) -> None:
    page = await client.get("/graphql", headers=BROWSER)
    assert (page.status_code, page.headers["content-type"]) == (200, "text/html; charset=utf-8")
    assert "<title>shop GraphiQL</title>" in page.text
    assert [url for url in re.findall(r"https?://[^\s\"'<]+", page.text) if "www.w3.org" not in url] == []


@pytest.mark.parametrize(
    "accept", ["application/json", "*/*", "text/html;q=0.5,application/json", "text/html;q=0"]
)
async def test_a_client_that_prefers_json_gets_no_page(client: httpx.AsyncClient, accept: str) -> None:
    response = await client.get("/graphql", headers={"Accept": accept})
    assert response.status_code in {400, 406}


@pytest.mark.parametrize("accept", [BROWSER["Accept"], "text/html"])
async def test_a_browser_that_opens_a_url_with_a_query_gets_the_page(
    client: httpx.AsyncClient, accept: str
) -> None:
    response = await client.get("/graphql", params={"query": "{ hello }"}, headers={"Accept": accept})
    assert "<title>shop GraphiQL</title>" in response.text


@pytest.mark.parametrize("accept", ["application/json", "*/*", "application/graphql-response+json"])
async def test_a_program_that_sends_a_get_query_gets_the_result(client: httpx.AsyncClient, accept: str) -> None:
    response = await client.get("/graphql", params={"query": "{ hello }"}, headers={"Accept": accept})
    assert response.json() == {"data": {"hello": "hello world"}}


async def test_an_example_cannot_end_the_script(
    shop: Callable[..., FastAPI], client_of: Callable[[FastAPI], httpx.AsyncClient]
) -> None:
    examples = [Example("# </script><b>", {"html": "<!--"})]
    page = await client_of(shop(examples=examples)).get("/graphql", headers=BROWSER)
    assert "</script><b>" not in page.text
    assert '<!--"' not in page.text
    assert "\\u003c/script>" in page.text


async def test_each_page_has_a_new_nonce_on_all_scripts_and_styles(client: httpx.AsyncClient) -> None:
    nonces = set()
    for _ in range(2):
        page = await client.get("/graphql", headers=BROWSER)
        [nonce] = re.findall(r"script-src 'nonce-([\w-]{20,})'", page.headers["content-security-policy"])
        tags = re.findall(r"<(?:script|style|link)\b[^>]*", page.text)
        assert len(tags) == 10
        assert all(f'nonce="{nonce}"' in tag for tag in tags)
        nonces.add(nonce)
    assert len(nonces) == 2


async def test_the_page_has_security_headers(client: httpx.AsyncClient) -> None:
    headers = (await client.get("/graphql", headers=BROWSER)).headers
    policy = headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "unsafe" not in policy
    assert (headers["cache-control"], headers["x-content-type-options"]) == ("no-store", "nosniff")


@pytest.mark.parametrize("path", ["/graphql", "/graphql/"])
async def test_every_file_is_immutable_and_matches_its_hash(client: httpx.AsyncClient, path: str) -> None:
    page = await client.get(path, headers=BROWSER)
    files = re.findall(r'(?:src|href)="([^":]+)"\s+integrity="sha384-([^"]+)"', page.text)
    assert len(files) == 7
    for url, digest in files:
        response = await client.get(str(page.url.join(url)))
        assert response.status_code == 200
        assert base64.b64encode(hashlib.sha384(response.content).digest()).decode() == digest
        assert response.headers["cache-control"] == "public, max-age=31536000, immutable"
        assert response.headers["x-content-type-options"] == "nosniff"


@pytest.mark.parametrize(
    "file",
    ["package.json", "..%2F..%2Fide.py", "react%2Findex.js", "react-18.2.0-react.development.js", "%00", ""],
)
async def test_other_files_are_not_served(client: httpx.AsyncClient, file: str) -> None:
    assert (await client.get(f"/graphiql-assets/{file}")).status_code == 404


async def test_explains_how_to_install_missing_files(
    shop: Callable[..., FastAPI], client_of: Callable[[FastAPI], httpx.AsyncClient], tmp_path: Path
) -> None:
    client = client_of(shop(assets_directory=tmp_path))
    page = await client.get("/graphql", headers=BROWSER)
    assert page.status_code == 503
    assert "<code>make install</code>" in page.text
    assert (await client.get("/graphiql-assets/react-18.2.0-react.production.min.js")).status_code == 404


def behind_a_prefix(app: ASGIApp, prefix: str) -> ASGIApp:
    """The application behind a proxy that strips a prefix."""

    async def proxy(scope: Scope, receive: Receive, send: Send) -> None:
        assert scope["path"].startswith(prefix), f"asked outside the prefix: {scope['path']}"
        path = scope["path"].removeprefix(prefix)
        await app({**scope, "path": path, "raw_path": path.encode()}, receive, send)

    return proxy


@pytest.mark.parametrize(("prefix", "path"), [("", "/graphql"), ("/admin", "/graphql"), ("/admin", "/graphql/")])
def test_runs_a_query_in_a_browser_without_other_hosts(
    shop: Callable[..., FastAPI], serve: Serve, prefix: str, path: str
) -> None:
    chromium = require_program("chromium")
    app = shop()
    with serve(behind_a_prefix(app, prefix) if prefix else app) as url, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        page = browser.new_page()
        asked: list[str] = []
        complaints: list[str] = []
        page.on("request", lambda request: asked.append(request.url))
        page.on("requestfailed", lambda request: complaints.append(request.url))
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on(
            "console", lambda message: complaints.append(message.text) if is_about_security(message.text) else None
        )
        page.goto(f"{url}{prefix}{path}")
        use(page)
        browser.close()
    assert {urlsplit(address).netloc for address in asked if not address.startswith("data:")} == {
        urlsplit(url).netloc
    }
    assert complaints == []


def test_shows_a_subscription_live(serve: Serve) -> None:
    chromium = require_program("chromium")
    live = Shop()
    query = quote('subscription { stock(name: "pils") { number } }')
    with serve(behind_a_prefix(live_app(live), "/admin")) as url, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        page = browser.new_page()
        page.goto(f"{url}/admin/graphql/?q={query}")
        page.click("button.graphiql-execute-button")
        expect(page.locator(".result-window")).to_contain_text('"number": 0')
        live.set("pils", 42)
        expect(page.locator(".result-window")).to_contain_text('"number": 42')
        browser.close()


def run(page: Page) -> Locator:
    """Press the button and return the result."""
    page.click("button.graphiql-execute-button")
    return page.locator(".result-window")


def test_the_first_run_succeeds_and_an_address_opens_its_query_with_its_variables(
    shop: Callable[..., FastAPI], serve: Serve
) -> None:
    chromium = require_program("chromium")
    examples = [
        Example("# </script>\nquery First { hello }"),
        Example("query Second($n: Int!) { count(atLeast: $n) }", {"n": 5}),
    ]
    shared = urlencode({"query": "query Shared($n: Int!) { count(atLeast: $n) }", "variables": '{"n": 7}'})
    with serve(shop(examples=examples)) as url, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        stranger, newcomer = browser.new_page(), browser.new_page()  # each with a storage of its own
        stranger.goto(f"{url}/graphql")
        expect(run(stranger)).to_contain_text('"hello": "hello world"')
        stranger.get_by_role("tab", name="Second").click()
        expect(run(stranger)).to_contain_text('"count": 5')
        for page in (stranger, newcomer):
            page.goto(f"{url}/graphql?{shared}")
            expect(run(page)).to_contain_text('"count": 7')
        # What is edited is kept in the address.
        newcomer.locator(".graphiql-query-editor .CodeMirror").click()
        newcomer.keyboard.press("Control+A")
        newcomer.keyboard.insert_text('query Edited { hello(name: "edited") }')
        newcomer.wait_for_url("**query=query+Edited**")
        newcomer.reload()
        expect(run(newcomer)).to_contain_text('"hello": "hello edited"')
        browser.close()


def is_about_security(message: str) -> bool:
    return "Content Security Policy" in message or "integrity" in message or "Refused" in message


def use(page: Page) -> None:
    """Type a query with completion, run it, and open all panels of GraphiQL."""
    page.wait_for_load_state("networkidle")  # the editor swallows what is typed before it has the schema
    editor = page.locator(".graphiql-query-editor .CodeMirror")
    editor.click()
    page.keyboard.press("Control+A")
    page.keyboard.type('{ hello(name: "typed") }')
    page.keyboard.press("Escape")
    expect(editor).to_contain_text('hello(name: "typed")')
    page.keyboard.press("Control+Enter")
    expect(page.locator(".result-window")).to_contain_text('"hello": "hello typed"')
    for panel in ("Documentation Explorer", "History", "GraphiQL Explorer"):
        page.click(f"button[aria-label='Show {panel}']")
    expect(page.locator(".graphiql-explorer-root")).to_contain_text("products")
    for dialog in ("Open settings dialog", "Open short keys dialog"):
        page.click(f"button[aria-label='{dialog}']")
        expect(page.get_by_role("dialog")).to_be_visible()
        page.keyboard.press("Escape")
        expect(page.get_by_role("dialog")).to_be_hidden()
