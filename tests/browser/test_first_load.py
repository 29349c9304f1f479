"""The requests of a page when it is opened: no duplicate queries, and compressed responses."""

import gzip
import json
import re
from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass, field

import httpx
import pytest
from playwright.sync_api import Page, Request, WebSocket, expect

from testing.waiting import eventually

from .conftest import ROOT, NewVisitor, RunningShop

PAGES: list[tuple[str, str, set[str]]] = [
    ("visitor", "/", {"ShopLive"}),
    ("visitor", "/shop/60", {"ProductLive"}),
    ("visitor", "/sign-in", set()),
    ("staff", "/", {"BasketLive", "ShopLive"}),
    ("staff", "/basket", {"BasketLive"}),
    ("staff", "/account", {"BasketLive"}),
    ("staff", "/account/orders", {"BasketLive", "OrdersLive"}),
    ("staff", "/account/sessions", {"BasketLive"}),
    ("staff", "/manage", {"BasketLive", "CatalogueLive", "RowsLive"}),
    ("staff", "/manage/orders", {"BasketLive"}),
    ("staff", "/manage/users", {"BasketLive"}),
    ("staff", "/manage/sync", {"BasketLive"}),
]
POLL_MS = {"UsersPage": 3_000, "ShopOrdersPage": 3_000, "SyncState": 2_000}
"""The queries with short polling intervals, as in `REFRESH_MS` of the web app."""


@dataclass
class Traffic:
    """The queries of a page, and the subscriptions that have received their first message."""

    page: Page
    queries: Counter[tuple[str, str]] = field(default_factory=Counter)
    answered: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        self.page.on("request", self._note_request)
        self.page.on("websocket", self._note_socket)

    def check_answered(self, subscriptions: Collection[str]) -> None:
        """Fail if one of these subscriptions has not received its first message."""
        self.page.evaluate("0")  # processes pending events of the page
        assert self.answered >= set(subscriptions)

    def _note_request(self, request: Request) -> None:
        if request.method == "POST" and request.url.endswith("/graphql"):
            self.queries[request.url, (request.post_data_json or {})["operationName"]] += 1

    def _note_socket(self, socket: WebSocket) -> None:
        names: dict[str, str] = {}

        def note_sent(frame: str | bytes) -> None:
            message = json.loads(frame)
            if message["type"] == "subscribe":
                names[message["id"]] = message["payload"]["operationName"]

        def note_received(frame: str | bytes) -> None:
            message = json.loads(frame)
            if message["type"] == "next":
                self.answered.add(names[message["id"]])

        socket.on("framesent", note_sent)
        socket.on("framereceived", note_received)


@pytest.mark.parametrize(("role", "address", "subscriptions"), PAGES)
def test_an_opened_page_sends_each_query_once(
    new_visitor: NewVisitor, new_manager: NewVisitor, role: str, address: str, subscriptions: Collection[str]
) -> None:
    page = (new_manager if role == "staff" else new_visitor)().page
    traffic = Traffic(page)
    page.clock.install()
    page.goto(address)
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    expect(page.get_by_role("status", name=re.compile("^Loading"))).to_have_count(0)
    eventually(lambda: traffic.check_answered(subscriptions))
    page.clock.run_for(1_000)  # a refetch of a list starts after up to 0.4 s; no page polls so early
    open_for_ms = page.evaluate("performance.now()")
    assert traffic.queries
    for (url, name), count in traffic.queries.items():
        # On a slow machine, the page may be open long enough to poll.
        polls = open_for_ms // POLL_MS[name] if name in POLL_MS else 0
        assert count <= 1 + polls, f"{url}: {name}"


@pytest.mark.parametrize("service", ["admin", "main"])
def test_responses_are_compressed(shop: RunningShop, service: str) -> None:
    answer = httpx.post(
        f"{shop.web}/{service}/graphql",
        json={"query": "{ products(first: 20) { nodes { id title image } } }"},
        headers={"accept-encoding": "gzip"},
    )
    assert len(answer.json()["data"]["products"]["nodes"]) == 20
    assert answer.headers["content-encoding"] == "gzip"
    assert "accept-encoding" in answer.headers["vary"].lower()
    assert int(answer.headers["content-length"]) < len(answer.content) / 2


def test_events_of_a_stream_are_not_buffered(shop: RunningShop) -> None:
    product_id = shop.create_product("Streamed Stout")
    query = f"subscription {{ productCopyChanged(ids: [{product_id}]) {{ product {{ title }} }} }}"
    headers = {"accept": "text/event-stream", "accept-encoding": "gzip"}
    stream = httpx.stream("POST", f"{shop.web}/main/graphql", json={"query": query}, headers=headers, timeout=30)
    with stream as answer:
        assert "content-encoding" not in answer.headers
        lines = answer.iter_lines()
        assert next(line for line in lines if line.startswith("data: "))
        httpx.put(f"{shop.admin}/admin/products/{product_id}/edit", json={"title": "Changed Stout"})
        assert "Changed Stout" in next(line for line in lines if line.startswith("data: ") and "Changed" in line)


def test_the_first_page_needs_at_most_200_kb_of_javascript() -> None:
    page = (ROOT / "frontend/dist/index.html").read_text()
    scripts = set(re.findall(r'/(assets/[^"]+\.js)"', page))
    assert len(scripts) > 1
    sizes = {name: len(gzip.compress((ROOT / "frontend/dist" / name).read_bytes(), 9)) for name in scripts}
    assert sum(sizes.values()) <= 200_000, sizes
