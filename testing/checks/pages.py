"""Pages of products: every order, forward and backward to the end, and invalid cursors."""

import base64
import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest

from testing.api import Client, codes
from testing.one_service import ON_SQLITE
from testing.shop import Shop

LIST = """query($first: Int, $after: String, $last: Int, $before: String, $by: ProductOrder) {
  products(first: $first, after: $after, last: $last, before: $before, orderBy: $by) {
    edges { cursor node { id title price likes createdAt } }
    nodes { id }
    pageInfo { hasNextPage hasPreviousPage startCursor endCursor }
  }
}"""
ORDERS = ("CREATED_AT", "TITLE", "PRICE", "LIKES")
READ: dict[str, Callable[[Any], Any]] = {
    "CREATED_AT": lambda node: datetime.fromisoformat(node["createdAt"]),
    "PRICE": lambda node: Decimal(node["price"]),
    "LIKES": lambda node: node["likes"],
}
MORNING = datetime(2026, 1, 31, 8, tzinfo=UTC)
TITLES = ["ale", "Ale", "Zwickel", "äle", "ale", "🍺", "ALE 2", "bock", "Bock", "9"]
every_order = pytest.mark.parametrize("field", ORDERS)
both_directions = pytest.mark.parametrize("direction", ["ASC", "DESC"])


def cursor_of(payload: object) -> str:
    return base64.urlsafe_b64encode(json.dumps(payload).encode()).decode().rstrip("=")


async def page(client: Client, **arguments: object) -> Any:
    found = (await client.graphql(LIST, **arguments))["products"]
    edges, info = found["edges"], found["pageInfo"]
    assert found["nodes"] == [{"id": edge["node"]["id"]} for edge in edges]
    assert info["startCursor"] == (edges[0]["cursor"] if edges else None)
    assert info["endCursor"] == (edges[-1]["cursor"] if edges else None)
    return found


async def whole(client: Client, field: str, direction: str) -> list[dict[str, Any]]:
    found = await page(client, first=100, by={"field": field, "direction": direction})
    return [edge["node"] for edge in found["edges"]]


