"""Both services as one graph: the gateway as a process, before both of them."""

import gzip
import hashlib
import json
import os
import re
import subprocess
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from typing import Any

import httpx
import pytest
from graphql import build_schema, get_named_type
from service_kit.identity import Role
from websockets.exceptions import ConnectionClosed, InvalidStatus
from websockets.sync.client import ClientConnection, connect
from websockets.typing import Origin

from testing.checks.limits import FROM_SGQLC, deepest
from testing.ports import is_listening
from testing.requirements import require_packages, require_program
from testing.sign_in import signed_in
from testing.waiting import eventually
from tests.support.buyers import Buyer
from tests.support.clients import AdminClient, Client, GraphQLError, MainClient
from tests.support.gateway import GATEWAY, Gateway, gateway_process, running_gateway
from tests.support.shop import Shop
from tests.support.stacks import EMBEDDED
from tests.support.streams import (
    WS_PROTOCOL,
    WebSocketStream,
    begin,
    over_events,
    over_websocket,
    subscribe,
)

TOOLS = GATEWAY.parent / "tools"
SUPERGRAPH = GATEWAY.parent / "schema/supergraph.graphql"
NOBODY = "http://127.0.0.1:1"
NESTED = " ".join(f"fragment f{n} on Query {{ categories ...f{n + 1} ...f{n + 1} }}" for n in range(60))


@pytest.fixture(scope="module")
def gateway(shops: Any) -> Iterator[Gateway]:
    shop: Shop = shops.get(EMBEDDED)
    with running_gateway(shop.admin.url, shop.main.url) as running:
        yield running


@pytest.fixture
def anybody(gateway: Gateway, embedded_shop: Shop) -> Client:
    """A client that is not signed in. (The shop is first brought back, where a test has stopped a part.)"""
    gateway.forget()
    return Client(gateway.url)


@pytest.fixture
def staff(anybody: Client, gateway: Gateway, embedded_shop: Shop) -> AdminClient:
    return AdminClient(gateway.url, signed_in(embedded_shop.stack.admin_database, Role.STAFF))


@pytest.fixture
def customer(anybody: Client, gateway: Gateway, embedded_shop: Shop) -> MainClient:
    return MainClient(gateway.url, signed_in(embedded_shop.stack.admin_database, Role.CUSTOMER))


def test_a_list_with_fields_of_both_is_one_request_to_each(
    staff: AdminClient, customer: MainClient, gateway: Gateway, embedded_shop: Shop
) -> None:
    ids = [staff.new_product(f"Of both {number}", stock=number) for number in range(8)]
    embedded_shop.wait_until_delivered()
    customer.like(ids[3])
    embedded_shop.check_invariants()
    gateway.forget()
    nodes = customer.graphql("{ products(first: 8) { nodes { id title stock likes likedByMe } } }")["products"][
        "nodes"
    ]
    assert nodes == [
        {"id": str(ids[n]), "title": f"Of both {n}", "stock": n, "likes": int(n == 3), "likedByMe": n == 3}
        for n in reversed(range(8))
    ]
    assert gateway.calls == {"admin": 1, "main": 1}


def test_no_more_is_asked_for_more_orders(
    customer: MainClient, staff: AdminClient, gateway: Gateway, embedded_shop: Shop
) -> None:
    shop = embedded_shop
    ids = [staff.new_product(f"Bought {number}", stock=9) for number in range(3)]
    shop.wait_until_delivered()
    buyer = Buyer(shop)
    client = Client(gateway.url, buyer.token)
    query = """{ me { username orders { count latest { total } } }
      orders(first: 20) { nodes { user { email role } lines { quantity product { title stock likedByMe } } } } }"""
    counts = []
    for number in (1, 2):
        for product_id in ids:
            buyer.add(product_id, number)
        buyer.wait(int(buyer.checkout()["id"]), "COMPLETED")
        shop.wait_until_delivered()
        gateway.forget()
        data = client.graphql(query)
        assert data["me"]["orders"]["count"] == len(data["orders"]["nodes"]) == number
        assert data["orders"]["nodes"][0]["user"]["role"] == "CUSTOMER"
        stocks = {line["product"]["stock"] for order in data["orders"]["nodes"] for line in order["lines"]}
        assert stocks == {9 - sum(range(number + 1))}
        counts.append(gateway.calls)
    assert counts[0] == counts[1]
    assert counts[1]["admin"] <= 3
    assert counts[1]["main"] == 1


