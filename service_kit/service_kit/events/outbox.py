"""The outbox: events are committed with the change that they tell of, and published afterwards.

The pattern: https://microservices.io/patterns/data/transactional-outbox.html. A relay claims due rows with
a lease, publishes them, and marks them. Rows are found by state and due time, never by "id greater than the
last one seen": ids are handed out before commit, so a lower one can become visible later.
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
    """One committed event. `next_at` is when it may be claimed; `claimed_by` names the relay holding it."""

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
    """A row that this relay may publish: its key, how often it failed before, and the message."""

    id: int
    event_id: str
    type: str
    body: bytes
    attempts: int


def record(session: Session, *events: Event) -> None:
    """Add events to this transaction. Raises ValueError for one that no transport would carry."""
    if not events:
        return
    rows = [_row(event) for event in events]
    session.execute(insert(OutboxEvent), rows)
    changed(session, *(event.topic for event in events))
    announce(session, TOPIC)


def claim(session: Session, relay: str, *, limit: int, lease_seconds: float) -> list[Claimed]:
    """Lease up to `limit` due events to `relay`; rows that another one is claiming are passed over.

    A lease that is not settled in time simply runs out, and the rows are due again.
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
    """Record that the transport has confirmed these rows."""
    if ids:
        session.execute(
            update(OutboxEvent)
            .where(col(OutboxEvent.id).in_(ids))
            .values(state=OutboxState.PUBLISHED, published_at=database_now(session), claimed_by=None)
        )


def mark_failed(session: Session, relay: str, item: Claimed, *, error: str, retry_seconds: float) -> None:
    """Record that the transport refused this row of `relay`; it is due again after `retry_seconds`.

    A row whose lease ran out, and which another relay has taken over, is left to that one.
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
    """Give back rows that `relay` claimed and could not try, so that they are due at once."""
    if ids:
        session.execute(
            update(OutboxEvent)
            .where(col(OutboxEvent.id).in_(ids), col(OutboxEvent.claimed_by) == relay)
            .values(claimed_by=None, next_at=DUE_AT_ONCE)
        )


def purge(session: Session, *, older_than: timedelta, limit: int = 1000) -> int:
    """Delete events published longer ago than `older_than`; returns how many."""
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
    """How many events wait to be published, and since when the oldest does."""
    row = OutboxEvent.__table__.c  # type: ignore[attr-defined]
    statement = select(func.count(), func.min(row.created_at)).where(row.state == OutboxState.PENDING)
    count, oldest = reader.execute(statement).one()
    return count, oldest


def last_published_at(reader: Reader) -> datetime | None:
    """When the transport last confirmed an event that is still kept."""
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
