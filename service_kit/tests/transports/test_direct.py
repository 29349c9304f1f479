"""Tests of the direct transport: HTTP responses, signatures and batch sizes."""

import re
import time
from collections.abc import Iterator

import httpx
import orjson
import pytest
import respx
from service_kit.db.database import Database
from service_kit.events.event import BATCH_CONTENT_TYPE, CONTENT_TYPE, Event
from service_kit.events.transports import direct as direct_module
from service_kit.events.transports.base import Message, TransportUnavailable
from service_kit.events.transports.direct import CHUNK_BYTES, DirectPublisher
from service_kit.events.transports.signature import sign, verify

from ..counter import counter_set, counters, effects, ids, inbox_ids, parked
from .wires import SECRET, DirectWire

PEER = "http://peer.example"


@pytest.fixture
def peer() -> Iterator[respx.MockRouter]:
    """A peer whose responses are set by the test."""
    with respx.mock(base_url=PEER) as router:
        yield router


@pytest.fixture
def publisher() -> Iterator[DirectPublisher]:
    publisher = DirectPublisher(PEER, SECRET)
    yield publisher
    publisher.close()


def messages(*events: Event) -> list[Message]:
    return [Message(event.id, event.type, event.to_json()) for event in events]


def large(event: Event) -> Message:
    """A message that fills a batch."""
    return Message(event.id, event.type, event.to_json().ljust(CHUNK_BYTES))


def post(wire: DirectWire, body: bytes, kind: str = BATCH_CONTENT_TYPE, **changes: str) -> httpx.Response:
    """Post to the receiver with valid headers, except for `changes`."""
    headers = {**sign(SECRET, "m1", body), "content-type": kind, **changes}
    return httpx.post(f"http://127.0.0.1:{wire.port}/events", content=body, headers=headers)


def test_a_batch_is_a_signed_json_array_of_cloudevents(peer: respx.MockRouter, publisher: DirectPublisher) -> None:
    route = peer.post("/events").respond(204)
    events = counters(3)
    assert publisher.publish(messages(*events)) == {}
    request = route.calls.last.request
    assert request.headers["content-type"] == BATCH_CONTENT_TYPE
    assert [item["id"] for item in orjson.loads(request.content)] == [event.id for event in events]
    verify(SECRET, request.headers, request.content)


def test_many_events_go_in_batches_of_a_bounded_size(peer: respx.MockRouter, publisher: DirectPublisher) -> None:
    route = peer.post("/events").respond(204)
    events = [counter_set(note="x" * 100_000) for _ in range(12)]
    publisher.publish(messages(*events))
    bodies = [call.request.content for call in route.calls]
    assert len(bodies) == 3
    assert all(len(body) <= CHUNK_BYTES + 100 for body in bodies)
    assert [item["id"] for body in bodies for item in orjson.loads(body)] == [event.id for event in events]


@pytest.mark.parametrize("status", [500, 502, 503, 504, 429, 408, 401, 403, 404, 410, 301, 302, 307])
def test_an_unavailable_peer_leaves_all_events_pending(
    peer: respx.MockRouter, publisher: DirectPublisher, status: int
) -> None:
    route = peer.post("/events").respond(status, headers={"location": "http://elsewhere.example/"})
    events = counters(2)
    with pytest.raises(TransportUnavailable, match=f"the peer answered {status}") as caught:
        publisher.publish(messages(*events))
    assert caught.value.untried == {event.id for event in events}
    assert caught.value.refused == {}
    assert not publisher.connected
    assert route.call_count == 1
    route.respond(204)
    assert publisher.publish(messages(*events)) == {}
    assert publisher.connected


@pytest.mark.parametrize("status", [400, 413, 422])
def test_a_peer_that_refuses_a_batch_gets_its_events_one_by_one(
    peer: respx.MockRouter, publisher: DirectPublisher, status: int
) -> None:
    before, bad, after = counters(3)

    def answer(request: httpx.Request) -> httpx.Response:
        return (
            httpx.Response(status, text="too odd") if bad.id.encode() in request.content else httpx.Response(204)
        )

    route = peer.post("/events").mock(side_effect=answer)
    refused = publisher.publish(messages(before, bad, after))
    assert refused == {bad.id: f"the peer answered {status}: too odd"}
    assert route.call_count == 4
    assert publisher.connected


def test_refused_and_unsent_events_are_distinguished(peer: respx.MockRouter, publisher: DirectPublisher) -> None:
    bad, sent, untried = counters(3)
    answers = [httpx.Response(400, text="odd"), httpx.Response(204), httpx.Response(500)]
    peer.post("/events").mock(side_effect=answers)
    with pytest.raises(TransportUnavailable) as caught:
        publisher.publish([large(bad), large(sent), large(untried)])
    assert caught.value.refused == {bad.id: "the peer answered 400: odd"}
    assert caught.value.untried == {untried.id}