def test_more_entities_than_a_service_takes_at_once_are_asked_for_in_parts(
    customer: MainClient, gateway: Gateway, embedded_shop: Shop
) -> None:
    """A service takes a hundred references in a list; the two pages here name more."""
    shop = embedded_shop
    here = [row.id for row in shop.books.query("admin", "SELECT id FROM product")]
    client = shop.admin_client()
    for number in range(130 - len(here)):
        client.rest_create(f"One of many {number}")
    shop.wait_until_delivered()
    gateway.forget()
    page = "{ nodes { id likedByMe } }"
    data = customer.graphql(f"{{ a: products(first: 65) {page} b: products(last: 65) {page} }}")
    nodes = data["a"]["nodes"] + data["b"]["nodes"]
    assert len({node["id"] for node in nodes}) > 100
    assert {node["likedByMe"] for node in nodes} == {False}
    assert gateway.calls["main"] <= 2


def test_rows_stay_together_while_the_copies_are_behind(
    staff: AdminClient, customer: MainClient, gateway: Gateway, embedded_shop: Shop
) -> None:
    shop = embedded_shop
    _, second = staff.new_product("First", stock=1), staff.new_product("Second", stock=2)
    shop.wait_until_delivered()
    customer.like(second)
    shop.check_invariants()
    behind = "UPDATE product SET title = 'Stale', created_at = '2001-01-01 00:00:00.000000' WHERE id = :id"
    kept = shop.books.query("main", "SELECT title, created_at FROM product WHERE id = :id", id=second)[0]
    shop.books.execute("main", behind, id=second)
    try:
        query = "{ products(first: 2) { nodes { title stock likedByMe } } }"
        assert customer.graphql(query)["products"]["nodes"] == [
            {"title": "Second", "stock": 2, "likedByMe": True},
            {"title": "First", "stock": 1, "likedByMe": False},
        ]
    finally:
        restored = "UPDATE product SET title = :title, created_at = :at WHERE id = :id"
        shop.books.execute("main", restored, id=second, title=kept.title, at=kept.created_at)


def test_changes_go_to_the_service_that_makes_them(
    staff: AdminClient, customer: MainClient, gateway: Gateway, embedded_shop: Shop
) -> None:
    product_id = staff.new_product("Changed through the gateway")
    assert gateway.calls == {"admin": 1, "main": 0}
    embedded_shop.wait_until_delivered()
    gateway.forget()
    assert customer.like(product_id)["product"] == {"likes": 1, "likedByMe": True}
    assert gateway.calls == {"admin": 0, "main": 1}
    eventually(lambda: assert_likes(embedded_shop.admin_client(), product_id, 1))


def assert_likes(client: AdminClient, product_id: int, likes: int) -> None:
    assert client.product(product_id)["likes"] == likes


def test_a_session_goes_to_both(customer: MainClient, gateway: Gateway) -> None:
    query = "{ me { username } basket { id } }"
    data = customer.graphql(query)
    assert data["me"]["username"].startswith("customer-")
    assert data["basket"] is None
    assert gateway.calls == {"admin": 1, "main": 1}
    with pytest.raises(GraphQLError, match="UNAUTHENTICATED: Sign in first"):
        Client(gateway.url).graphql(query)


def test_signing_in_sets_the_cookie_and_signing_out_takes_it_back(anybody: Client, gateway: Gateway) -> None:
    given = {
        "username": f"by-gateway-{time.time_ns()}",
        "email": f"{time.time_ns()}@shop.example",
        "password": "Tandem-8-Wheels",
    }
    answer = anybody.mutate("register", "RegisterInput", "", **given, delivery="COOKIE")
    assert answer["__typename"] == "RegisterSuccess"
    assert list(anybody.http.cookies.keys()) == ["tandem_session"]
    assert anybody.graphql("{ me { username } basket { id } }") == {
        "me": {"username": given["username"]},
        "basket": None,
    }
    anybody.graphql("mutation { logout { __typename } }")
    assert anybody.graphql("{ me { username } }") == {"me": None}


