"""Apps on other origins that call the services like the React apps of client families 1 and 5."""

import functools
import http.server
import re
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlencode, urlsplit

import pytest
from playwright.sync_api import Browser, Page, expect

from testing.ports import free_port
from testing.waiting import eventually

from .conftest import NewVisitor, RunningShop

APPS = Path(__file__).parent / "apps"
PICTURE = "/pictures/beer/snowed-in-porter.svg"
LOADED = "pictures => pictures.every(picture => picture.complete && picture.naturalWidth > 0)"
ASK_WHO = """async ([address, credentials]) => {
  const body = JSON.stringify({query: "{ me { username } }"});
  const headers = {"content-type": "application/json", "apollographql-client-name": "tests"};
  const response = await fetch(`${address}/graphql`, {method: "POST", credentials, headers, body});
  return response.json();
}"""
WATCH_WHO = """address => new Promise((resolve, reject) => {
  const socket = new WebSocket(`${address.replace("http", "ws")}/graphql`, "graphql-transport-ws");
  const say = message => socket.send(JSON.stringify(message));
  socket.onerror = () => reject(new Error("refused"));
  socket.onopen = () => say({type: "connection_init"});
  socket.onmessage = ({data}) => {
    const message = JSON.parse(data);
    if (message.type !== "connection_ack") resolve(message.payload);
    else say({id: "1", type: "subscribe", payload: {query: "{ me { username } }"}});
  };
})"""


class _Files(http.server.SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: object) -> None:
        pass


@dataclass
class App:
    """A page of an app in a browser window. `calls` contains its requests to the services: `main GET /path`."""

    page: Page
    calls: list[str] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)

    def clear_calls(self) -> None:
        """Clear the recorded calls."""
        self.calls.clear()

    def expect_pictures(self) -> None:
        """Wait until all pictures on the page are loaded."""
        pictures = self.page.locator("img")
        eventually(lambda: _assert_loaded(pictures.evaluate_all(LOADED)))


OpenApp = Callable[[str], App]


