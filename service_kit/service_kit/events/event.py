"""The event envelope, and the registry of the events that a service consumes.

The envelope is CloudEvents 1.0 in JSON format (https://github.com/cloudevents/spec), with two of its
documented extensions: `sequence` (the aggregate's version, zero-padded so that it sorts as text) and
`traceparent` (W3C Trace Context).
"""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, ClassVar, Generic, Literal, TypeVar

import orjson
from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, ValidationError
from sqlalchemy.orm import Session
from uuid_utils.compat import uuid7

from service_kit.db.database import changed
from service_kit.telemetry import current_traceparent

CONTENT_TYPE = "application/cloudevents+json"
BATCH_CONTENT_TYPE = "application/cloudevents-batch+json"
SEQUENCE_DIGITS = 20
MAX_EVENT_BYTES = 262_144
_PRINTABLE = r"^[\x21-\x7e]+$"  # the characters that the tables accept in ids and types
_TRACEPARENT = re.compile(r"[0-9a-f]{2}-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}")


class MalformedEvent(Exception):
    """The bytes are not a CloudEvent that this service can read. A retry cannot succeed."""


class EventData(BaseModel):
    """Base class of event data: the aggregate's complete state, never a delta.

    A consumer ignores unknown members, so producers can add members.
    """

    model_config = ConfigDict(frozen=True, extra="ignore")


class Event(BaseModel):
    """One CloudEvent.

    `type` names what happened and its version (`shop.product.updated.v1`), `subject` the aggregate
    (`product/17`), `sequence` the aggregate's version: of two events of one subject the higher is newer.
    """

    model_config = ConfigDict(frozen=True, extra="ignore", hide_input_in_errors=True)

    specversion: Literal["1.0"] = "1.0"
    id: str = Field(min_length=1, max_length=64, pattern=_PRINTABLE)
    source: str = Field(min_length=1, max_length=100)
    type: str = Field(min_length=1, max_length=100, pattern=_PRINTABLE)
    subject: str = Field(min_length=1, max_length=100)
    time: AwareDatetime
    datacontenttype: Literal["application/json"] = "application/json"
    sequence: str = Field(pattern=r"^[0-9]{1,20}$")
    traceparent: str | None = None
    data: dict[str, Any]

    @property
    def version(self) -> int:
        """The aggregate's version as an integer."""
        return int(self.sequence)

    @property
    def topic(self) -> str:
        """The live topic that the event changes: its subject, or the part of it named by the event type.

        `product/17` for `shop.product.updated.v1`, `product/17/likes` for `shop.likes.changed.v1`.
        """
        kind, part = self.subject.partition("/")[0], [*self.type.split("."), ""][1]
        return self.subject if part == kind else f"{self.subject}/{part}"

    def to_json(self) -> bytes:
        """Return the event in the JSON format of CloudEvents."""
        return orjson.dumps(self.model_dump(mode="json", exclude_none=True))

    @classmethod
    def from_json(cls, body: bytes) -> "Event":
        """Parse an event. Raises MalformedEvent with the reason."""
        if len(body) > MAX_EVENT_BYTES:
            raise MalformedEvent(f"{len(body)} bytes; at most {MAX_EVENT_BYTES} are read")
        try:
            event = cls.model_validate(orjson.loads(body))
        except orjson.JSONDecodeError as error:
            raise MalformedEvent(f"not JSON: {error}") from None
        except ValidationError as error:
            raise MalformedEvent(f"not a CloudEvent: {_describe(error)}") from None
        if event.traceparent is not None and not _TRACEPARENT.fullmatch(event.traceparent):
            return event.model_copy(update={"traceparent": None})
        return event


def sequence_of(version: int) -> str:
    """Format a version as a `sequence`: fixed width, so that it also sorts as text."""
    return f"{version:0{SEQUENCE_DIGITS}d}"


def new_event(*, source: str, type: str, subject: str, version: int, data: EventData) -> Event:
    """Create an event with the current time. `version` is the aggregate's version after the change."""
    return Event(
        id=str(uuid7()),
        source=source,
        type=type,
        subject=subject,
        time=datetime.now(UTC),
        sequence=sequence_of(version),
        traceparent=current_traceparent(),
        data=data.model_dump(mode="json"),
    )


DataT = TypeVar("DataT", bound=EventData)


@dataclass(frozen=True)
class Received(Generic[DataT]):
    """An event as passed to a handler: the envelope, and the data parsed by the consumer's model."""

    event: Event
    data: DataT

    @property
    def version(self) -> int:
        """The aggregate's version after the change."""
        return self.event.version


@dataclass(frozen=True)
class Subscription(Generic[DataT]):
    """A consumed event type: the consumer's model of its data, and the handler.

    `handle` runs in the transaction that adds the event to the inbox. It must not commit.
    """

    event_type: str
    model: type[DataT]
    handle: Callable[[Session, Received[DataT]], None]

    def apply(self, session: Session, event: Event) -> None:
        """Parse and handle the data. Raises MalformedEvent if the data does not match the model."""
        try:
            data = self.model.model_validate(event.data)
        except ValidationError as error:
            raise MalformedEvent(f"data of {event.type}: {_describe(error)}") from None
        self.handle(session, Received(event, data))
        changed(session, event.topic)


class EventRegistry:
    """The event types that one service consumes."""

    UNKNOWN: ClassVar[str] = "no handler for type {type!r}"

    def __init__(self, subscriptions: Iterable[Subscription[Any]]) -> None:
        self._by_type: Mapping[str, Subscription[Any]] = {item.event_type: item for item in subscriptions}

    @property
    def types(self) -> frozenset[str]:
        """All consumed types."""
        return frozenset(self._by_type)

    def subscription(self, event: Event) -> Subscription[Any]:
        """Return the subscription of the event's type. Raises MalformedEvent for an unknown type or version."""
        try:
            return self._by_type[event.type]
        except KeyError:
            raise MalformedEvent(self.UNKNOWN.format(type=event.type)) from None


def _describe(error: ValidationError) -> str:
    return "; ".join(
        f"{'.'.join(map(str, item['loc'])) or 'document'}: {item['msg']}"
        for item in error.errors(include_url=False, include_input=False)[:5]
    )
