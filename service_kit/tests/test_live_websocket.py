"""GraphQL over WebSocket, with a real client and server."""

import asyncio
from collections.abc import Iterator
from contextlib import ExitStack

import pytest
from prometheus_client import REGISTRY
from service_kit.graphql.streams import StreamLimits
from service_kit.identity import COOKIE, Role, new_token
from websockets.exceptions import ConnectionClosed, InvalidStatus

from .live_shop import ALLOWED, PROTOCOL, SECRET, Served, serving, until

ENDED = (4403, "Your session has ended.")
LABELS = {"service": "shop", "transport": "websocket"}


@pytest.fixture(scope="module")
def served() -> Iterator[Served]:
    """A served shop."""
    with serving() as served:
        yield served


def open_streams() -> float | None:
    """Return the number of open sockets from the metrics."""
    return REGISTRY.get_sample_value("tandem_live_streams", LABELS)


async def test_sends_the_state_at_once_and_after_a_change(served: Served) -> None:
    served.shop.set("pils", 3)
    async with served.socket() as client:
        await client.subscribe('subscription { stock(name: "pils") { name number } }')
        assert await client.next() == {"data": {"stock": {"name": "pils", "number": 3}}}
        served.shop.set("pils", 2)
        assert await client.next() == {"data": {"stock": {"name": "pils", "number": 2}}}


async def test_two_subscriptions_and_a_query_share_a_socket(served: Served) -> None:
    served.shop.stock.update(a=1, b=1)
    query = "subscription($name: String!) { stock(name: $name) { number } }"
    async with served.socket() as client:
        for name in "ab":
            await client.subscribe(query, name, variables={"name": name})
            await client.next(name)
        await client.subscribe("query A { me } query B { hello }", "q", operationName="B")
        assert await client.next("q") == {"data": {"hello": "hello"}}
        assert await client.receive() == {"type": "complete", "id": "q"}
        served.shop.set("b", 5)
        assert await client.next("b") == {"data": {"stock": {"number": 5}}}
        served.shop.set("a", 6)
        assert await client.next("a") == {"data": {"stock": {"number": 6}}}


async def test_a_finished_subscription_is_completed(served: Served) -> None:
    async with served.socket() as client:
        await client.subscribe("subscription { thrice }")
        assert [await client.next() for _ in range(3)] == [{"data": {"thrice": number}} for number in range(3)]
        assert await client.receive() == {"type": "complete", "id": "1"}


async def test_completing_ends_the_generator_and_frees_the_id(served: Served) -> None:
    async with served.socket() as client:
        await client.subscribe('subscription { stock(name: "done") { number } }')
        await client.next()
        await client.say("complete", id="1")
        await until(lambda: served.shop.open["stock"] == 0)
        await client.subscribe("{ hello }")
        assert await client.next() == {"data": {"hello": "hello"}}


async def test_a_disconnect_ends_every_generator(served: Served) -> None:
    async with served.socket() as client:
        for name in "abc":
            await client.subscribe(f'subscription {{ stock(name: "{name}") {{ number }} }}', name)
            await client.next(name)
        assert served.shop.open["stock"] == 3
        client.connection.transport.abort()
        await until(lambda: served.shop.open["stock"] == 0)


async def test_answers_a_ping(served: Served) -> None:
    async with served.socket() as client:
        await client.say("ping", payload={"any": "thing"})
        assert await client.receive() == {"type": "pong"}
        await client.say("pong")
        await client.say("ping")
        assert await client.receive() == {"type": "pong"}


@pytest.mark.parametrize("origin", ["https://evil.example", "null", f"{ALLOWED}.evil.example", "http://127.0.0.1"])
async def test_a_page_of_another_origin_cannot_connect(served: Served, origin: str) -> None:
    with pytest.raises(InvalidStatus) as refusal:
        async with served.socket(origin=origin):
            pass
    assert refusal.value.response.status_code == 403
    assert b"CORS_ORIGINS" in (refusal.value.response.body or b"")


@pytest.mark.parametrize("site", ["cross-site", "same-site", "", "something new"])
async def test_a_cross_site_page_cannot_connect(served: Served, site: str) -> None:
    with pytest.raises(InvalidStatus):
        async with served.socket(origin=f"http://{served.host}", headers={"Sec-Fetch-Site": site}):
            pass


