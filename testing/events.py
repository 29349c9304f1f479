"""Events of the other service, created from the samples in `schema/events`."""

import json
from pathlib import Path
from typing import Any

from service_kit.db.database import Database
from service_kit.events.consumer import Consumer, Delivery
from service_kit.events.event import Event
from sqlalchemy import text

SCHEMAS = Path(__file__).parents[1] / "schema" / "events"
_made = 0


def published_types(source: str) -> list[str]:
    """Return the event types that this service publishes, according to `schema/events`."""
    return sorted(
        name for name in (file.stem for file in SCHEMAS.glob("*.json")) if sample_of(name)["source"] == source
    )


def sample_of(event_type: str) -> dict[str, Any]:
    """Return the sample event of a type."""
    schema = json.loads((SCHEMAS / f"{event_type}.json").read_text(encoding="utf-8"))
    sample: dict[str, Any] = schema["x-cloudevent-example"]
    return sample


def event(event_type: str, subject: str, version: int, **data: object) -> bytes:
    """Return an event with a new id. `data` replaces fields of the sample's data."""
    global _made  # noqa: PLW0603 - every id of a run is different
    _made += 1
    sample = sample_of(event_type)
    changes = {"id": f"test-{_made}", "subject": subject, "sequence": f"{version:020d}"}
    made = Event.model_validate({**sample, **changes, "data": {**sample["data"], **data}})
    return made.to_json()


def receive(consumer: Consumer, *bodies: bytes, together: bool = False) -> None:
    """Deliver the events in this order, one by one or as one batch."""
    if together:
        consumer.receive([Delivery(body) for body in bodies])
    else:
        for body in bodies:
            consumer.receive([Delivery(body)])


def failures(database: Database) -> list[tuple[str, str]]:
    """Return the state and error of every event that could not be applied."""
    statement = text("SELECT state, error FROM dead_letter ORDER BY id")
    return [(row.state, row.error) for row in database.read(lambda reader: reader.execute(statement).all())]
