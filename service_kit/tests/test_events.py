"""The envelope: events are valid CloudEvents 1.0, and only those are accepted."""

import re
from datetime import UTC, datetime, timedelta

import orjson
import pytest
from cloudevents.v1.http import from_json
from opentelemetry.sdk.trace import TracerProvider
from service_kit.events.event import (
    MAX_EVENT_BYTES,
    Event,
    EventRegistry,
    MalformedEvent,
    Subscription,
    sequence_of,
)

from .counter import COUNTER_SET, CounterData, Handler, counter_set


def changed(**changes: object) -> bytes:
    """Return an event's JSON with changed members; None removes a member."""
    document = {**orjson.loads(counter_set().to_json()), **changes}
    return orjson.dumps({name: value for name, value in document.items() if value is not None})


def test_an_event_round_trips() -> None:
    event = counter_set("a", 7, version=3)
    assert Event.from_json(event.to_json()) == event


def test_an_event_is_a_cloudevent_that_the_official_library_reads() -> None:
    event = counter_set("a", 7, version=3)
    read = from_json(event.to_json())
    assert (read["id"], read["type"], read["subject"]) == (event.id, COUNTER_SET, "counter/a")
    assert read["sequence"] == "00000000000000000003"
    assert read.data == {"name": "a", "value": 7, "note": ""}


def test_ids_are_ordered_by_creation() -> None:
    made = [counter_set().id for _ in range(100)]
    assert made == sorted(made)
    assert len(set(made)) == 100


def test_the_time_is_now_in_utc() -> None:
    time = counter_set().time
    assert time.utcoffset() == timedelta(0)
    assert abs(datetime.now(UTC) - time) < timedelta(minutes=1)


@pytest.mark.parametrize(("older", "newer"), [(9, 10), (99, 100), (1, 2**63 - 1)])
def test_sequences_sort_as_text_like_the_versions(older: int, newer: int) -> None:
    assert sequence_of(older) < sequence_of(newer)
    assert counter_set(version=newer).version == newer


def test_an_event_outside_of_any_trace_starts_one() -> None:
    assert re.fullmatch(r"00-[0-9a-f]{32}-[0-9a-f]{16}-00", counter_set().traceparent or "")


def test_an_event_carries_the_trace_that_it_was_made_in() -> None:
    with TracerProvider().get_tracer("tests").start_as_current_span("a request") as span:
        made = counter_set()
    context = span.get_span_context()
    assert made.traceparent is not None
    assert made.traceparent.startswith(f"00-{context.trace_id:032x}-{context.span_id:016x}-0")


def test_unknown_members_are_ignored() -> None:
    event = Event.from_json(changed(newextension="x", data={"name": "a", "value": 1, "colour": "red"}))
    assert CounterData.model_validate(event.data) == CounterData(name="a", value=1)


def test_an_invalid_traceparent_is_dropped() -> None:
    assert Event.from_json(changed(traceparent="garbage")).traceparent is None


@pytest.mark.parametrize("body", [b"", b"{", b"nonsense", b"\xff\xfe", b'{"id": "\xc3\x28"}', b"[" * 5000])
def test_invalid_json_is_malformed(body: bytes) -> None:
    with pytest.raises(MalformedEvent, match="not JSON"):
        Event.from_json(body)


@pytest.mark.parametrize("body", [b"[]", b"null", b"1", b'"text"', b"{}", b'{"specversion": "1.0"}'])
def test_json_that_is_not_a_cloudevent_is_malformed(body: bytes) -> None:
    with pytest.raises(MalformedEvent, match="not a CloudEvent"):
        Event.from_json(body)


@pytest.mark.parametrize(
    ("member", "value"),
    [
        ("specversion", "0.3"),
        ("id", None),
        ("id", ""),
        ("id", "x" * 65),
        ("id", "a b"),
        ("id", "ä"),
        ("id", "a\n"),
        ("source", None),
        ("source", "x" * 101),
        ("type", None),
        ("type", "x" * 101),
        ("type", "test.zähler.set.v1"),
        ("subject", None),
        ("time", None),
        ("time", "yesterday"),
        ("time", "2026-01-31T12:00:00"),
        ("sequence", None),
        ("sequence", "-1"),
        ("sequence", "1" * 21),
        ("sequence", "٣"),
        ("datacontenttype", "text/plain"),
        ("data", None),
        ("data", [1]),
        ("data", "text"),
    ],
)
def test_an_invalid_member_is_named(member: str, value: object) -> None:
    with pytest.raises(MalformedEvent, match=f"not a CloudEvent: {member}"):
        Event.from_json(changed(**{member: value}))


def test_the_error_does_not_contain_the_input() -> None:
    with pytest.raises(MalformedEvent) as caught:
        Event.from_json(changed(time="a secret", sequence="a secret"))
    assert "a secret" not in str(caught.value)


def test_an_event_of_the_largest_size_is_read_and_one_byte_more_is_not() -> None:
    body = counter_set(note="x" * (MAX_EVENT_BYTES - len(counter_set().to_json()))).to_json()
    assert len(body) == MAX_EVENT_BYTES
    assert Event.from_json(body).data["name"] == "a"
    with pytest.raises(MalformedEvent, match="262145 bytes; at most 262144 are read"):
        Event.from_json(body + b" ")


def test_the_registry_finds_the_subscription_of_a_type() -> None:
    wanted = Subscription(COUNTER_SET, CounterData, Handler())
    registry = EventRegistry([wanted, Subscription("other.v1", CounterData, Handler())])
    assert registry.subscription(counter_set()) is wanted
    assert registry.types == {COUNTER_SET, "other.v1"}


@pytest.mark.parametrize("type", ["test.counter.set.v2", "test.counter.unset.v1", "TEST.COUNTER.SET.V1"])
def test_an_unknown_type_or_version_is_malformed(type: str) -> None:
    registry = EventRegistry([Subscription(COUNTER_SET, CounterData, Handler())])
    with pytest.raises(MalformedEvent, match=f"no handler for type '{re.escape(type)}'"):
        registry.subscription(counter_set(type=type))