@pytest.mark.parametrize("protocol", ["graphql-ws", "graphql-transport-ws2", None])
async def test_another_protocol_is_closed_with_4406(served: Served, protocol: str | None) -> None:
    async with served.socket(init=False, protocol=protocol) as client:
        assert await client.closed() == (4406, f"The subprotocol must be {PROTOCOL}.")
        assert client.connection.subprotocol is None


async def test_subscribing_before_the_init_is_closed_with_4401(served: Served) -> None:
    async with served.socket(init=False) as client:
        await client.subscribe("{ hello }")
        assert await client.closed() == (4401, "Unauthorized")


@pytest.mark.parametrize(
    "message", ['{"type": "connection_init"}', '{"type": "connection_init", "payload": null}']
)
async def test_an_init_needs_no_payload(served: Served, message: str) -> None:
    async with served.socket(init=False) as client:
        await client.connection.send(message)
        assert await client.receive() == {"type": "connection_ack"}


async def test_a_second_init_is_closed_with_4429(served: Served) -> None:
    async with served.socket() as client:
        await client.say("connection_init")
        assert await client.closed() == (4429, "Too many initialisation requests")


async def test_an_id_in_use_is_closed_with_4409(served: Served) -> None:
    async with served.socket() as client:
        await client.subscribe('subscription { stock(name: "x") { number } }', "same")
        await client.next("same")
        await client.subscribe("{ hello }", "same")
        assert await client.closed() == (4409, "Subscriber for same already exists")
        await until(lambda: served.shop.open["stock"] == 0)


@pytest.mark.parametrize(
    ("message", "reason"),
    [
        ("nonsense", "WebSocket message must be valid JSON"),
        ("[" * 50_000, "WebSocket message must be valid JSON"),
        (b"{}", "WebSocket message type must be text"),
        ("[]", "A message must be an object with a type."),
        ('"ping"', "A message must be an object with a type."),
        ("{}", "A message must be an object with a type."),
        ('{"type": ["subscribe"]}', "A message must be an object with a type."),
        ('{"type": "start"}', "Unknown message type: start"),
        ('{"type": "subscribe", "payload": {"query": "{ hello }"}}', "The id must be a non-empty string."),
        ('{"type": "subscribe", "id": ["a"], "payload": {}}', "The id must be a non-empty string."),
        ('{"type": "complete", "id": ""}', "The id must be a non-empty string."),
        ('{"type": "subscribe", "id": "1", "payload": "{ hello }"}', "The payload must be an object."),
        ('{"type": "subscribe", "id": "1"}', "The parameter query is required and must be a string."),
        (
            '{"type": "subscribe", "id": "1", "payload": {"query": "{ hello }", "variables": []}}',
            "The parameter variables must be an object or null.",
        ),
    ],
)
async def test_an_invalid_message_is_closed_with_4400(served: Served, message: str | bytes, reason: str) -> None:
    async with served.socket() as client:
        await client.connection.send(message)
        assert await client.closed() == (4400, reason)


async def test_a_reason_is_truncated_to_the_size_of_a_close_frame(served: Served) -> None:
    async with served.socket() as client:
        await client.say("é" * 1000)
        code, reason = await client.closed()
        assert (code, reason) == (4400, "Unknown message type: " + "é" * 50)


@pytest.mark.parametrize("payload", ["text", [], 1])
async def test_an_init_without_an_object_is_closed_with_4400(served: Served, payload: object) -> None:
    async with served.socket(init=False) as client:
        await client.say("connection_init", payload=payload)
        assert await client.closed() == (4400, "The payload must be an object.")


async def test_an_invalid_authorization_is_closed_with_4400(served: Served) -> None:
    async with served.socket(init=False) as client:
        await client.say("connection_init", payload={"authorization": {"token": "x"}})
        assert await client.closed() == (4400, "authorization must be a string.")


async def test_a_refused_mutation_does_not_affect_other_operations(served: Served) -> None:
    async with served.socket() as client:
        await client.subscribe("mutation { touch }", "m")
        assert await client.receive() == {
            "type": "error",
            "id": "m",
            "payload": [
                {
                    "message": "Mutation operations cannot be streamed. Send it with POST and Accept: "
                    "application/json.",
                    "extensions": {"code": "BAD_USER_INPUT"},
                }
            ],
        }
        await client.subscribe("{ hello }", "m")
        assert await client.next("m") == {"data": {"hello": "hello"}}


