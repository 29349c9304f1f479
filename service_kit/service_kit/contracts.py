"""The contracts of a service as text: SDL, OpenAPI document, and a JSON Schema for each published event."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import NAMESPACE_URL, uuid5

import orjson
from fastapi import FastAPI

from service_kit.events.event import Event, EventData, sequence_of
from service_kit.graphql.schema import KitSchema

SAMPLE_TIME = datetime(2026, 1, 31, 12, 0, tzinfo=UTC)
_INDENTED = orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE


@dataclass(frozen=True)
class PublishedEvent:
    """An event type that a service publishes: the model of its data, and a sample event."""

    event_type: str
    model: type[EventData]
    sample: Event


def published(source: str, type: str, subject: str, version: int, data: EventData) -> PublishedEvent:
    """Create the description of a published event from a sample of its data."""
    sample = Event(
        id=str(uuid5(NAMESPACE_URL, type)),
        source=source,
        type=type,
        subject=subject,
        time=SAMPLE_TIME,
        sequence=sequence_of(version),
        traceparent="00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
        data=data.model_dump(mode="json"),
    )
    return PublishedEvent(type, data.__class__, sample)


def sdl(schema: KitSchema) -> str:
    """Return the subgraph's SDL, sorted by name so that diffs are minimal."""
    return f"{schema.as_str().strip()}\n"


def openapi(app: FastAPI) -> str:
    """Return the OpenAPI document."""
    return _json(app.openapi())


def event_schemas(folder: Path, events: Sequence[PublishedEvent]) -> dict[Path, str]:
    """Return a file `<type>.json` per event type: the JSON Schema of its data, with a sample event."""
    return {folder / f"{event.event_type}.json": _json(_event_schema(event)) for event in events}


def _event_schema(event: PublishedEvent) -> dict[str, Any]:
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": f"urn:tandem:{event.event_type}",
        **event.model.model_json_schema(mode="serialization"),
        "examples": [event.sample.data],
        "x-cloudevent-example": event.sample.model_dump(mode="json", exclude_none=True),
    }


def _json(document: object) -> str:
    return orjson.dumps(document, option=_INDENTED).decode()
