"""GraphQL clients and composers that others wrote, against the running services and the gateway.

The clients are in `tests/clients`: Apollo Client 3 and 4 with its persisted-query link, urql with its persisted
exchange, and graphql-ws for their subscriptions.
"""

import json
import subprocess
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import httpx
import pytest

from testing.requirements import require_packages, require_program
from tests.support.gateway import GATEWAY, gateway_process
from tests.support.shop import Shop
from tests.support.stacks import EMBEDDED

CLIENTS = Path(__file__).parent / "clients"
TOOLS = GATEWAY.parent / "tools"
SUBSCRIPTIONS = {"main": "subscription { productCopiesChanged { all } }"}
HASH, BOTH, TEXT = (False, True), (True, True), (True, False)
ENDPOINTS = ("admin", "main", "gateway")
NAMES = ("apollo3", "apollo4", "urql")


class Endpoints:
    """What the clients got and sent, by endpoint; each endpoint is asked once."""

    def __init__(self, urls: dict[str, str]) -> None:
        self._urls = urls
        self._results: dict[str, Any] = {}

    def results(self, endpoint: str) -> Any:
        """What `clients.mjs` says of the endpoint."""
        if endpoint not in self._results:
            subscription = SUBSCRIPTIONS.get(endpoint, "subscription { productsChanged { all } }")
            url = f"{self._urls[endpoint]}/graphql"
            command = [str(require_program("node")), str(CLIENTS / "clients.mjs"), url, subscription]
            ended = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
            assert ended.returncode == 0, ended.stderr
            self._results[endpoint] = json.loads(ended.stdout)
        return self._results[endpoint]


@pytest.fixture(scope="module")
def endpoints(shops: Any) -> Iterator[Endpoints]:
    """Both services, the gateway, and a gateway that supports no persisted queries."""
    require_packages(CLIENTS)
    shop: Shop = shops.get(EMBEDDED)
    client = shop.admin_client()
    for number in range(2):
        client.new_product(f"For clients {number}")
    shop.wait_until_delivered()
    urls = {"admin": shop.admin.url, "main": shop.main.url}
    with ExitStack() as gateways:
        for name, env in (("gateway", {}), ("gateway without", {"PERSISTED_QUERIES": "0"})):
            process, urls[name] = gateway_process(urls["admin"], urls["main"], **env)
            gateways.enter_context(process)
        yield Endpoints(urls)


def named_by(run: Any) -> list[tuple[bool, bool]]:
    """Whether each of the requests had the query, and whether it had its hash."""
    return [(request["query"], request["hash"]) for request in run["sent"]]


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("endpoint", ENDPOINTS)
def test_a_client_with_persisted_queries_sends_a_query_once_and_then_its_hash(
    endpoints: Endpoints, endpoint: str, name: str
) -> None:
    for method in ("POST", "GET"):
        first, second = endpoints.results(endpoint)[f"{name} {method}"]
        assert named_by(first) == [HASH, BOTH, HASH, BOTH]  # a query, a mutation; subscriptions go another way
        assert named_by(second) == [HASH, HASH]
        assert [request["method"] for request in second["sent"]] == [method, "POST"]
        for run in (first, second):
            titles = [product["title"] for product in run["query"]["products"]["nodes"]]
            assert titles == ["For clients 1", "For clients 0"]
            assert run["mutation"]["__typename"] == "Mutation"


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("endpoint", ENDPOINTS)
def test_a_client_with_persisted_queries_subscribes_by_graphql_ws(
    endpoints: Endpoints, endpoint: str, name: str
) -> None:
    for run in endpoints.results(endpoint)[f"{name} POST"]:
        ((_, change),) = run["subscription"].items()
        assert change["all"] is True


@pytest.mark.parametrize("name", NAMES)
def test_a_client_that_is_told_that_there_are_no_persisted_queries_sends_the_queries(
    endpoints: Endpoints, name: str
) -> None:
    for method in ("POST", "GET"):
        for run in endpoints.results("gateway without")[f"{name} {method}"]:
            assert named_by(run) == [HASH, TEXT, TEXT]
            assert run["query"]["products"]["nodes"][0]["title"] == "For clients 1"
            assert run["mutation"]["__typename"] == "Mutation"


def test_both_composers_take_what_the_services_say_of_themselves(embedded_shop: Shop, tmp_path: Path) -> None:
    require_packages(TOOLS)
    for name, url in (("admin", embedded_shop.admin.url), ("main", embedded_shop.main.url)):
        answer = httpx.post(f"{url}/graphql", json={"query": "{ _service { sdl } }"})
        (tmp_path / f"{name}.graphql").write_text(answer.json()["data"]["_service"]["sdl"])
    command = [str(require_program("node")), str(TOOLS / "compose.mjs"), "--schema", str(tmp_path)]
    ended = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    assert (ended.returncode, ended.stderr) == (0, "")
    assert "@join__graph" in (tmp_path / "supergraph.graphql").read_text()