class PageChecks:
    """Derive from it and provide `shop`."""

    @pytest.fixture
    def shelf(self, shop: Shop) -> list[str]:
        """The ids of ten products with many ties in every order."""
        return [
            str(
                shop.add(
                    title,
                    price=f"{number % 3}.50",
                    likes=number % 4,
                    created_at=MORNING + timedelta(microseconds=number // 4),
                )
            )
            for number, title in enumerate(TITLES)
        ]

    @ON_SQLITE
    async def test_an_empty_cursor_is_ignored(self, client: Client, shelf: list[str]) -> None:
        first, last = await page(client, first=3), await page(client, last=3)
        assert await page(client, first=3, after="") == first
        assert await page(client, last=3, before="") == last
        assert await page(client, first=3, after="", before="") == first

    @every_order
    async def test_orders_by_the_field_and_then_by_id_and_backwards_is_the_exact_reverse(
        self, client: Client, shelf: list[str], field: str
    ) -> None:
        rising, falling = await whole(client, field, "ASC"), await whole(client, field, "DESC")
        assert sorted(node["id"] for node in rising) == sorted(shelf)
        assert rising == falling[::-1]
        if field != "TITLE":
            assert rising == sorted(rising, key=lambda node: (READ[field](node), int(node["id"])))

    @pytest.mark.parametrize("size", [1, 4])
    async def test_orders_titles_of_every_script_regardless_of_case_and_accents(
        self, client: Client, shop: Shop, size: int
    ) -> None:
        latin = ["Äpfel", "apple", "Éclair", "éclair z", "Eclairs", "øl", "Zebra"]
        expected = [*latin, "Ёлка", "икра", "Йогурт", "Кекс"]
        for title in sorted(expected):
            shop.add(title)
        met: list[str] = []
        after, more = None, True
        while more:
            found = await page(client, first=size, after=after, by={"field": "TITLE", "direction": "ASC"})
            met += [edge["node"]["title"] for edge in found["edges"]]
            after, more = found["pageInfo"]["endCursor"], found["pageInfo"]["hasNextPage"]
        assert met == expected

    async def test_orders_titles_regardless_of_case(self, client: Client, shelf: list[str]) -> None:
        folded = [node["title"].lower() for node in await whole(client, "TITLE", "ASC")]
        plain = [title for title in folded if title.isascii()]
        assert plain == sorted(plain)

    @every_order
    @both_directions
    @pytest.mark.parametrize("size", [3, 5])
    async def test_paging_forward_meets_every_product_once_in_order(
        self, client: Client, shelf: list[str], field: str, direction: str, size: int
    ) -> None:
        order = {"field": field, "direction": direction}
        met: list[str] = []
        after, more = None, True
        while more:
            found = await page(client, first=size, after=after, by=order)
            assert found["pageInfo"]["hasPreviousPage"] is (after is not None)
            met += [edge["node"]["id"] for edge in found["edges"]]
            after, more = found["pageInfo"]["endCursor"], found["pageInfo"]["hasNextPage"]
            assert len(met) <= len(shelf)
        assert met == [node["id"] for node in await whole(client, field, direction)]

    @every_order
    @both_directions
    @pytest.mark.parametrize("size", [3, 5])
    async def test_paging_backward_meets_every_product_once_in_order(
        self, client: Client, shelf: list[str], field: str, direction: str, size: int
    ) -> None:
        order = {"field": field, "direction": direction}
        met: list[str] = []
        before, more = None, True
        while more:
            found = await page(client, last=size, before=before, by=order)
            assert found["pageInfo"]["hasNextPage"] is (before is not None)
            met = [edge["node"]["id"] for edge in found["edges"]] + met
            before, more = found["pageInfo"]["startCursor"], found["pageInfo"]["hasPreviousPage"]
            assert len(met) <= len(shelf)
        assert met == [node["id"] for node in await whole(client, field, direction)]

    async def test_lists_the_newest_twenty_by_default(self, client: Client, shop: Shop) -> None:
        ids = [str(shop.add(f"Ale {number}")) for number in range(21)]
        found = await page(client)
        assert [node["id"] for node in found["nodes"]] == ids[:0:-1]
        assert found["pageInfo"]["hasNextPage"] is True

    async def test_an_empty_list_is_a_page_without_cursors(self, client: Client) -> None:
        assert await page(client) == {
            "edges": [],
            "nodes": [],
            "pageInfo": {"hasNextPage": False, "hasPreviousPage": False, "startCursor": None, "endCursor": None},
        }

    async def test_paging_continues_after_products_were_added_and_removed(
        self, client: Client, shelf: list[str], shop: Shop
    ) -> None:
        order = {"field": "LIKES", "direction": "ASC"}
        expected = [node["id"] for node in await whole(client, "LIKES", "ASC")]
        found = await page(client, first=4, by=order)
        shop.remove(int(expected[3]))
        shop.add("least liked of all")
        rest = await page(client, first=10, after=found["pageInfo"]["endCursor"], by=order)
        late = [node["id"] for node in rest["nodes"] if node["id"] in expected]
        assert late == expected[4:]

    async def test_a_page_can_be_between_two_cursors(self, client: Client, shelf: list[str]) -> None:
        edges = (await page(client, first=10))["edges"]
        between = await page(client, first=10, after=edges[2]["cursor"], before=edges[6]["cursor"])
        assert between["edges"] == edges[3:6]

    @ON_SQLITE
    @pytest.mark.parametrize(
        "arguments",
        [
            {"first": 0},
            {"first": -1},
            {"first": 101},
            {"first": 99_999_999},
            {"last": 0},
            {"last": 101},
            {"first": 1, "last": 1},
        ],
        ids=str,
    )
    async def test_refuses_page_sizes_outside_1_to_100(self, client: Client, arguments: dict[str, int]) -> None:
        assert codes(await client.graphql_errors(LIST, **arguments)) == ["BAD_USER_INPUT"]

    @pytest.mark.parametrize("argument", ["after", "before"])
    @pytest.mark.parametrize(
        "cursor",
        [
            "x",
            "%%%",
            "🍺",
            "\x00",
            "a" * 3000,
            cursor_of([]),
            cursor_of({}),
            cursor_of("created_at-desc"),
            cursor_of(["created_at-desc"]),
            cursor_of(["created_at-desc", "2026-01-31T08:00:00+00:00"]),
            cursor_of(["created_at-desc", "2026-01-31T08:00:00+00:00", 1, 2]),
            cursor_of(["created_at-desc", "2026-01-31T08:00:00+00:00", "1"]),
            cursor_of(["created_at-desc", "2026-01-31T08:00:00+00:00", 1.5]),
            cursor_of(["created_at-desc", "2026-01-31T08:00:00+00:00", True]),
            cursor_of(["created_at-desc", "2026-01-31T08:00:00+00:00", 2**63]),
            cursor_of(["created_at-desc", "yesterday", 1]),
            cursor_of(["created_at-desc", 5, 1]),
            cursor_of(["created_at-desc", None, 1]),
            cursor_of(["created_at-asc", "2026-01-31T08:00:00+00:00", 1]),
            cursor_of(["title-desc", "ale", 1]),
        ],
        ids=lambda value: value[:12],
    )
    async def test_refuses_an_invalid_cursor(self, client: Client, argument: str, cursor: str) -> None:
        (error,) = await client.graphql_errors(LIST, **{argument: cursor})
        assert error["message"] == f'Argument "{argument}" is not a cursor of this list in this order.'
        assert error["extensions"]["code"] == "BAD_USER_INPUT"

    @pytest.mark.parametrize(
        ("field", "value"),
        [
            ("CREATED_AT", "0001-01-01T00:00:00"),
            ("CREATED_AT", "0001-01-01T00:00:00+14:00"),
            ("CREATED_AT", "9999-12-31T23:59:59.999999"),
            ("CREATED_AT", "9999-12-31T23:59:59-12:00"),
            ("PRICE", "NaN"),
            ("PRICE", "Infinity"),
            ("PRICE", "1e400"),
            ("PRICE", "-99999999999999999999.999999"),
            ("TITLE", "a\x00b"),
            ("TITLE", "'; DROP TABLE product; --"),
            ("TITLE", "🍺" * 300),
            ("LIKES", -(2**63)),
        ],
    )
    async def test_a_forged_cursor_is_a_position_or_is_refused(
        self, client: Client, shelf: list[str], field: str, value: object
    ) -> None:
        cursor = cursor_of([f"{field.lower()}-asc", value, 2**63 - 1])
        answer = await client.post_graphql(LIST, after=cursor, by={"field": field, "direction": "ASC"})
        body = answer.json()
        assert answer.status_code == 200
        assert "errors" not in body or codes(body["errors"]) == ["BAD_USER_INPUT"]
        assert len((await page(client, first=100))["nodes"]) == len(shelf)
