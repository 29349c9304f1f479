"""The inbox: the ids of applied events, so that duplicates have no effect.

The pattern: https://microservices.io/patterns/communication-style/idempotent-consumer.html. The row is written in
the same transaction as the event's effects.
"""

from collections.abc import Collection, Mapping
from datetime import datetime, timedelta

from sqlalchemy import Column, Index, delete, func, insert, select
from sqlalchemy.orm import Session
from sqlmodel import Field, col

from service_kit.db.database import Reader, database_now
from service_kit.db.tables import TABLE_OPTIONS, KitTable, UTCDateTime, identifier
from service_kit.events.event import Event


class InboxEvent(KitTable, table=True):
    """An applied event. `digest` is the SHA-256 of its body: the same id with another body is not a duplicate."""

    __tablename__ = "inbox"
    __table_args__ = (Index("ix_inbox_applied_at", "applied_at"), TABLE_OPTIONS)

    event_id: str = Field(sa_column=Column(identifier(64), primary_key=True))
    type: str = Field(sa_column=Column(identifier(100), nullable=False))
    digest: str = Field(sa_column=Column(identifier(64), nullable=False))
    applied_at: datetime = Field(sa_column=Column(UTCDateTime, nullable=False))


def seen(reader: Reader, event_ids: Collection[str]) -> Mapping[str, str]:
    """Return the digests of those `event_ids` that were applied."""
    column = InboxEvent.__table__.c  # type: ignore[attr-defined]
    statement = select(column.event_id, column.digest).where(column.event_id.in_(event_ids))
    return {row.event_id: row.digest for row in reader.execute(statement)}


def add(session: Session, *applied: tuple[Event, str]) -> None:
    """Record events with their digests as applied by this transaction.

    Raises IntegrityError if one of them was already applied.
    """
    now = database_now(session)
    rows = [
        {"event_id": event.id, "type": event.type, "digest": digest, "applied_at": now}
        for event, digest in applied
    ]
    session.execute(insert(InboxEvent), rows)


def purge(session: Session, *, older_than: timedelta, limit: int = 1000) -> int:
    """Delete the records of events applied longer ago than `older_than`. Returns their number.

    An older duplicate would be handled again, and ignored because of its sequence.
    """
    row = InboxEvent.__table__.c  # type: ignore[attr-defined]
    before = database_now(session) - older_than
    old = session.scalars(select(row.event_id).where(row.applied_at < before).limit(limit)).all()
    if old:
        session.execute(delete(InboxEvent).where(col(InboxEvent.event_id).in_(old)))
    return len(old)


def last_applied_at(reader: Reader) -> datetime | None:
    """Return when the last event was applied."""
    return reader.execute(select(func.max(col(InboxEvent.applied_at)))).scalar()