def test_a_service_is_told_where_a_request_comes_from_and_not_by_the_client(
    anybody: Client, gateway: Gateway
) -> None:
    anybody.http.headers.update(
        {"x-forwarded-for": "203.0.113.9", "user-agent": "a browser", "x-secret": "of the client's"}
    )
    anybody.graphql("{ categories }")
    headers = {name.lower(): value for name, value in gateway.admin.requests[0].headers.items()}
    assert headers["x-forwarded-for"] == "127.0.0.1"
    assert headers["user-agent"] == "a browser"
    assert "x-secret" not in headers


@pytest.mark.parametrize(
    ("query", "side"),
    [
        ("{ products(first: 101) { nodes { id } } }", "admin"),
        ("{ users { nodes { id } } }", "admin"),
        ("{ shopOrders { nodes { id } } }", "main"),
        (
            'mutation { likeProduct(input: {productId: "0"}) { ... on ProductNotFound { code message id } } }',
            "main",
        ),
        ('mutation { createProduct(input: {title: "", image: ""}) { __typename } }', "admin"),
        ('mutation { addToBasket(input: {productId: "0"}) { ... on ProductNotFound { code message } } }', "main"),
    ],
)
def test_an_error_is_that_of_the_service(customer: MainClient, embedded_shop: Shop, query: str, side: str) -> None:
    direct = Client(getattr(embedded_shop, side).url)
    direct.http.headers = customer.http.headers
    expected, found = (client.http.post("/graphql", json={"query": query}).json() for client in (direct, customer))
    # The gateway says of an error of the whole request where it was asked for, and which service it is of.
    for error in expected.get("errors", ()):
        error["extensions"]["serviceName"] = side
    assert [essence(error) for error in found.get("errors", ())] == [
        essence(error) for error in expected.get("errors", ())
    ]
    assert found["data"] == expected.get("data")


def essence(error: Any) -> tuple[str, dict[str, Any]]:
    return error["message"], error["extensions"]


def test_without_main_service_the_catalogue_is_still_there(
    anybody: Client, staff: AdminClient, gateway: Gateway, embedded_shop: Shop
) -> None:
    shop = embedded_shop
    product_id = staff.new_product("Seen without the shop", stock=3)
    shop.wait_until_delivered()
    shop.stop(shop.main)
    product = f'product(id: "{product_id}") {{ title stock likedByMe }}'
    query = f"{{ {product} products(first: 5) {{ nodes {{ likedByMe }} }} }}"
    answer = anybody.http.post("/graphql", json={"query": query})
    document = answer.json()
    assert answer.status_code == 200
    assert document["data"]["product"] == {"title": "Seen without the shop", "stock": 3, "likedByMe": None}
    # Once for each place in the graph, not for each of the five rows.
    assert sorted((error["path"], error["message"]) for error in document["errors"]) == [
        (["product", "likedByMe"], "main_service cannot be reached."),
        (["products", "nodes", "likedByMe"], "main_service cannot be reached."),
    ]
    assert_names(document["errors"], "SERVICE_UNAVAILABLE", "main")
    document = anybody.http.post("/graphql", json={"query": "{ basket { id } categories }"}).json()
    assert document["data"]["basket"] is None
    assert document["data"]["categories"]
    assert_names(document["errors"], "SERVICE_UNAVAILABLE", "main")
    shop.start()
    assert anybody.graphql(query)["product"]["likedByMe"] is False


def test_without_admin_service_what_is_main_services_is_still_there(
    customer: MainClient, gateway: Gateway, embedded_shop: Shop
) -> None:
    shop = embedded_shop
    product_id = shop.admin_client().new_product("Bought without the office", stock=3)
    shop.wait_until_delivered()
    customer.graphql("{ basket { id } }")  # now main_service knows the session
    with over_websocket(gateway.url, "subscription { productsChanged { all } }") as watching:
        assert watching.next() == {"productsChanged": {"all": True}}
        shop.stop(shop.admin)
        messages = [json.loads(watching.socket.recv(timeout=5)) for _ in range(2)]
    assert [message["type"] for message in messages] == ["next", "complete"]
    assert_names(messages[0]["payload"]["errors"], "SERVICE_UNAVAILABLE", "admin")
    added = customer.mutate("addToBasket", "AddToBasketInput", "", productId=str(product_id), quantity=1)
    assert added["__typename"] == "AddToBasketSuccess"
    query = "{ basket { lines { title product { title } } } me { username } }"
    document = customer.http.post("/graphql", json={"query": query}).json()
    title = "Bought without the office"
    assert document["data"] == {"basket": {"lines": [{"title": title, "product": {"title": title}}]}, "me": None}
    assert [error["path"] for error in document["errors"]] == [["me"]]
    assert_names(document["errors"], "SERVICE_UNAVAILABLE", "admin")
    check_that_the_log_has_the_cause_and_not_what_was_sent(gateway)


