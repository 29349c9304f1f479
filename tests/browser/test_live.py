"""Pages that show changes by subscriptions, without a reload and without polling."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Page, Request, expect
from service_kit.identity import COOKIE, Role

from testing.ports import free_port
from testing.processes import LOGS, Process
from testing.requirements import require_program
from testing.sign_in import signed_in
from testing.waiting import eventually
from tests.support.buyers import Buyer
from tests.support.shop import Shop
from tests.support.stacks import EMBEDDED, NewStack

from .conftest import ROOT, NewVisitor, RunningShop

pytestmark = pytest.mark.timeout(180)  # the first test starts both services and the web server
HOLD_SECONDS = "6"
"""Long enough to open the page of an order before its state is final."""
SOON_MS = 15_000
"""Shorter than the polling interval of all pages here, except the page of an order."""
MOUNTS = 200
MOUNT_OFTEN = """async ([page, other, times]) => {
    const go = (path) => {
        history.pushState({}, "", path);
        dispatchEvent(new PopStateEvent("popstate", { state: {} }));
    };
    const { port1, port2 } = new MessageChannel();
    const turn = () => new Promise((resolve) => {
        port1.onmessage = resolve;
        port2.postMessage(null);
    });
    const pause = async (ms) => {
        const end = performance.now() + ms;
        while (performance.now() < end) await turn();
    };
    let noteSubscribed;
    const { send } = WebSocket.prototype;
    WebSocket.prototype.send = function (text) {
        send.call(this, text);
        if (text.includes("subscription ProductLive")) noteSubscribed?.();
    };
    for (let i = 0; i < times; i += 1) {
        go(other);
        await turn();
        const subscribed = new Promise((resolve) => (noteSubscribed = resolve));
        go(page);
        await subscribed;
        await pause(i % 4);
    }
    WebSocket.prototype.send = send;
}"""
"""Leaves a page and returns to it repeatedly, 0 to 3 ms after it has subscribed."""
OPERATION = re.compile(r'"operationName":"(\w+)"')


@dataclass(frozen=True)
class Stand:
    """Both services, which can be killed separately, and the web server in front of them."""

    shop: Shop
    url: str

    def new_product(self, title: str, **fields: object) -> int:
        """Create a product, wait until the shop knows it, and return its id."""
        given = {"image": "/pictures/beer/umbrella-weather-stout.svg", "price": "4.50", "stock": 10, **fields}
        product_id = self.shop.admin_client().new_product(title, **given)

        def known() -> None:
            assert self.shop.main_client().product(product_id)

        eventually(known)
        return product_id


@pytest.fixture(scope="module")
def stand(new_stack: NewStack) -> Iterator[Stand]:
    """The running services and the web server."""
    require_program("node")
    port = free_port()
    url = f"http://127.0.0.1:{port}"
    shop = Shop(new_stack(EMBEDDED), "live-in-the-browser")
    shop.main = shop.node("main", port=shop.main.port, ORDER_HOLD_SECONDS=HOLD_SECONDS)
    shop.nodes = [shop.admin, shop.main]
    ports = {"ADMIN_PORT": shop.admin.port, "MAIN_PORT": shop.main.port, "WEB_PORT": port}
    env = {name: str(value) for name, value in ports.items()}
    command = ["node", "node_modules/vite/bin/vite.js", "preview"]
    with shop, Process("live-web", command, env=env, cwd=ROOT / "frontend", ready=url, logs=LOGS):
        yield Stand(shop, url)


@pytest.fixture(scope="module")
def shop(stand: Stand) -> RunningShop:
    """The URLs for the fixtures of the browser."""
    return RunningShop(stand.url, stand.shop.admin.url, stand.shop.main.url, Path())


@dataclass
class Tab:
    """A page, the operations that it has sent since it was opened, and its errors."""

    page: Page
    sent: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.page.on("request", self._note)
        self.page.on("pageerror", lambda error: self.errors.append(str(error)))

    def open(self, address: str) -> None:
        """Open a URL and wait for the first subscription message."""
        with self.page.expect_websocket() as socket:
            self.page.goto(address)
        socket.value.wait_for_event("framereceived", predicate=lambda text: '"next"' in str(text))
        self.sent.clear()

    def _note(self, request: Request) -> None:
        self.sent += OPERATION.findall(request.post_data or "") if request.method == "POST" else []


NewTab = Callable[..., Tab]


@pytest.fixture
def new_tab(stand: Stand, new_visitor: NewVisitor) -> Iterator[NewTab]:
    """A function that opens a URL in a tab with this session, by default that of a visitor."""
    contexts: dict[tuple[str | None, str], BrowserContext] = {}
    tabs: list[Tab] = []

    def open_tab(address: str, token: str | None = None, browser: str = "the usual one") -> Tab:
        if (token, browser) not in contexts:
            context = contexts[token, browser] = new_visitor().context
            if token is not None:
                context.add_cookies([{"name": COOKIE, "value": token, "url": stand.url}])
        tabs.append(Tab(contexts[token, browser].new_page()))
        tabs[-1].open(address)
        return tabs[-1]

    yield open_tab
    assert [error for tab in tabs for error in tab.errors] == []


@pytest.fixture
def new_staff_tab(stand: Stand, new_tab: NewTab) -> NewTab:
    """A function that opens a URL in a tab of a staff member."""
    token = signed_in(stand.shop.stack.admin_database, Role.STAFF)
    return lambda address: new_tab(address, token)


def test_a_like_is_shown_on_every_page(stand: Stand, new_tab: NewTab, new_staff_tab: NewTab) -> None:
    product_id = stand.new_product("Shared Stout")
    shop_page, product_page, table = new_tab("/"), new_tab(f"/shop/{product_id}"), new_staff_tab("/manage")
    liker = new_tab(f"/shop/{product_id}")
    counts = liker.page.evaluate_handle(
        """() => {
            const counts = [];
            const note = () => counts.push(document.querySelector("main").innerText.match(/(\\d+) likes?/)?.[1]);
            new MutationObserver(note).observe(document, { subtree: true, childList: true, characterData: true });
            return counts;
        }"""
    )
    liker.page.get_by_role("button", name="Like Shared Stout", exact=True).click()
    stand.shop.main_client().like(product_id)
    card = shop_page.page.get_by_role("article").filter(has_text="Shared Stout")
    expect(card.get_by_text("2 likes")).to_be_attached(timeout=SOON_MS)
    for tab in (product_page, liker):
        expect(tab.page.get_by_text("2 likes")).to_be_visible(timeout=SOON_MS)
        assert "ProductPage" not in tab.sent
    row = table.page.get_by_role("row", name=re.compile("Shared Stout"))
    expect(row.get_by_role("cell", name="2", exact=True)).to_be_visible(timeout=SOON_MS)
    expect(liker.page.get_by_role("button", name="Unlike Shared Stout")).to_be_visible()
    seen = counts.json_value()
    assert seen == sorted(seen), "the count went back"


def test_subscriptions_work_after_200_quick_mounts(stand: Stand, new_tab: NewTab) -> None:
    product_id = stand.new_product("Nimble Nut Brown")
    calm = new_tab(f"/shop/{product_id}")
    hasty = new_tab(f"/shop/{product_id}", browser="another one")
    hasty.page.evaluate(MOUNT_OFTEN, [f"/shop/{product_id}", "/no/such/page", MOUNTS])
    stand.shop.main_client().like(product_id)
    for tab in (calm, hasty, new_tab(f"/shop/{product_id}", browser="a third one")):
        expect(tab.page.get_by_text("1 like", exact=True)).to_be_visible(timeout=SOON_MS)
    stand.shop.main_client().like(product_id)
    expect(calm.page.get_by_text("2 likes", exact=True)).to_be_visible(timeout=SOON_MS)
    assert "ProductPage" not in calm.sent


def test_the_sync_page_shows_what_is_unknown_while_a_service_is_down(
    stand: Stand, new_visitor: NewVisitor
) -> None:
    visitor = new_visitor()
    token = signed_in(stand.shop.stack.admin_database, Role.STAFF)
    visitor.context.add_cookies([{"name": COOKIE, "value": token, "url": stand.url}])
    stand.shop.wait_until_delivered()
    page = visitor.page
    page.goto("/manage/sync")
    expect(page.get_by_text("Up to date", exact=True)).to_have_count(2)
    stand.shop.main.kill()
    office, shop = (page.locator("section").filter(has_text=name) for name in ("admin_service", "main_service"))
    for card, says in ((office, "The shop does not respond."), (shop, "The shop is temporarily unavailable.")):
        expect(card.get_by_text("Unknown", exact=True)).to_be_visible()
        expect(card).to_contain_text(says)
    expect(page.get_by_text("Up to date", exact=True)).to_have_count(0)
    stand.shop.main.start()
    expect(page.get_by_text("Up to date", exact=True)).to_have_count(2, timeout=20_000)


def test_changes_by_staff_are_shown_in_the_shop(stand: Stand, new_tab: NewTab) -> None:
    product_id = stand.new_product("Plain Porter")
    shop_page, product_page = new_tab("/"), new_tab(f"/shop/{product_id}")
    admin = stand.shop.admin_client()
    admin.update(product_id, title="Fancy Porter", price="9.75")
    card = shop_page.page.get_by_role("article").filter(has_text="Fancy Porter")
    expect(card).to_contain_text("9.75", timeout=SOON_MS)
    expect(product_page.page.get_by_role("heading", name="Fancy Porter")).to_be_visible(timeout=SOON_MS)
    new_id = admin.new_product("Brand New Bock", image="/pictures/beer/umbrella-weather-stout.svg")
    expect(shop_page.page.get_by_role("article").filter(has_text="Brand New Bock")).to_be_visible(timeout=SOON_MS)
    for gone in (product_id, new_id):
        admin.delete(gone)
    expect(card).to_have_count(0, timeout=SOON_MS)
    expect(product_page.page.get_by_role("heading", name="Product not found")).to_be_visible(timeout=SOON_MS)


def test_basket_orders_and_stock_are_updated(stand: Stand, new_tab: NewTab, new_staff_tab: NewTab) -> None:
    product_id = stand.new_product("Moving Mead", stock=7)
    buyer = Buyer(stand.shop)
    basket, orders = new_tab("/basket", buyer.token), new_tab("/account/orders", buyer.token)
    table = new_staff_tab("/manage")
    buyer.add(product_id, 2)
    expect(basket.page.get_by_role("textbox", name="Quantity of Moving Mead")).to_have_value("2", timeout=SOON_MS)
    expect(orders.page.get_by_role("link", name="Basket, 2 items")).to_be_visible(timeout=SOON_MS)
    order_id = buyer.checkout()["id"]
    order = new_tab(f"/account/orders/{order_id}", buyer.token)
    standing = order.page.get_by_role("status").filter(has_text="Pending")
    region = standing.element_handle()
    expect(basket.page.get_by_text("Your basket is empty")).to_be_visible(timeout=SOON_MS)
    entry = orders.page.get_by_role("listitem").filter(has_text=f"Order {order_id}")
    expect(entry).to_contain_text("Pending", timeout=SOON_MS)
    stock = table.page.get_by_role("button", name="Adjust the stock of Moving Mead: 5")
    expect(stock).to_be_visible(timeout=SOON_MS)
    row = table.page.get_by_role("row", name=re.compile("Moving Mead"))
    expect(row.get_by_text("2 reserved")).to_be_visible(timeout=SOON_MS)
    expect(entry).to_contain_text("Completed", timeout=15_000)
    expect(row.get_by_text("reserved")).to_have_count(0, timeout=SOON_MS)
    expect(order.page.get_by_role("list", name="Order history")).to_contain_text("Completed", timeout=SOON_MS)
    assert "OrderPage" not in order.sent and "BasketPage" not in basket.sent
    # The region is still the same element, so that screen readers announce the change.
    assert "Your order is complete" in region.inner_text() and region.get_attribute("role") == "status"


def test_cards_and_product_pages_show_the_remaining_stock(stand: Stand, new_tab: NewTab) -> None:
    product_id = stand.new_product("Scarce Schwarzbier", stock=7)
    shop_page, product_page, buyer = new_tab("/"), new_tab(f"/shop/{product_id}"), Buyer(stand.shop)
    card = shop_page.page.get_by_role("article").filter(has_text="Scarce Schwarzbier")
    buttons = [
        card.get_by_role("button", name="Add Scarce Schwarzbier to basket"),
        product_page.page.get_by_role("button", name="Add to basket"),
    ]
    expect(card).not_to_contain_text("left")
    for quantity, text in ((4, "Only 3 left"), (3, "Sold out")):
        buyer.buy(product_id, quantity)
        for place in (card, product_page.page.get_by_role("main")):
            expect(place.get_by_text(text)).to_be_visible(timeout=SOON_MS)
    for button in buttons:
        expect(button).to_have_attribute("aria-disabled", "true")
    stand.shop.admin_client().mutate("adjustStock", "AdjustStockInput", "", productId=str(product_id), change=9)
    for button in buttons:
        expect(button).not_to_have_attribute("aria-disabled", "true", timeout=SOON_MS)
    assert "ProductPage" not in product_page.sent


def test_pages_catch_up_after_main_service_was_killed(stand: Stand, new_tab: NewTab) -> None:
    product_id = stand.new_product("Patient Pilsner")
    shop_page, product_page = new_tab("/"), new_tab(f"/shop/{product_id}")
    stand.shop.main.kill()
    stand.shop.admin_client().update(product_id, title="Punctual Pilsner")
    stand.shop.main.start()
    expect(product_page.page.get_by_role("heading", name="Punctual Pilsner")).to_be_visible(timeout=15_000)
    expect(shop_page.page.get_by_role("article").filter(has_text="Punctual Pilsner")).to_be_visible(timeout=15_000)
    stand.shop.main_client().like(product_id)
    expect(product_page.page.get_by_text("1 like", exact=True)).to_be_visible(timeout=SOON_MS)


def test_signing_out_ends_the_subscriptions_of_other_windows(stand: Stand, new_tab: NewTab) -> None:
    product_id = stand.new_product("Private Pale")
    buyer = Buyer(stand.shop)
    here, there = new_tab("/", buyer.token), new_tab("/basket", buyer.token, "another one")
    buyer.add(product_id)
    expect(there.page.get_by_role("textbox", name="Quantity of Private Pale")).to_have_value("1", timeout=SOON_MS)
    here.page.get_by_role("button", name=re.compile("^Account of ")).click()
    here.page.get_by_role("button", name="Sign out", exact=True).click()
    expect(here.page.get_by_role("link", name="Sign in")).to_be_visible()
    expect(there.page.get_by_role("heading", name="Sign in to continue")).to_be_visible(timeout=SOON_MS)
    expect(there.page.get_by_role("link", name="Basket")).to_have_count(0)
