"""`python -m admin_service …`"""

from admin_service.app import COMMANDS
from service_kit.service import Service

from testing.checks.command_line import CommandLineChecks, Run
from testing.rows import counts, outbox_events
from testing.shop import Shop


class TestCommandLine(CommandLineChecks):
    """The suite that both services pass, and what admin_service has besides."""

    commands = COMMANDS
    port_variable = "ADMIN_PORT"

    def test_resync_tells_of_every_user_and_product_again(self, run: Run, service: Service, shop: Shop) -> None:
        ids = [shop.add(f"Ale {number}") for number in range(3)]
        shop.remove(ids[0])
        before = len(outbox_events(service.database))
        assert run("resync")[0] == 0
        told = [(event["type"], event["data"]["id"]) for event in outbox_events(service.database)[before:]]
        assert told == [
            ("shop.product.updated.v1", ids[1]),
            ("shop.product.updated.v1", ids[2]),
            ("shop.product.deleted.v1", ids[0]),
        ]

    def test_seed_loads_the_demo_shop_once(self, run: Run, service: Service) -> None:
        status, out, _ = run("seed")
        loaded = counts(service.database)
        assert (status, out) == (0, f"{loaded['product']} products added\n")
        assert loaded["product"] >= 50
        assert loaded["user"] == 12
        assert loaded["outbox"] == loaded["product"] + loaded["user"]
        assert run("seed") == (0, "0 products added\n", "")
        assert counts(service.database) == loaded