@pytest.mark.parametrize(
    ("query", "code"),
    [
        ("subscription {", "GRAPHQL_PARSE_FAILED"),
        ("", None),
        ("subscription { nothing }", "GRAPHQL_VALIDATION_FAILED"),
        ('subscription { thrice stock(name: "a") { number } }', "GRAPHQL_VALIDATION_FAILED"),
        ("subscription { thrice @skip(if: true) }", "GRAPHQL_VALIDATION_FAILED"),
        ("subscription($n: String!) { stock(name: $n) { number } }", "BAD_USER_INPUT"),
        ('subscription { stock(name: "a") ' + "{ like " * 6 + "{ name }" + "}" * 6 + " }", "DEPTH_LIMIT"),
        ("subscription { " + " ".join(f"a{n}: thrice" for n in range(40)) + " }", "ALIAS_LIMIT"),
        ("subscription { thrice " + "# x\n" * 2000 + "}", "TOKEN_LIMIT"),
        ("subscription { refused(ids: []) }", "INVALID_INPUT"),
        ("subscription { mine }", "UNAUTHENTICATED"),
        ("subscription { staff }", "UNAUTHENTICATED"),
    ],
)
async def test_an_invalid_operation_is_an_error_with_its_id(served: Served, query: str, code: str | None) -> None:
    async with served.socket() as client:
        await client.subscribe(query, "bad")
        if code is None:
            assert (await client.closed())[0] == 4400
            return
        message = await client.receive()
        assert (message["type"], message["id"]) == ("error", "bad")
        assert message["payload"][0]["extensions"]["code"] == code
        await client.subscribe("{ hello }", "bad")
        assert await client.next("bad") == {"data": {"hello": "hello"}}


async def test_failures_are_masked(served: Served) -> None:
    async with served.socket() as client:
        await client.subscribe("subscription { broken }")
        message = await client.receive()
        assert (message["type"], message["payload"][0]["message"]) == ("error", "Internal server error")
        await client.subscribe("subscription { breaks }")
        assert await client.next() == {"data": {"breaks": 1}}
        message = await client.receive()
        assert (message["type"], message["payload"][0]["extensions"]["code"]) == ("error", "INTERNAL_ERROR")
        assert SECRET not in str(message)
        await client.subscribe('subscription { stock(name: "b") { name broken } }')
        payload = await client.next()
        assert payload["data"] == {"stock": {"name": "b", "broken": None}}
        assert payload["errors"][0]["message"] == "Internal server error"


async def test_each_result_has_its_own_context(served: Served) -> None:
    async with served.socket() as client:
        await client.subscribe('subscription { stock(name: "ctx") { asked like { asked } } }')
        for number in range(3):
            answer = (await client.next())["data"]["stock"]
            assert sorted((answer["asked"], answer["like"]["asked"])) == [1, 2]
            served.shop.set("ctx", number)


@pytest.mark.parametrize("how", ["payload", "capital", "header", "cookie", "cookie of a page"])
async def test_ways_to_authenticate(served: Served, how: str) -> None:
    token = served.shop.sign_in(user_id=7)
    bearer, cookie = f"Bearer {token}", {"Cookie": f"{COOKIE}={token}"}
    async with {
        "payload": lambda: served.socket({"authorization": bearer}),
        "capital": lambda: served.socket({"Authorization": bearer, "other": 1}),
        "header": lambda: served.socket(headers={"Authorization": bearer}),
        "cookie": lambda: served.socket(headers=cookie),
        "cookie of a page": lambda: served.socket(headers=cookie, origin=f"http://{served.host}"),
    }[how]() as client:
        await client.subscribe("subscription { mine }")
        assert await client.next() == {"data": {"mine": 7}}


async def test_the_payload_takes_precedence_over_the_handshake(served: Served) -> None:
    first, second = served.shop.sign_in(user_id=1), served.shop.sign_in(user_id=2)
    headers = {"Authorization": f"Bearer {first}", "Cookie": f"{COOKIE}={first}"}
    async with served.socket({"authorization": f"Bearer {second}"}, headers=headers) as client:
        await client.subscribe("{ me }")
        assert await client.next() == {"data": {"me": 2}}


async def test_a_page_of_an_allowed_origin_cannot_use_the_session_cookie(served: Served) -> None:
    token = served.shop.sign_in(user_id=7)
    async with served.socket(headers={"Cookie": f"{COOKIE}={token}"}, origin=ALLOWED) as client:
        await client.subscribe("{ me }")
        assert await client.next() == {"data": {"me": None}}
    async with served.socket({"authorization": f"Bearer {token}"}, origin=ALLOWED) as client:
        await client.subscribe("{ me }")
        assert await client.next() == {"data": {"me": 7}}


