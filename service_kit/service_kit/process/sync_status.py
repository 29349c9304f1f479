"""How far a service is in step: what waits to go out, what failed to come in."""

from dataclasses import dataclass
from datetime import datetime

from service_kit.db.database import Reader
from service_kit.events import failed_events, inbox, outbox
from service_kit.process.service import Service


@dataclass(frozen=True)
class SyncState:
    """Counts of one service's outbox, inbox and dead letters at one moment."""

    pending_events: int
    oldest_pending_at: datetime | None
    last_published_at: datetime | None
    last_applied_at: datetime | None
    retrying_events: int
    dead_letters: int


def read(reader: Reader) -> SyncState:
    """Read the state from the service's own tables."""
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
    """Whether the transport is known to work; a process that leaves events to a worker knows of no fault."""
    return service.transport is None or service.transport.connected