def check_that_the_log_has_the_cause_and_not_what_was_sent(gateway: Gateway) -> None:
    given = {"username": "somebody", "password": "Not-for-the-log-1"}
    query = "mutation($input: LoginInput!) { login(input: $input) { __typename } }"
    answer = httpx.post(f"{gateway.url}/graphql", json={"query": query, "variables": {"input": given}})
    (error,) = answer.json()["errors"]
    log = gateway.process.log.read_text()
    entries = [json.loads(line) for line in log.splitlines() if error["extensions"]["id"] in line]
    assert [(entry["msg"], entry["service"]) for entry in entries] == [("service_failed", "admin")]
    assert given["password"] not in log


def assert_names(errors: list[Any], code: str, service: str) -> None:
    assert {(error["extensions"]["code"], error["extensions"]["serviceName"]) for error in errors} == {
        (code, service)
    }
    assert all(set(error["extensions"]) == {"code", "serviceName", "id"} for error in errors)


def test_a_service_that_does_not_answer_is_given_up_and_named(
    anybody: Client, gateway: Gateway, embedded_shop: Shop
) -> None:
    embedded_shop.main.process.pause()
    try:
        document = anybody.http.post("/graphql", json={"query": "{ categories basket { id } }"}).json()
    finally:
        embedded_shop.main.process.resume()
    assert document["data"]["categories"] is not None
    assert [error["message"] for error in document["errors"]] == ["main_service did not answer within 3 s."]
    assert_names(document["errors"], "GATEWAY_TIMEOUT", "main")


@pytest.mark.parametrize(
    ("query", "code"),
    [
        (f"{{ ...f0 }} {NESTED} fragment f60 on Query {{ categories }}", "SELECTION_LIMIT"),
        ("{" * 11 + "a" + "}" * 11, "GRAPHQL_PARSE_FAILED"),
        ("{ a" * 11 + "}" * 11, "DEPTH_LIMIT"),
        ("{ " + " ".join(f"a{n}: categories" for n in range(31)) + " }", "ALIAS_LIMIT"),
        ("{ " + "categories " * 11 + "}", "ROOT_FIELD_LIMIT"),
        ("{ categories " + "@skip(if: false) " * 9 + "}", "DIRECTIVE_LIMIT"),
        ("{ " + "a " * 1000 + "}", "TOKEN_LIMIT"),
        ("{ categories }" + " " * 20_000, "CHARACTER_LIMIT"),
        ("{ syncStatus { connected } }", "GRAPHQL_VALIDATION_FAILED"),
    ],
)
def test_what_is_too_large_or_not_there_is_refused_before_anybody_is_asked(
    anybody: Client, gateway: Gateway, query: str, code: str
) -> None:
    document = anybody.http.post("/graphql", json={"query": query}, timeout=3).json()
    assert [error["extensions"]["code"] for error in document["errors"]] == [code]
    assert "data" not in document
    assert gateway.calls == {"admin": 0, "main": 0}


def test_every_path_of_the_graph_can_be_asked_for(anybody: Client, gateway: Gateway) -> None:
    graph = build_schema(SUPERGRAPH.read_text(), assume_valid=True, assume_valid_sdl=True)
    assert graph.query_type
    paths = [
        (name, *deepest(graph, get_named_type(field.type), frozenset()))
        for name, field in graph.query_type.fields.items()
    ]
    name, _, selection = max(paths, key=lambda path: path[1])
    # Whatever else it lacks: how deep it may be is checked first.
    document = anybody.http.post("/graphql", json={"query": f"{{ {name} {selection} }}"}).json()
    assert not [error for error in document.get("errors", ()) if error["extensions"]["code"].endswith("_LIMIT")]


