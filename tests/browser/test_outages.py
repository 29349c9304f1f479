"""Open pages during the outages of docs/outages.md.

The pages keep their content and typed input, show at most one message about the outage, and recover automatically.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from service_kit.identity import COOKIE, Role

from testing.ports import free_port
from testing.processes import LOGS, Process
from testing.servers import RabbitMQ
from testing.sign_in import signed_in
from testing.waiting import eventually
from tests.support.buyers import Buyer
from tests.support.clients import GraphQLError
from tests.support.shop import Shop
from tests.support.stacks import SERVERS, NewStack

from .conftest import ROOT, NewVisitor, RunningShop
from .open_pages import LOOK_MS, TYPED, Pages, content

pytestmark = pytest.mark.timeout(240)  # the first test starts two servers, both services and the web server
FRONTEND = ROOT / "frontend"


@dataclass(frozen=True)
class Stand:
    """The shop with demo products and the web server in front of it. All processes can be stopped separately."""

    shop: Shop
    web: Process
    url: str


@pytest.fixture(scope="module")
def stand(new_stack: NewStack) -> Iterator[Stand]:
    """The running shop and the web server."""
    port = free_port()
    url = f"http://127.0.0.1:{port}"
    with Shop(new_stack(SERVERS), "outages-in-the-browser") as shop:
        assert shop.run("admin", "seed")[0] == 0
        shop.check_invariants()
        ports = {"ADMIN_PORT": shop.admin.port, "MAIN_PORT": shop.main.port, "WEB_PORT": port}
        command = ["node", "node_modules/vite/bin/vite.js", "preview"]
        env = {name: str(value) for name, value in ports.items()}
        with Process("outages-web", command, env=env, cwd=FRONTEND, ready=url, logs=LOGS) as web:
            yield Stand(shop, web, url)


@pytest.fixture(scope="module")
def shop(stand: Stand) -> RunningShop:
    """The URLs for the fixtures of the browser."""
    return RunningShop(stand.url, stand.shop.admin.url, stand.shop.main.url, Path())


@pytest.fixture
def pages(stand: Stand, new_visitor: NewVisitor) -> Pages:
    """The open pages, before the outage."""
    stand.shop.start()
    if not stand.web.is_running:
        stand.web.start()
    buyer = Buyer(stand.shop)
    eventually(buyer.basket, also_retry=(GraphQLError,))  # the accounts may still be unavailable
    beer, cake = (_id_of(stand.shop, sku) for sku in ("BEER-STOUT", "CUPCAKE-OWN"))
    order_id = buyer.buy(beer)
    buyer.wait(order_id, "COMPLETED")
    buyer.add(beer)
    customer = _tabs(stand, new_visitor, buyer.token)
    staff = _tabs(stand, new_visitor, signed_in(stand.shop.stack.admin_database, Role.STAFF))
    shown = Pages(
        shop=customer("/"),
        configurator=customer(f"/shop/{cake}"),
        basket=customer("/basket"),
        order=customer(f"/account/orders/{order_id}"),
        form=staff("/manage"),
    )
    shown.form.get_by_role("button", name="Add product").click()
    shown.form.get_by_role("dialog").get_by_label("Title").fill(TYPED)
    for name, page in shown.all().items():
        expect(content(name, page)).to_be_visible()
    return shown


def _tabs(stand: Stand, new_visitor: NewVisitor, token: str) -> Callable[[str], Page]:
    """Return a function that opens a URL in a new tab with this session."""
    context = new_visitor().context
    context.add_cookies([{"name": COOKIE, "value": token, "url": stand.url}])

    def open_tab(address: str) -> Page:
        page = context.new_page()
        page.clock.install()
        page.goto(address)
        return page

    return open_tab


def _id_of(shop: Shop, sku: str) -> int:
    return int(shop.books.query("admin", "SELECT id FROM product WHERE sku = :sku", sku=sku)[0].id)


ADMIN_UNAVAILABLE = "The account and catalogue service is temporarily unavailable"
SHOP_UNAVAILABLE = "The shop is temporarily unavailable"
SHOP_DELAYED = "New products and changes may take longer to appear."
SHOP_DISCONNECTED = "The connection to the shop is interrupted."


def says(page: Page, text: str) -> None:
    """Check that a notice on the page contains this text."""
    notice = page.locator("main").get_by_text(text)
    expect(notice).to_be_visible(timeout=LOOK_MS)


def save(pages: Pages) -> None:
    """Complete and submit the form."""
    dialog = pages.form.get_by_role("dialog")
    dialog.get_by_role("textbox", name="Picture").fill("/pictures/beer/harbour-lights-lager.svg")
    dialog.get_by_role("button", name="Save product").click()


def check_saved(pages: Pages) -> None:
    """Check that the table contains the submitted product."""
    expect(pages.form.get_by_role("row", name=re.compile(TYPED)).first).to_be_visible()


def order(pages: Pages, what: str) -> None:
    """Place an order, which only requires main_service. The tab then shows the order."""
    pages.basket.get_by_role("button", name="Place order").click()
    expect(pages.basket.get_by_role("heading", name=re.compile(r"^Order \d+"))).to_be_visible()
    pages.screenshot(what, "basket")


def check_completed(pages: Pages) -> None:
    """Check that the order that was placed during the outage is completed, and that its page shows it."""
    timeline = pages.basket.get_by_role("list", name="Order history")
    completed = re.compile("completed", re.IGNORECASE)
    pages.advance_time_until(lambda: expect(timeline).to_contain_text(completed, timeout=LOOK_MS))


def test_pages_survive_an_outage_of_admin_service(stand: Stand, pages: Pages) -> None:
    stand.shop.stop(stand.shop.admin)
    pages.advance_time_until(lambda: says(pages.form, ADMIN_UNAVAILABLE))
    pages.advance_time_until(lambda: says(pages.shop, SHOP_DELAYED))
    pages.check_calm("admin")
    save(pages)
    expect(pages.form.get_by_role("dialog").get_by_role("alert")).to_be_visible()
    pages.screenshot("admin-sent", "form")
    order(pages, "admin-ordered")
    pages.shop.reload()
    expect(pages.shop.get_by_role("article").first).to_be_visible()
    expect(pages.shop.get_by_role("link", name="Basket")).to_be_visible()
    pages.screenshot("admin-reloaded", "shop")
    stand.shop.start()
    check_completed(pages)
    save(pages)
    check_saved(pages)


def test_pages_survive_an_outage_of_main_service(stand: Stand, pages: Pages) -> None:
    stand.shop.stop(stand.shop.main)
    for page in pages.of_the_shop():
        pages.advance_time_until(lambda page=page: says(page, SHOP_UNAVAILABLE))  # type: ignore[misc]
    pages.check_calm("main")
    like = pages.shop.get_by_role("button", name=re.compile("^Like ")).first
    for _ in range(3):
        like.click()
    expect(pages.shop.locator(".mantine-Notification-root").first).to_be_visible()
    pages.check_calm("main-liked")
    save(pages)
    check_saved(pages)
    pages.order.reload()
    expect(pages.order.get_by_role("alert")).to_contain_text("We'll keep trying automatically.")
    pages.screenshot("main-reloaded", "order")
    stand.shop.start()
    pages.form.get_by_role("button", name="Add product").click()
    pages.check_recovered()
    like.click()
    expect(pages.shop.get_by_role("button", name=re.compile("^Unlike ")).first).to_be_visible()


def test_pages_survive_an_outage_of_rabbitmq(stand: Stand, pages: Pages, mortal_rabbitmq: RabbitMQ) -> None:
    mortal_rabbitmq.stop()
    pages.advance_time_until(lambda: says(pages.shop, SHOP_DELAYED))
    pages.advance_time_until(lambda: says(pages.form, SHOP_DISCONNECTED))
    pages.check_calm("rabbitmq")
    save(pages)
    check_saved(pages)
    order(pages, "rabbitmq-ordered")
    mortal_rabbitmq.start()
    check_completed(pages)


def test_pages_survive_an_outage_of_the_web_server(stand: Stand, pages: Pages) -> None:
    stand.web.kill()
    for page in pages.of_the_shop():
        pages.advance_time_until(lambda page=page: says(page, SHOP_UNAVAILABLE))  # type: ignore[misc]
    pages.advance_time_until(lambda: says(pages.form, ADMIN_UNAVAILABLE))
    pages.check_calm("web")
    pages.order.get_by_role("link", name="Devices").click()  # a page whose code this tab has not loaded yet
    expect(pages.order.get_by_role("main").get_by_role("alert")).to_contain_text("didn't load")
    pages.screenshot("web-not-loaded", "order")
    stand.web.start()
    pages.check_recovered()
    sessions = pages.order.get_by_role("heading", name="Your devices")
    pages.advance_time_until(lambda: expect(sessions).to_be_visible(timeout=LOOK_MS))
    save(pages)
    check_saved(pages)
