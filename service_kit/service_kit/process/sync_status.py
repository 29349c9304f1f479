"""Whether a service is in sync with the other: events to publish, and events that failed."""

from dataclasses import dataclass
from datetime import datetime

from service_kit.db.database import Reader
from service_kit.events import failed_events, inbox, outbox
from service_kit.process.service import Service


@dataclass(frozen=True)
class SyncState:
    """Counts from the outbox, inbox and failed events of one service."""

    pending_events: int
    oldest_pending_at: datetime | None
    last_published_at: datetime | None
    last_applied_at: datetime | None
    retrying_events: int
    dead_letters: int


def read(reader: Reader) -> SyncState:
    """Read the state from the service's tables."""
    pending, oldest = outbox.pending(reader)
    retrying, parked = failed_events.counts(reader)
    return SyncState(
        pending_events=pending,
        oldest_pending_at=oldest,
        last_published_at=outbox.last_published_at(reader),
        last_applied_at=inbox.last_applied_at(reader),
        retrying_events=retrying,
        dead_letters=parked,
    )


def is_connected(service: Service) -> bool:
    """Whether the transport is connected. True if this process does not process events."""
    return service.transport is None or service.transport.connected