def test_introspection_by_sgqlc_runs(anybody: Client) -> None:
    assert anybody.graphql(FROM_SGQLC, includeDescription=True, includeDeprecated=True)["__schema"]["types"]


def test_its_limits_are_settings() -> None:
    process, url = gateway_process(NOBODY, NOBODY, GRAPHQL_MAX_DEPTH="1", GRAPHQL_MAX_DIRECTIVES="2")
    conditional = "{ ...F ...F } fragment F on Query { a: categories @skip(if: true) categories @skip(if: true) }"
    with process:
        for query, code in (
            ("{ basket { id } }", "DEPTH_LIMIT"),
            (conditional.replace("...F ...F", "...F categories @skip(if: true)"), "DIRECTIVE_LIMIT"),
            (conditional, None),
        ):
            document = httpx.post(f"{url}/graphql", json={"query": query}).json()
            assert [error["extensions"]["code"] for error in document.get("errors", ())] == (
                [code] if code else []
            )


def test_a_query_is_found_by_its_hash_and_by_nothing_else(anybody: Client, gateway: Gateway) -> None:
    def ask(query: str | None, hashed: str, method: str = "POST") -> tuple[int, Any]:
        sha256 = hashlib.sha256(hashed.encode()).hexdigest()
        parameters: dict[str, Any] = {"extensions": {"persistedQuery": {"version": 1, "sha256Hash": sha256}}}
        if query is not None:
            parameters["query"] = query
        if method == "POST":
            answer = anybody.http.post("/graphql", json=parameters)
        else:
            answer = anybody.http.get("/graphql", params={"extensions": json.dumps(parameters["extensions"])})
        document = answer.json()
        errors = document.get("errors")
        return answer.status_code, errors[0]["extensions"]["code"] if errors else document["data"]

    query, change = "query ByHash { categories }", "mutation ByHash { logout { __typename } }"
    assert ask(None, query) == (200, "PERSISTED_QUERY_NOT_FOUND")
    assert ask("{ __typename }", query) == (400, "BAD_USER_INPUT")
    assert ask("{ nothing }", "{ nothing }") == (200, "GRAPHQL_VALIDATION_FAILED")
    assert ask(None, "{ nothing }") == ask(None, query) == (200, "PERSISTED_QUERY_NOT_FOUND")
    assert gateway.calls == {"admin": 0, "main": 0}
    status, data = ask(query, query)
    assert (status, list(data)) == (200, ["categories"])
    assert ask(None, query) == ask(None, query, "GET") == (200, data)
    assert ask(change, change) == (200, "UNAUTHENTICATED")
    assert ask(None, change, "GET")[0] == 405


def test_a_subscription_is_found_by_its_hash(gateway: Gateway, embedded_shop: Shop) -> None:
    query = "subscription ByHash { productsChanged { all } }"
    sha256 = hashlib.sha256(query.encode()).hexdigest()
    extensions = {"persistedQuery": {"version": 1, "sha256Hash": sha256}}
    with over_websocket(gateway.url, "subscription { productsChanged { all } }") as stream:
        stream.next()
        for key, text, kind in (("a", "", "error"), ("b", query, "next"), ("c", "", "next")):
            payload = {"query": text, "extensions": extensions}
            stream.socket.send(json.dumps({"id": key, "type": "subscribe", "payload": payload}))
            message = json.loads(stream.socket.recv(timeout=5))
            assert (message["id"], message["type"]) == (key, kind)
            if kind == "error":
                assert message["payload"] == [
                    {"message": "PersistedQueryNotFound", "extensions": {"code": "PERSISTED_QUERY_NOT_FOUND"}}
                ]