async def test_the_right_is_checked_before_the_source_is_created(served: Served) -> None:
    customer, staff = served.shop.sign_in(), served.shop.sign_in(Role.STAFF)
    for token, code in ((customer, "FORBIDDEN"), (new_token(), "UNAUTHENTICATED"), ("short", "UNAUTHENTICATED")):
        async with served.socket({"authorization": f"Bearer {token}"}) as client:
            await client.subscribe("subscription { staff }")
            message = await client.receive()
            assert (message["type"], message["payload"][0]["extensions"]["code"]) == ("error", code)
    async with served.socket({"authorization": f"Bearer {staff}"}) as client:
        await client.subscribe("subscription { staff }")
        assert await client.next() == {"data": {"staff": 1}}


async def test_the_end_of_a_session_closes_its_sockets_and_no_others(served: Served) -> None:
    mine, others = served.shop.sign_in(user_id=1), served.shop.sign_in(user_id=1)
    async with (
        served.socket({"authorization": f"Bearer {mine}"}) as client,
        served.socket({"authorization": f"Bearer {mine}"}) as idle,
        served.socket({"authorization": f"Bearer {others}"}) as other,
    ):
        await client.subscribe("subscription { mine }")
        await client.next()
        await other.subscribe("subscription { mine }")
        await other.next()
        served.shop.sign_out(mine)
        assert await client.closed() == ENDED
        assert await idle.closed() == ENDED
        served.shop.set("mine", 1)
        assert await other.next() == {"data": {"mine": 1}}


async def test_a_change_of_the_role_closes_the_socket(served: Served) -> None:
    token = served.shop.sign_in(Role.STAFF, user_id=5)
    async with served.socket({"authorization": f"Bearer {token}"}) as client:
        await client.subscribe("subscription { mine }")
        await client.next()
        served.shop.hub.publish(frozenset({"user/5"}))
        served.shop.set("mine", 1)
        await client.next()
        served.shop.sessions[token] = served.shop.sessions[served.shop.sign_in(Role.CUSTOMER, user_id=5)]
        served.shop.hub.publish(frozenset({"user/5"}))
        assert await client.closed() == ENDED


async def test_a_session_that_cannot_be_checked_continues(served: Served) -> None:
    token = served.shop.sign_in(user_id=1)
    async with served.socket({"authorization": f"Bearer {token}"}) as client:
        await client.subscribe("subscription { mine }")
        await client.next()
        served.shop.is_away = True
        try:
            served.shop.hub.publish(frozenset({"user/1"}))
            served.shop.set("mine", 1)
            assert await client.next() == {"data": {"mine": 1}}
        finally:
            served.shop.is_away = False
        served.shop.sign_out(token)
        assert await client.closed() == ENDED


async def test_an_unpublished_end_of_session_is_detected(served: Served) -> None:
    with serving(limits=StreamLimits(recheck_seconds=0.1)) as own:
        token = own.shop.sign_in()
        async with own.socket({"authorization": f"Bearer {token}"}) as client:
            await client.subscribe("subscription { mine }")
            await client.next()
            del own.shop.sessions[token]
            assert await client.closed() == ENDED


async def test_an_unexpected_error_is_1011_with_the_id_of_a_log_entry(
    served: Served, capsys: pytest.CaptureFixture[str]
) -> None:
    served.shop.is_broken = True
    try:
        async with served.socket({"authorization": f"Bearer {new_token()}"}) as client:
            code, reason = await client.closed()
    finally:
        served.shop.is_broken = False
    assert (code, (reason or "").rpartition(" ")[0]) == (1011, "Internal server error")
    log = capsys.readouterr().out
    assert log.count("unexpected_error") == 1
    assert f"id={(reason or '').rpartition(' ')[2]} " in log


async def test_no_init_in_time_is_closed_with_4408() -> None:
    with serving(limits=StreamLimits(init_seconds=0.2)) as served:
        async with served.socket(init=False) as client:
            await client.say("ping")
            assert await client.receive() == {"type": "pong"}
            assert await client.closed() == (4408, "Connection initialisation timeout")
        async with served.socket() as client:
            await asyncio.sleep(0.3)
            await client.subscribe("{ hello }")
            await client.next()


