"""Dynamically imported chunks of the web app: recovery from failures, and reloads after a deployment."""

import os
import re
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest
from playwright.sync_api import Page, Route, expect

from testing.ports import free_port
from testing.processes import Process

from .conftest import ROOT, NewVisitor, RunningShop, Visitor

FRONTEND = ROOT / "frontend"


@dataclass(frozen=True)
class Site:
    """A web server with a copy of the built app, in front of the services of the shop."""

    url: str
    folder: Path

    def deploy(self) -> None:
        """Rename all scripts, as a new build does."""
        assets = self.folder / "assets"
        names = {path.stem for path in assets.glob("*.js")}
        script = re.compile(rf"\b({'|'.join(map(re.escape, names))})\.js")
        for path in [*assets.glob("*.js"), self.folder / "index.html"]:
            path.write_text(script.sub(r"\1-next.js", path.read_text(encoding="utf-8")), encoding="utf-8")
        for name in names:
            (assets / f"{name}.js").rename(assets / f"{name}-next.js")
        for path in self.folder.rglob("*.br"):
            path.unlink()


@pytest.fixture
def site(shop: RunningShop, tmp_path: Path) -> Iterator[Site]:
    """A copy of the app that the test may change."""
    folder = tmp_path / "site"
    shutil.copytree(FRONTEND / "dist", folder)
    port = free_port()
    url = f"http://127.0.0.1:{port}"
    services = {"ADMIN_PORT": shop.admin.rpartition(":")[2], "MAIN_PORT": shop.main.rpartition(":")[2]}
    command = ["node", "node_modules/vite/bin/vite.js", "preview", "--outDir", str(folder)]
    env = {**os.environ, **services, "WEB_PORT": str(port)}
    with Process("deployed-web", command, env=env, cwd=FRONTEND, ready=url):
        yield Site(url, folder)


class Outage:
    """Blocks requests of a page whose URL matches a pattern."""

    def __init__(self, page: Page, pattern: str) -> None:
        self._page = page
        self._pattern = re.compile(pattern)
        page.route(self._pattern, self._abort)

    def end(self) -> None:
        """Unblock the requests."""
        self._page.unroute(self._pattern)

    def _abort(self, route: Route) -> None:
        route.abort()


def mark(page: Page) -> None:
    """Mark the page, to detect reloads."""
    page.evaluate("window.isTheSamePage = true")


def is_marked(page: Page) -> bool:
    """Return whether the page has not been reloaded since it was marked."""
    return bool(page.evaluate("window.isTheSamePage === true"))


@pytest.mark.parametrize("kind", ["js", "css"])
def test_a_page_opens_without_a_reload_after_its_chunk_failed_once(visitor: Visitor, kind: str) -> None:
    page = visitor.page
    page.goto("/")
    outage = Outage(page, rf"/assets/ProductPage-.*\.{kind}$")
    mark(page)
    page.get_by_role("article").first.get_by_role("link").first.click()
    expect(page.get_by_role("alert")).to_contain_text("didn't load")
    outage.end()
    page.get_by_role("button", name="Try again").click()
    expect(page.get_by_role("button", name="Add to basket")).to_be_visible()
    assert is_marked(page)
    styles = "[...document.querySelectorAll('link[rel=stylesheet]')].every((link) => link.sheet)"
    assert page.evaluate(styles)


def test_the_header_recovers_after_its_chunks_failed(manager: Visitor) -> None:
    page = manager.page
    outage = Outage(page, r"/assets/(UserMenu|BasketLink)-.*\.js$")
    page.clock.install()
    page.goto("/")
    expect(page.get_by_role("link", name="Basket")).to_be_visible()
    expect(page.get_by_role("link", name="admin")).to_be_visible()
    expect(page.get_by_role("article").first).to_be_visible()
    mark(page)
    outage.end()
    page.clock.run_for(10_000)
    expect(page.get_by_role("button", name=re.compile("^Account of "))).to_be_visible()
    assert is_marked(page)


def test_the_add_to_basket_button_works_after_its_chunk_failed_once(manager: Visitor) -> None:
    page = manager.page
    page.goto("/shop/60")
    outage = Outage(page, r"/assets/addToBasket-.*\.js$")
    add = page.get_by_role("button", name="Add to basket")
    add.click()
    expect(page.get_by_text("didn't load")).to_be_visible()
    outage.end()
    add.click()
    expect(page.get_by_text("Added to your basket.")).to_be_visible()


def test_the_next_page_after_a_deployment_has_the_new_version(site: Site, new_visitor: NewVisitor) -> None:
    page = new_visitor().page
    page.goto(site.url)
    expect(page.get_by_role("article").first).to_be_visible()
    loads: list[str] = []
    page.on("domcontentloaded", lambda loaded: loads.append(loaded.url))
    site.deploy()
    page.get_by_role("article").first.get_by_role("link").first.click()
    expect(page.get_by_text("Updated to the latest version")).to_be_visible()
    expect(page.get_by_role("button", name="Add to basket")).to_be_visible()
    entry = page.locator('script[type="module"][src]').get_attribute("src")
    assert entry is not None and entry.endswith("-next.js")
    assert [re.sub(r"\d+$", "#", url) for url in loads] == [f"{site.url}/shop/#"]


def test_a_server_with_mixed_versions_does_not_cause_a_reload_loop(site: Site, new_visitor: NewVisitor) -> None:
    page = new_visitor().page
    page.goto(site.url)
    expect(page.get_by_role("article").first).to_be_visible()
    loads: list[str] = []
    page.on("domcontentloaded", lambda loaded: loads.append(loaded.url))
    site.deploy()
    for path in (site.folder / "assets").glob("ProductPage-*.js"):
        path.unlink()
    page.clock.install()
    page.get_by_role("article").first.get_by_role("link").first.click()
    alert = page.get_by_role("main").get_by_role("alert")
    expect(alert).to_contain_text("didn't load")
    for _ in range(3):
        page.clock.run_for(60_000)
        expect(alert).to_contain_text("didn't load")
    assert len(loads) == 1


def test_cache_headers_of_the_page_and_its_scripts(shop: RunningShop) -> None:
    index = httpx.get(shop.web)
    assert index.headers["cache-control"] == "no-cache"
    script = re.search(r'src="(/assets/[^"]+\.js)"', index.text)
    assert script is not None
    kept = httpx.get(f"{shop.web}{script[1]}")
    assert kept.headers["cache-control"] == "public, max-age=31536000, immutable"
    assert httpx.get(f"{shop.web}/shop/1").text == index.text


@pytest.mark.parametrize("address", ["/assets/ProductPage-0000.js", "/assets/nothing", "/pictures/nothing.svg"])
def test_a_missing_file_returns_404(shop: RunningShop, address: str) -> None:
    answer = httpx.get(f"{shop.web}{address}", headers={"accept": "text/html,*/*"})
    assert answer.status_code == 404
    assert answer.headers["cache-control"] == "no-store"
    assert "<html" not in answer.text