COOKIE = {"cookie": "tandem_session=x"}


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({}, 200),
        ({"origin": "http://evil.example"}, 403),
        ({"sec-fetch-site": "cross-site"}, 403),
        ({"sec-fetch-site": "same-site", **COOKIE}, 403),
        ({"sec-fetch-site": "same-site"}, 200),
        ({"sec-fetch-site": "same-origin", **COOKIE}, 200),
        ({"content-type": "text/plain"}, 415),
        ({"content-type": "application/x-www-form-urlencoded"}, 415),
    ],
)
def test_a_page_of_another_site_may_not_ask(
    anybody: Client, gateway: Gateway, headers: dict[str, str], status: int
) -> None:
    content = json.dumps({"query": "{ categories }"})
    answer = anybody.http.post(
        "/graphql", content=content, headers={"content-type": "application/json", **headers}
    )
    assert answer.status_code == status, answer.text
    assert answer.headers["cache-control"] == "no-store"
    assert "access-control-allow-origin" not in answer.headers
    assert gateway.calls == {"admin": int(status == 200), "main": 0}


def test_bodies_are_bounded(anybody: Client) -> None:
    json_type = {"content-type": "application/json"}
    assert anybody.http.post("/graphql", content=b" " * 1_048_577, headers=json_type).status_code == 413
    assert anybody.http.post("/graphql", content=iter([b"{}"]), headers=json_type).status_code == 411


def test_a_compressed_body_is_refused_by_name(anybody: Client) -> None:
    headers = {"content-type": "application/json", "content-encoding": "gzip"}
    answer = anybody.http.post("/graphql", content=gzip.compress(b'{"query": "{ __typename }"}'), headers=headers)
    (error,) = answer.json()["errors"]
    assert (answer.status_code, error["extensions"]["code"]) == (415, "UNSUPPORTED_MEDIA_TYPE")
    assert error["message"] == 'The body is compressed ("gzip"). Send it without Content-Encoding.'


def test_a_change_cannot_be_asked_for_by_get(anybody: Client, gateway: Gateway) -> None:
    answer = anybody.http.get("/graphql", params={"query": "mutation { logout { __typename } }"})
    assert answer.status_code == 405
    assert anybody.http.get("/graphql", params={"query": "{ categories }"}).json()["data"]
    assert gateway.calls == {"admin": 1, "main": 0}


@pytest.mark.parametrize("over", [over_websocket, over_events])
def test_what_is_shown_live_has_fields_of_both(
    over: Any, staff: AdminClient, customer: MainClient, gateway: Gateway, embedded_shop: Shop
) -> None:
    product_id = staff.new_product("Größe 44: „live“", stock=3)
    embedded_shop.wait_until_delivered()
    query = """subscription($ids: [ID!]!) {
      productChanged(ids: $ids) { id product { title stock likes likedByMe } } }"""
    token = customer.http.headers["authorization"].removeprefix("Bearer ")
    with over(gateway.url, query, token, ids=[str(product_id)]) as stream:
        shown = {"title": "Größe 44: „live“", "stock": 3, "likes": 0, "likedByMe": False}
        assert stream.next() == {"productChanged": {"id": str(product_id), "product": shown}}
        customer.like(product_id)
        assert stream.next()["productChanged"]["product"] == {**shown, "likes": 1, "likedByMe": True}


def test_a_stream_that_nobody_reads_any_more_is_ended(gateway: Gateway, embedded_shop: Shop) -> None:
    eventually(lambda: assert_open(embedded_shop, 0))
    with over_events(gateway.url, "subscription { productsChanged { all } }") as stream:
        assert stream.next() == {"productsChanged": {"all": True}}
        assert_open(embedded_shop, 1)
    eventually(lambda: assert_open(embedded_shop, 0))


def assert_open(shop: Shop, streams: int) -> None:
    metrics = httpx.get(f"{shop.admin.url}/metrics").text
    found = re.search(r'^tandem_live_streams\{.*"sse"\} (\d+)', metrics, re.MULTILINE)
    assert int(found[1] if found else 0) == streams


def test_a_page_of_another_site_may_not_watch(gateway: Gateway, customer: MainClient) -> None:
    token = customer.http.headers["authorization"].removeprefix("Bearer ")
    address = gateway.url.replace("http", "ws", 1) + "/graphql"
    cookie = {"cookie": f"tandem_session={token}"}

    def opened(origin: str) -> ClientConnection:
        return connect(address, subprotocols=[WS_PROTOCOL], origin=Origin(origin), additional_headers=cookie)

    with pytest.raises(InvalidStatus):
        opened("http://evil.example")
    with opened(gateway.url) as socket:
        begin(socket)
        subscribe(socket, "subscription { basketChanged { id } }")
        assert WebSocketStream(socket).next() == {"basketChanged": None}


