"""The outbox: events are committed in the same transaction as the change, and published afterwards.

The pattern: https://microservices.io/patterns/data/transactional-outbox.html. A relay claims due rows with a
lease, publishes them, and marks them. Rows are selected by state and due time, never by "id greater than the last
one": ids are assigned before the commit, so a lower id can become visible later.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum

from sqlalchemy import Column, Index, String, delete, func, insert, select, update
from sqlalchemy.orm import Session
from sqlmodel import Field, col

from service_kit.db.database import Reader, announce, changed, database_now, seconds_from
from service_kit.db.tables import TABLE_OPTIONS, BigId, Body, KitTable, UTCDateTime, identifier
from service_kit.events.event import MAX_EVENT_BYTES, Event

TOPIC = "outbox"
DUE_AT_ONCE = datetime(2000, 1, 1, tzinfo=UTC)


class OutboxState(StrEnum):
    """Whether the transport has confirmed an event."""

    PENDING = "pending"
    PUBLISHED = "published"


class OutboxEvent(KitTable, table=True):
    """A committed event. It can be claimed from `next_at` on; `claimed_by` is the relay that holds its lease."""

    __tablename__ = "outbox"
    __table_args__ = (Index("ix_outbox_due", "state", "next_at", "id"), TABLE_OPTIONS)

    id: int | None = Field(default=None, sa_column=Column(BigId, primary_key=True, autoincrement=True))
    event_id: str = Field(sa_column=Column(identifier(64), nullable=False, unique=True))
    type: str = Field(sa_column=Column(identifier(100), nullable=False))
    body: bytes = Field(sa_column=Column(Body, nullable=False))
    state: str = Field(sa_column=Column(identifier(10), nullable=False))
    next_at: datetime = Field(sa_column=Column(UTCDateTime, nullable=False))
    claimed_by: str | None = Field(default=None, sa_column=Column(identifier(36)))
    attempts: int = 0
    last_error: str | None = Field(default=None, sa_column=Column(String(500)))
    created_at: datetime = Field(sa_column=Column(UTCDateTime, nullable=False))
    published_at: datetime | None = Field(default=None, sa_column=Column(UTCDateTime))


@dataclass(frozen=True)
class Claimed:
    """A row leased to this relay: id, message, and the number of failed attempts."""

    id: int
    event_id: str
    type: str
    body: bytes
    attempts: int


def record(session: Session, *events: Event) -> None:
    """Add events to this transaction. Raises ValueError for an event that is too large."""
    if not events:
        return
    rows = [_row(event) for event in events]
    session.execute(insert(OutboxEvent), rows)
    changed(session, *(event.topic for event in events))
    announce(session, TOPIC)


def claim(session: Session, relay: str, *, limit: int, lease_seconds: float) -> list[Claimed]:
    """Lease up to `limit` due events to `relay`. Rows that another relay is claiming are skipped.

    If a lease expires before the rows are settled, they are due again.
    """
    now = database_now(session)
    row = OutboxEvent.__table__.c  # type: ignore[attr-defined]
    due = (
        select(row.id, row.event_id, row.type, row.body, row.attempts)
        .where(row.state == OutboxState.PENDING, row.next_at <= now)
        .order_by(row.next_at, row.id)
        .limit(limit)
        .with_for_update(skip_locked=True)
    )
    claimed = [Claimed(*item) for item in session.execute(due)]
    if claimed:
        session.execute(
            update(OutboxEvent)
            .where(row.id.in_([item.id for item in claimed]))
            .values(claimed_by=relay, next_at=seconds_from(now, lease_seconds))
        )
    return claimed


def mark_published(session: Session, ids: Collection[int]) -> None:
    """Mark rows as confirmed by the transport."""
    if ids:
        session.execute(
            update(OutboxEvent)
            .where(col(OutboxEvent.id).in_(ids))
            .values(state=OutboxState.PUBLISHED, published_at=database_now(session), claimed_by=None)
        )


def mark_failed(session: Session, relay: str, item: Claimed, *, error: str, retry_seconds: float) -> None:
    """Record that the transport rejected a row. It is due again after `retry_seconds`.

    Has no effect if the lease has expired and another relay has claimed the row.
    """
    session.execute(
        update(OutboxEvent)
        .where(col(OutboxEvent.id) == item.id, col(OutboxEvent.claimed_by) == relay)
        .values(
            attempts=item.attempts + 1,
            last_error=error[:500],
            claimed_by=None,
            next_at=seconds_from(database_now(session), retry_seconds),
        )
    )


def release(session: Session, relay: str, ids: Collection[int]) -> None:
    """Release rows that `relay` claimed but did not send. They are due immediately."""
    if ids:
        session.execute(
            update(OutboxEvent)
            .where(col(OutboxEvent.id).in_(ids), col(OutboxEvent.claimed_by) == relay)
            .values(claimed_by=None, next_at=DUE_AT_ONCE)
        )


def purge(session: Session, *, older_than: timedelta, limit: int = 1000) -> int:
    """Delete events published longer ago than `older_than`. Returns their number."""
    row = OutboxEvent.__table__.c  # type: ignore[attr-defined]
    before = database_now(session) - older_than
    old = session.scalars(
        select(row.id)
        .where(row.state == OutboxState.PUBLISHED, row.published_at < before)
        .order_by(row.id)
        .limit(limit)
    ).all()
    return _delete(session, old)


def pending(reader: Reader) -> tuple[int, datetime | None]:
    """Return the number of pending events, and when the oldest was created."""
    row = OutboxEvent.__table__.c  # type: ignore[attr-defined]
    statement = select(func.count(), func.min(row.created_at)).where(row.state == OutboxState.PENDING)
    count, oldest = reader.execute(statement).one()
    return count, oldest


def last_published_at(reader: Reader) -> datetime | None:
    """Return when the transport last confirmed an event, among the events not yet deleted."""
    row = OutboxEvent.__table__.c  # type: ignore[attr-defined]
    statement = (
        select(row.published_at)
        .where(row.state == OutboxState.PUBLISHED)
        .order_by(row.next_at.desc(), row.id.desc())
        .limit(1)
    )
    return reader.execute(statement).scalar()


def _row(event: Event) -> dict[str, object]:
    body = event.to_json()
    if len(body) > MAX_EVENT_BYTES:
        raise ValueError(f"event {event.type} of {event.subject} has {len(body)} bytes, over {MAX_EVENT_BYTES}")
    return {
        "event_id": event.id,
        "type": event.type,
        "body": body,
        "state": OutboxState.PENDING,
        "next_at": DUE_AT_ONCE,
        "attempts": 0,
        "created_at": event.time,
    }


def _delete(session: Session, ids: Sequence[int]) -> int:
    if ids:
        session.execute(delete(OutboxEvent).where(col(OutboxEvent.id).in_(ids)))
    return len(ids)