async def test_operations_over_the_limit_are_refused() -> None:
    with serving(limits=StreamLimits(operations=2)) as served:
        async with served.socket() as client:
            for name in "ab":
                await client.subscribe(f'subscription {{ stock(name: "{name}") {{ number }} }}', name)
                await client.next(name)
            await client.subscribe("{ hello }", "c")
            message = await client.receive()
            assert (message["type"], message["id"]) == ("error", "c")
            assert "at most 2" in message["payload"][0]["message"]
            assert message["payload"][0]["extensions"] == {"code": "OPERATION_LIMIT", "limit": 2}
            await client.say("complete", id="a")
            await client.subscribe("{ hello }", "c")
            assert await client.next("c") == {"data": {"hello": "hello"}}


async def test_connections_over_the_limit_are_refused() -> None:
    with serving(limits=StreamLimits(connections=2)) as served:
        async with served.socket(), served.events('subscription { stock(name: "x") { number } }') as events:
            await events.next()
            with pytest.raises(InvalidStatus) as refusal:
                async with served.socket():
                    pass
            response = refusal.value.response
            assert (response.status_code, response.headers["retry-after"]) == (503, "5")
            assert b"at most 2" in (response.body or b"")
            async with served.events("{ hello }") as refused:
                assert (refused.response.status_code, refused.response.headers["retry-after"]) == (503, "5")
        await until(lambda: served.shop.open["stock"] == 0)
        async with served.socket():
            pass


async def test_a_slow_reader_pauses_the_generator_and_then_gets_the_current_state(served: Served) -> None:
    shop = served.shop
    async with served.socket(max_queue=1) as client:
        await client.subscribe('subscription { heavy(name: "h") }')
        await client.next()
        said, quiet = 0, 0
        while quiet < 8:  # the buffers of both ends fill up first
            sent = shop.sent["heavy"]
            shop.set("h", said := said + 1)
            await asyncio.sleep(0.06)
            quiet = quiet + 1 if shop.sent["heavy"] == sent else 0
            assert said < 400, "the generator never stops"
        seen: list[int] = []
        while not seen or seen[-1] != said:
            seen.append(int((await client.next())["data"]["heavy"].partition(" ")[0]))
        assert seen == sorted(set(seen))
        assert len(seen) <= said - 7


async def test_a_client_that_reads_too_slowly_is_disconnected() -> None:
    with serving(limits=StreamLimits(send_seconds=0.3)) as served:
        async with served.socket(max_queue=1) as client:
            await client.subscribe('subscription { heavy(name: "h") }')
            await client.next()
            for number in range(400):
                served.shop.set("h", number)
                await asyncio.sleep(0.06)
                if served.shop.open["heavy"] == 0:
                    break
            assert served.shop.open["heavy"] == 0
            client.connection.transport.abort()


async def test_a_message_that_is_too_large_is_closed_with_1009_and_ends_every_generator() -> None:
    with serving(ws_max_size=1000) as served:
        async with served.socket() as client:
            await client.subscribe('subscription { stock(name: "x") { number } }')
            await client.next()
            await client.say("ping", payload={"a": "x" * 1000})
            assert (await client.closed())[0] == 1009
        await until(lambda: served.shop.open["stock"] == 0)


async def test_immediate_disconnects_leave_nothing_behind(served: Served) -> None:
    payload = {"authorization": f"Bearer {served.shop.sign_in()}"}
    for _ in range(20):
        async with served.socket(payload) as client:
            await client.subscribe("subscription { mine }")
    await until(lambda: served.shop.open["mine"] == 0 and not open_streams())


async def test_results_are_counted(served: Served) -> None:
    await until(lambda: not open_streams())
    before = REGISTRY.get_sample_value("tandem_live_messages_total", LABELS) or 0
    async with served.socket() as client:
        assert open_streams() == 1
        await client.subscribe("subscription { thrice }")
        for _ in range(4):
            await client.receive()
    assert REGISTRY.get_sample_value("tandem_live_messages_total", LABELS) == before + 3
    await until(lambda: not open_streams())


async def test_a_shutdown_closes_with_1012_without_complete() -> None:
    with ExitStack() as stack:
        served = stack.enter_context(serving())
        async with served.socket() as client, served.socket() as idle:
            await client.subscribe('subscription { stock(name: "x") { number } }')
            await client.next()
            served.shop.hub.close()
            with pytest.raises(ConnectionClosed):
                await client.receive()
            assert await client.closed() == (1012, "The service is restarting.")
            await asyncio.to_thread(stack.close)
            assert (await idle.closed())[0] == 1012