def test_one_socket_has_so_many_operations(gateway: Gateway, embedded_shop: Shop) -> None:
    watch = {"query": "subscription { productsChanged { all } }"}
    with over_websocket(gateway.url, watch["query"]) as stream:
        for number in range(2, 52):
            stream.socket.send(json.dumps({"id": str(number), "type": "subscribe", "payload": watch}))
        messages = [json.loads(stream.socket.recv(timeout=10)) for _ in range(51)]
    (refused,) = (message for message in messages if message["type"] != "next")
    assert (refused["id"], refused["type"]) == ("51", "error")
    assert refused["payload"][0]["extensions"] == {"code": "OPERATION_LIMIT", "limit": 50}
    eventually(lambda: assert_open(embedded_shop, 0))


def test_sigterm_lets_it_answer_what_was_asked_and_sends_those_who_watch_elsewhere(embedded_shop: Shop) -> None:
    shop, watch = embedded_shop, "subscription { productsChanged { all } }"
    with ExitStack() as open_things:
        gateway = open_things.enter_context(running_gateway(shop.admin.url, shop.main.url))
        events = open_things.enter_context(over_events(gateway.url, watch))
        socket = open_things.enter_context(over_websocket(gateway.url, watch))
        assert events.next() == socket.next() == {"productsChanged": {"all": True}}
        pool = open_things.enter_context(ThreadPoolExecutor())
        gateway.forget()
        shop.admin.process.pause()
        try:
            answer = pool.submit(Client(gateway.url).graphql, "{ categories }")
            eventually(lambda: assert_asked(gateway))
            exit_code = pool.submit(gateway.process.terminate)
            eventually(lambda: assert_refuses(gateway.url))
        finally:
            shop.admin.process.resume()
        assert answer.result()["categories"] is not None
        with pytest.raises(ConnectionClosed) as closed:
            socket.next()
        assert closed.value.rcvd is not None
        assert closed.value.rcvd.code == 1012
        with pytest.raises(httpx.RemoteProtocolError, match="incomplete"):
            events.next()
        assert exit_code.result() == 0


def assert_asked(gateway: Gateway) -> None:
    assert gateway.calls == {"admin": 1, "main": 0}


def assert_refuses(url: str) -> None:
    assert not is_listening(httpx.URL(url).port or 0)


def test_in_production_it_shows_nothing_of_itself() -> None:
    process, url = gateway_process("http://127.0.0.1:1", "http://127.0.0.1:1", ENVIRONMENT="production")
    with process:
        asked = httpx.get(f"{url}/graphql", headers={"accept": "text/html"})
        assert "<script" not in asked.text
        for query in ("{ __schema { types { name } } }", '{ __type(name: "Product") { name } }', "{ categoriez }"):
            document = httpx.post(f"{url}/graphql", json={"query": query}).json()
            assert {error["extensions"]["code"] for error in document["errors"]} == {"GRAPHQL_VALIDATION_FAILED"}
            assert "Did you mean" not in str(document)


def test_it_keeps_to_graphql_over_http(gateway: Gateway, embedded_shop: Shop) -> None:
    require_packages(TOOLS)
    command = [str(require_program("node")), str(TOOLS / "audit.mjs"), f"{gateway.url}/graphql"]
    ended = subprocess.run(command, capture_output=True, text=True, check=False)
    assert ended.returncode == 0, ended.stdout + ended.stderr


@pytest.mark.parametrize(
    ("name", "value", "complaint"),
    [
        ("GATEWAY_PORT", "none", 'GATEWAY_PORT is a number from 1 to 65535; found "none".'),
        ("ADMIN_URL", "admin:8000", 'ADMIN_URL is an address such as http://127.0.0.1:8000; found "admin:8000".'),
        ("ENVIRONMENT", "prod", 'ENVIRONMENT is one of: development, production; found "prod".'),
    ],
)
def test_a_wrong_setting_is_named(name: str, value: str, complaint: str) -> None:
    command = [require_program("node"), GATEWAY / "settings.mjs"]
    ended = subprocess.run(command, env={**os.environ, name: value}, capture_output=True, text=True, check=False)
    assert (ended.returncode, ended.stderr) == (2, f"{complaint}\n")