def test_retry_after_holds_back_the_next_request(
    peer: respx.MockRouter, publisher: DirectPublisher, monkeypatch: pytest.MonkeyPatch
) -> None:
    route = peer.post("/events").respond(429, headers={"retry-after": "30"})
    event = counter_set()
    with pytest.raises(TransportUnavailable, match="429"):
        publisher.publish(messages(event))
    route.respond(204)
    with pytest.raises(TransportUnavailable, match="asked for a pause") as caught:
        publisher.publish(messages(event))
    assert caught.value.untried == {event.id}
    assert route.call_count == 1
    later = time.monotonic() + 31
    monkeypatch.setattr(time, "monotonic", lambda: later)
    assert publisher.publish(messages(event)) == {}


@pytest.mark.parametrize("value", ["", "soon", "-5", "Wed, 21 Oct 2026 07:28:00 GMT", "٣", "9" * 400])
def test_an_invalid_retry_after_is_ignored_or_limited(
    peer: respx.MockRouter, publisher: DirectPublisher, monkeypatch: pytest.MonkeyPatch, value: str
) -> None:
    route = peer.post("/events").respond(503, headers=[(b"retry-after", value.encode())])
    with pytest.raises(TransportUnavailable, match="503"):
        publisher.publish(messages(counter_set()))
    route.respond(204)
    later = time.monotonic() + direct_module.MAX_RETRY_AFTER_SECONDS + 1
    monkeypatch.setattr(time, "monotonic", lambda: later)
    assert publisher.publish(messages(counter_set())) == {}


def test_the_response_is_204_when_all_events_are_settled(direct: DirectWire, database: Database) -> None:
    direct.start_receiving()
    events = counters(2)
    answer = post(direct, orjson.dumps([orjson.loads(event.to_json()) for event in events]))
    assert (answer.status_code, answer.content) == (204, b"")
    assert effects(database) == ids(events)


def test_a_single_event_is_accepted(direct: DirectWire, database: Database) -> None:
    direct.start_receiving()
    event = counter_set()
    assert post(direct, event.to_json(), f"{CONTENT_TYPE}; charset=utf-8").status_code == 204
    assert effects(database) == [event.id]


def test_the_same_event_alone_and_in_a_batch_is_applied_once(direct: DirectWire, database: Database) -> None:
    direct.start_receiving()
    event = counter_set("Pâté", note='\u2028 \U0001f967 \\ " /')
    post(direct, event.to_json(), CONTENT_TYPE)
    direct.send(event)
    assert effects(database) == [event.id]
    assert parked(database) == []


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (b"[]", "application/json"),
        (b"[]", ""),
        (b"{}", BATCH_CONTENT_TYPE),
        (b"nonsense", BATCH_CONTENT_TYPE),
        (b"nonsense", CONTENT_TYPE),
        (b"", BATCH_CONTENT_TYPE),
        (b"\xff", CONTENT_TYPE),
    ],
)
def test_an_invalid_body_is_refused(direct: DirectWire, database: Database, body: bytes, kind: str) -> None:
    direct.start_receiving()
    answer = post(direct, body, kind)
    assert (answer.status_code, list(answer.json())) == (400, ["detail"])
    assert parked(database) == []


@pytest.mark.parametrize("item", [None, 1, "text", [], {}, {"specversion": "1.0"}])
def test_an_invalid_item_is_parked_without_blocking_others(
    direct: DirectWire, database: Database, item: object
) -> None:
    direct.start_receiving()
    good = counter_set()
    assert post(direct, orjson.dumps([item, orjson.loads(good.to_json())])).status_code == 204
    assert [letter.body for letter in parked(database)] == [orjson.dumps(item)]
    assert inbox_ids(database) == [good.id]


@pytest.mark.parametrize(
    ("header", "value"),
    [
        ("webhook-id", "m2"),
        ("webhook-id", ""),
        ("webhook-timestamp", "1"),
        ("webhook-timestamp", "9" * 5000),
        ("webhook-signature", "v1,AAAA"),
        ("webhook-signature", ""),
    ],
)
def test_without_a_valid_signature_nothing_is_accepted(
    direct: DirectWire, database: Database, header: str, value: str
) -> None:
    direct.start_receiving()
    answer = post(direct, counter_set().to_json(), CONTENT_TYPE, **{header: value})
    assert (answer.status_code, list(answer.json())) == (401, ["detail"])
    assert re.match(r"webhook-", answer.json()["detail"])
    assert inbox_ids(database) == []


def test_without_a_database_the_answer_is_503(direct: DirectWire) -> None:
    direct.receiver.away = True
    direct.start_receiving()
    answer = post(direct, counter_set().to_json(), CONTENT_TYPE)
    assert (answer.status_code, answer.headers["retry-after"]) == (503, "1")


def test_proxy_variables_are_ignored(
    direct: DirectWire, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    direct.start_receiving()
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:9")
    monkeypatch.setenv("ALL_PROXY", "socks5://127.0.0.1:9")
    publisher = DirectPublisher(f"http://127.0.0.1:{direct.port}", SECRET)
    event = counter_set()
    assert publisher.publish(messages(event)) == {}
    publisher.close()
    assert effects(database) == [event.id]
