"""`python -m main_service …`"""

from typing import Any

import httpx
import pytest
import respx
from main_service.app import COMMANDS
from service_kit.process.service import Service

from testing.api import Client
from testing.buying import Orders, stocked
from testing.checks.command_line import CommandLineChecks, Run
from testing.choosing import crate, cupcake
from testing.events import event, receive
from testing.one_service import ON_SQLITE
from testing.rows import contents, counts, outbox_events
from testing.shop import Shop

NODES = "{ products { nodes { id title image sku price category version createdAt updatedAt likes } } }"


def answer_with(peer: respx.MockRouter, *pages: list[Any]) -> None:
    """Makes admin_service list these products in pages."""
    answers = [
        httpx.Response(
            200,
            json={"data": {"products": {"nodes": nodes, "pageInfo": {"hasNextPage": more, "endCursor": "next"}}}},
        )
        for nodes, more in zip(pages, [True] * (len(pages) - 1) + [False], strict=True)
    ]
    peer.post("/graphql").mock(side_effect=answers)


async def originals(client: Client) -> list[Any]:
    """The products as admin_service lists them if the copies are correct and there are no options."""
    return [{**node, "optionsVersion": 0} for node in (await client.graphql(NODES))["products"]["nodes"]]


class TestCommandLine(CommandLineChecks):
    """The suite that both services pass, and the commands that only main_service has."""

    commands = COMMANDS
    port_variable = "MAIN_PORT"

    def test_refuses_a_key_that_is_too_short(self, run: Run) -> None:
        for key in ("", "hunter2"):
            status, out, err = run("serve", secret_key=key)
            assert (status, out, len(err.splitlines())) == (2, "", 1)
            assert err.startswith("SECRET_KEY: ")
            assert "hunter2" not in err

    def test_resync_publishes_every_count_again(self, run: Run, service: Service, shop: Shop) -> None:
        first, gone, last = [shop.add() for _ in range(3)]
        shop.remove(gone)
        assert run("resync")[0] == 0
        told = [(event["type"], event["data"]) for event in outbox_events(service.database)]
        assert told == [("shop.likes.changed.v1", {"product_id": key, "likes": 0}) for key in (first, last)]

    def test_resync_publishes_every_order_again(self, run: Run, service: Service, product: int) -> None:
        orders = Orders(service)
        orders.choose(product)
        orders.complete(orders.place(product))
        assert run("resync")[0] == 0
        assert orders.told() == ["shop.order.placed.v1", *["shop.order.completed.v1"] * 2]

    def test_stuck_orders_are_listed_and_pushed(self, run: Run, service: Service, product: int) -> None:
        orders = Orders(service)
        order_id = orders.place(product)
        assert run("stuck-orders") == (0, "", "")
        assert run("push-orders") == (0, "published the events of 0 orders again\n", "")
        orders.wait(61)
        since = orders.get(order_id).placed_at.strftime("%Y-%m-%d %H:%M:%S")
        assert run("stuck-orders") == (1, f"{order_id}\t{since}\n", "")
        assert run("push-orders") == (0, "published the events of 1 orders again\n", "")
        assert orders.told() == ["shop.order.placed.v1"] * 2

    @ON_SQLITE
    @pytest.mark.parametrize(
        ("name", "value"),
        [
            ("order_hold_seconds", "-1"),
            ("order_hold_seconds", "long"),
            ("order_fee_percent", "100.01"),
            ("order_fee_percent", "-1"),
            ("order_fee_percent", "1.234"),
        ],
    )
    def test_refuses_invalid_terms(self, run: Run, name: str, value: str) -> None:
        status, out, err = run("serve", **{name: value})
        assert (status, out) == (2, "")
        assert err.startswith(f"{name.upper()}: ")

    def test_seed_adds_likes_of_visitors_once(self, run: Run, service: Service, shop: Shop) -> None:
        for user_id in range(1, 15):
            told = event("shop.user.created.v1", f"user/{user_id}", 1, id=user_id, visitor=user_id not in {1, 5})
            receive(service.consumer, told)
        for number in range(10):
            shop.add(f"Ale {number}")
        status, out, _ = run("seed")
        loaded = contents(service.database)
        assert (status, out) == (0, f"{len(loaded['product_like'])} likes added\n")
        assert len(loaded["product_like"]) == len(loaded["like_change"]) > 20
        assert {row[0] for row in loaded["product_like"]} <= set(range(1, 15)) - {1, 5}
        assert run("seed") == (0, "0 likes added\n", "")
        assert contents(service.database) == loaded

    def test_seed_without_products_or_users_adds_no_likes(self, run: Run, service: Service, shop: Shop) -> None:
        assert run("seed") == (0, "0 likes added\n", "")
        shop.add()
        assert run("seed") == (0, "0 likes added\n", "")
        assert "product_like" not in counts(service.database)

    async def test_reconcile_finds_no_differences_in_correct_copies(
        self, run: Run, client: Client, shop: Shop, peer: respx.MockRouter
    ) -> None:
        for number in range(3):
            shop.add(f"Ale {number}")
        nodes = await originals(client)
        answer_with(peer, nodes[:2], nodes[2:])
        assert run("reconcile") == (0, "3 products on admin_service, 3 copies, 0 differences\n", "")

    async def test_reconcile_names_every_difference(
        self, run: Run, client: Client, shop: Shop, peer: respx.MockRouter
    ) -> None:
        first, second = shop.add("Ale"), shop.add("Bock")
        nodes = await originals(client)
        by_id = {int(node["id"]): node for node in nodes}
        missing = {**by_id[first], "id": str(second + 1)}
        answer_with(peer, [{**by_id[first], "title": "Stout", "likes": 3}, missing])
        status, out, _ = run("reconcile")
        assert status == 1
        assert out.splitlines()[:5] == [
            f"product {first}: title is 'Stout' on admin_service and 'Ale' in the copy",
            f"product {first}: likes is 3 on admin_service and 0 in the copy",
            f"product {second}: deleted on admin_service, but its copy still exists",
            f"product {second + 1}: no copy",
            "2 products on admin_service, 2 copies, 4 differences",
        ]

    async def test_reconcile_names_a_different_or_unknown_stock(
        self, run: Run, client: Client, service: Service, shop: Shop, peer: respx.MockRouter
    ) -> None:
        product_id = shop.add("Ale")
        nodes = [{**node, "stock": 0} for node in await originals(client)]
        receive(service.consumer, stocked(product_id, 3))
        answer_with(peer, nodes)
        assert (
            run("reconcile")[1].splitlines()[0]
            == f"product {product_id}: stock is 0 on admin_service and 3 in the copy"
        )
        Orders(service).forget_stock()
        answer_with(peer, nodes)
        assert (
            run("reconcile")[1].splitlines()[0]
            == f"product {product_id}: stock is 0 on admin_service and None in the copy"
        )
        receive(service.consumer, stocked(product_id, 0))
        answer_with(peer, nodes)
        assert run("reconcile")[0] == 0

    async def test_reconcile_compares_options_by_their_version(
        self, run: Run, client: Client, service: Service, shop: Shop, peer: respx.MockRouter
    ) -> None:
        known, unknown = shop.add("Cupcake"), shop.add("Crate")
        receive(service.consumer, cupcake(known).told(3))
        nodes = [{**node, "optionsVersion": 3} for node in await originals(client)]
        answer_with(peer, nodes)
        status, out, _ = run("reconcile")
        assert (status, out.splitlines()[0]) == (
            1,
            f"product {unknown}: optionsVersion is 3 on admin_service and 0 in the copy",
        )
        receive(service.consumer, crate(unknown).told(3))
        answer_with(peer, nodes)
        assert run("reconcile")[0] == 0

    @ON_SQLITE
    def test_reconcile_asks_admin_service_without_a_proxy(
        self, run: Run, peer: respx.MockRouter, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv("ALL_PROXY", "socks5://127.0.0.1:9")
        answer_with(peer, [])
        assert run("reconcile") == (0, "0 products on admin_service, 0 copies, 0 differences\n", "")

    @ON_SQLITE
    @pytest.mark.parametrize(
        "answer",
        [
            httpx.Response(500),
            httpx.Response(200, text="<html>"),
            httpx.Response(200, json={"errors": [{"message": "no"}]}),
            httpx.Response(200, json={"data": None}),
        ],
        ids=["an error", "no JSON", "errors", "no data"],
    )
    def test_reconcile_prints_one_line_if_admin_service_fails(
        self, run: Run, peer: respx.MockRouter, answer: httpx.Response
    ) -> None:
        peer.post("/graphql").mock(return_value=answer)
        status, out, err = run("reconcile")
        assert (status, out, len(err.splitlines())) == (1, "", 1)
        assert err.startswith("The request to admin_service failed")
