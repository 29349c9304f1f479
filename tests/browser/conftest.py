"""Fixtures with the complete shop, started like `make run`, and a real browser."""

import os
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

import httpx
import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Request, ViewportSize, expect, sync_playwright

from testing.ports import free_port
from testing.processes import Process
from testing.requirements import require_program

ROOT = Path(__file__).parents[2]
SCREENSHOTS = ROOT / "artifacts" / "screenshots"
# Chromium needs the first flag to run as root in a container. The others disable requests to the vendor.
FLAGS = [
    "--no-sandbox",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-quic",
    "--no-first-run",
]
# The default of 5 s is too short for a machine that runs other tests as well. No test waits longer than it must.
expect.set_options(timeout=20_000)
DESKTOP: ViewportSize = {"width": 1280, "height": 900}
PHONE: ViewportSize = {"width": 360, "height": 740}


@dataclass(frozen=True)
class RunningShop:
    """The URLs of a running shop."""

    web: str
    admin: str
    main: str
    var: Path

    def password(self, username: str) -> str:
        """Return the password of a demo account, which was generated at the first start."""
        return (self.var / f"demo_{username}_password").read_text(encoding="utf-8")

    def create_product(self, title: str, **fields: str) -> int:
        """Create a product by REST and return its id."""
        product = httpx.post(
            f"{self.admin}/admin/products/create",
            json={"title": title, "image": "/pictures/beer/umbrella-weather-stout.svg", **fields},
        )
        product.raise_for_status()
        return int(product.json()["id"])


@pytest.fixture(scope="session")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningShop]:
    """The program of `make run`, with free ports and its own data. Tests share it and create what they change."""
    require_program("node")
    ports = {name: free_port() for name in ("WEB_PORT", "ADMIN_PORT", "MAIN_PORT")}
    environment = {name: str(port) for name, port in ports.items()}
    environment["TANDEM_VAR"] = str(tmp_path_factory.mktemp("var"))
    web, admin, main = (f"http://127.0.0.1:{port}" for port in ports.values())
    opened = Path(environment["TANDEM_VAR"], "liked")
    program = Process(
        "make-run",
        [sys.executable, str(ROOT / "scripts" / "run.py")],
        env={**os.environ, **environment},
        ready=opened.exists,
        ready_within=90,
    )
    program.start()
    yield RunningShop(web, admin, main, opened.parent)
    assert program.terminate() == 0, program.log_tail()


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Chromium. It is closed after each file, because asyncio.run() fails while the loop of Playwright runs."""
    path = require_program("chromium")
    with sync_playwright() as playwright:
        yield playwright.chromium.launch(executable_path=path, args=FLAGS)


@dataclass
class Visitor:
    """A user with a browser window. `complaints` contains console errors and requests to other hosts."""

    page: Page
    context: BrowserContext
    complaints: list[str] = field(default_factory=list)

    def check_no_complaints(self) -> None:
        """Check that there were no console errors and no requests to other hosts."""
        assert self.complaints == []


NewVisitor = Callable[..., Visitor]


@pytest.fixture
def new_visitor(browser: Browser, shop: RunningShop) -> Iterator[NewVisitor]:
    """A function that opens a new window. It accepts the options of `Browser.new_context`, such as `viewport`."""
    contexts = []

    def open_window(**options: object) -> Visitor:
        context = browser.new_context(
            base_url=shop.web,
            **{"viewport": DESKTOP, "reduced_motion": "reduce", **options},  # type: ignore[arg-type]
        )
        context.set_default_timeout(10_000)
        contexts.append(context)
        visitor = Visitor(context.new_page(), context)
        visitor.page.on("console", lambda message: _note(visitor, message.type, message.text))
        visitor.page.on("pageerror", lambda error: visitor.complaints.append(str(error)))
        visitor.page.on("request", lambda request: _check_host(visitor, request, shop))
        return visitor

    yield open_window
    for context in contexts:
        context.close()


@pytest.fixture
def visitor(new_visitor: NewVisitor) -> Visitor:
    """A visitor with a desktop window."""
    return new_visitor()


@pytest.fixture
def new_manager(new_visitor: NewVisitor, shop: RunningShop) -> NewVisitor:
    """A function that opens a window with the signed-in administrator of the demo shop."""

    def open_window(**options: object) -> Visitor:
        manager = new_visitor(**options)
        given = {"username": "admin", "password": shop.password("admin"), "delivery": "COOKIE"}
        login = "mutation($input: LoginInput!) { login(input: $input) { __typename } }"
        answer = manager.context.request.post(
            "/admin/graphql", data={"query": login, "variables": {"input": given}}
        )
        assert answer.json() == {"data": {"login": {"__typename": "LoginSuccess"}}}
        return manager

    return open_window


@pytest.fixture
def manager(new_manager: NewVisitor) -> Visitor:
    """The administrator with a desktop window."""
    return new_manager()


def _note(visitor: Visitor, kind: str, text: str) -> None:
    if kind in {"error", "warning"}:
        visitor.complaints.append(text)


def _check_host(visitor: Visitor, request: Request, shop: RunningShop) -> None:
    address = urlsplit(request.url)
    if address.scheme in {"http", "https"} and address.netloc != urlsplit(shop.web).netloc:
        visitor.complaints.append(f"request to another host: {request.url}")