@pytest.fixture(scope="module")
def port() -> Iterator[int]:
    """The port of a server for the files of the apps."""
    handler = functools.partial(_Files, directory=str(APPS))
    with http.server.ThreadingHTTPServer(("127.0.0.1", free_port()), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield server.server_port
        server.shutdown()


@pytest.fixture(params=["localhost", "127.0.0.1"])
def open_app(request: pytest.FixtureRequest, browser: Browser, shop: RunningShop, port: int) -> Iterator[OpenApp]:
    """A function that opens an app by name: once on another site than the services, and once on another port."""
    services = {urlsplit(shop.admin).netloc: "admin", urlsplit(shop.main).netloc: "main"}
    with browser.new_context() as context:

        def open_page(name: str) -> App:
            app = App(context.new_page())

            def note(method: str, url: str) -> None:
                address = urlsplit(url)
                if address.netloc in services and not address.path.startswith(("/pictures/", "/static/")):
                    app.calls.append(f"{services[address.netloc]} {method} {address.path}")

            app.page.on("request", lambda sent: note(sent.method, sent.url))
            app.page.on("pageerror", lambda error: app.complaints.append(str(error)))
            app.page.on("console", lambda said: app.complaints.append(said.text) if said.type == "error" else None)
            addresses = urlencode({"admin": shop.admin, "main": shop.main})
            app.page.goto(f"http://{request.param}:{port}/{name}.html?{addresses}")
            return app

        yield open_page


def _assert_loaded(loaded: bool) -> None:
    assert loaded


def test_family_1_can_create_edit_like_and_delete_a_product_from_another_origin(open_app: OpenApp) -> None:
    app = open_app("catalogue")
    page = app.page
    article = page.get_by_role("article").filter(has_text="Family Porter")
    row = page.get_by_role("row").filter(has_text="Family Porter")
    expect(page.get_by_role("article").nth(10)).to_be_visible()  # the demo shop
    app.expect_pictures()

    page.get_by_role("link", name="Add").click()
    page.get_by_label("title").fill("Family Stout")
    page.get_by_label("image").fill(PICTURE)
    page.get_by_role("button", name="Save").click()
    page.get_by_role("row").filter(has_text="Family Stout").get_by_role("link", name="Edit").click()
    page.get_by_label("title").fill("Family Porter")
    expect(page.get_by_label("image")).to_have_value(PICTURE)
    page.get_by_role("button", name="Save").click()
    expect(row).to_be_visible()
    app.expect_pictures()
    product_id = row.get_by_role("cell").first.inner_text()

    def assert_on_sale() -> None:
        page.goto(page.url.partition("#")[0])
        page.reload()
        expect(article).to_contain_text("0 likes", timeout=1000)

    eventually(assert_on_sale)
    before = app.calls.count(f"main POST /api/products/{product_id}/like")
    with page.expect_response(re.compile("/like$")) as liked:
        article.get_by_role("button", name="Like").click()
    assert (liked.value.status, liked.value.json()) == (200, {"message": "success"})
    expect(article).to_contain_text("1 likes")
    assert app.calls.count(f"main POST /api/products/{product_id}/like") == before + 1

    page.get_by_role("link", name="Products").click()

    def assert_counted() -> None:
        page.reload()
        expect(row.get_by_role("cell").nth(2)).to_have_text("1", timeout=1000)

    eventually(assert_counted)
    app.clear_calls()
    with page.expect_response(lambda response: response.request.method == "DELETE") as deleted:
        row.get_by_role("button", name="Delete").click()
    assert deleted.value.status == 204
    expect(row).to_have_count(0)
    page.reload()
    expect(page.get_by_role("row").nth(10)).to_be_visible()
    expect(row).to_have_count(0)
    assert app.calls == [f"admin DELETE /api/products/{product_id}", "admin GET /api/products"]
    assert app.complaints == []


def test_family_1_calls_the_expected_routes_in_order(open_app: OpenApp) -> None:
    app = open_app("catalogue")
    page = app.page
    expect(page.get_by_role("article").nth(10)).to_be_visible()
    page.get_by_role("link", name="Add").click()
    page.get_by_label("title").fill("Ordered Calls")
    page.get_by_label("image").fill(PICTURE)
    page.get_by_role("button", name="Save").click()
    row = page.get_by_role("row").filter(has_text="Ordered Calls")
    product_id = row.get_by_role("cell").first.inner_text()
    row.get_by_role("link", name="Edit").click()
    page.get_by_role("button", name="Save").click()
    row.get_by_role("button", name="Delete").click()
    expect(row).to_have_count(0)
    assert app.calls == [
        "main GET /api/products",
        "admin POST /api/products",
        "admin GET /api/products",
        f"admin GET /api/products/{product_id}",
        f"admin PUT /api/products/{product_id}",
        "admin GET /api/products",
        f"admin DELETE /api/products/{product_id}",
    ]


def test_family_5_can_configure_a_cupcake_from_another_origin(open_app: OpenApp) -> None:
    app = open_app("cupcakes")
    page = app.page
    bodies, frostings, toppings = (page.get_by_label(name) for name in ("Bodies", "Frostings", "Toppings"))
    expect(bodies.get_by_role("button")).to_have_text(["Vanilla", "Chocolate", "Carrot"])
    expect(frostings.get_by_role("button")).to_have_text(["Vanilla", "Chocolate", "Strawberry", "Neon"])

    bodies.get_by_role("button", name="Carrot").click()
    expect(frostings.get_by_role("button")).to_have_text(["Vanilla"])
    bodies.get_by_role("button", name="Vanilla").click()
    expect(frostings.get_by_role("button")).to_have_count(4)
    frostings.get_by_role("button", name="Neon").click()
    expect(toppings.get_by_role("button")).to_have_text(["Sprinkles"])
    frostings.get_by_role("button", name="Strawberry").click()
    expect(toppings.get_by_role("button")).to_have_text(["Cherry", "Flag"])
    app.expect_pictures()
    toppings.get_by_role("button", name="Flag").click()
    expect(page.get_by_label("Cupcake")).to_have_text("Vanilla, Strawberry, Flag")
    assert app.calls == [
        "admin GET /api/cupcakebodies/",
        "main GET /api/frostings/",
        "main GET /api/frostingoptions/carrotbodies",
        "main GET /api/frostingoptions/vanillabodies",
        "main GET /api/toppings/sprinkles",
        "main GET /api/toppings/cherry",
        "main GET /api/toppings/flag",
    ]
    assert app.complaints == []


def test_an_app_on_another_port_cannot_use_the_session_of_the_shop(
    new_manager: NewVisitor, shop: RunningShop, port: int
) -> None:
    page = new_manager().page
    page.goto("/")
    assert page.evaluate(ASK_WHO, [f"{shop.web}/admin", "include"]) == {"data": {"me": {"username": "admin"}}}
    page.goto(f"http://127.0.0.1:{port}/cupcakes.html?{urlencode({'admin': shop.admin, 'main': shop.main})}")
    nobody = {"data": {"me": None}}
    assert page.evaluate(ASK_WHO, [shop.admin, "same-origin"]) == nobody
    assert page.evaluate(WATCH_WHO, shop.admin) == nobody
    refused = page.evaluate(f"args => ({ASK_WHO})(args).catch(error => String(error))", [shop.admin, "include"])
    assert refused == "TypeError: Failed to fetch"
