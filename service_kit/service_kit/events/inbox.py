"""The inbox: which events have been applied, so that a repeated one has no second effect.

The pattern: https://microservices.io/patterns/communication-style/idempotent-consumer.html. The row is
written in the transaction of the effect itself: both are there, or neither.
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
    """One applied event. `digest` is the SHA-256 of its body: the same id with another body is no repeat."""

    __tablename__ = "inbox"
    __table_args__ = (Index("ix_inbox_applied_at", "applied_at"), TABLE_OPTIONS)

    event_id: str = Field(sa_column=Column(identifier(64), primary_key=True))
    type: str = Field(sa_column=Column(identifier(100), nullable=False))
    digest: str = Field(sa_column=Column(identifier(64), nullable=False))
    applied_at: datetime = Field(sa_column=Column(UTCDateTime, nullable=False))


def seen(reader: Reader, event_ids: Collection[str]) -> Mapping[str, str]:
    """The digests of those of `event_ids` that have been applied."""
    column = InboxEvent.__table__.c  # type: ignore[attr-defined]
    statement = select(column.event_id, column.digest).where(column.event_id.in_(event_ids))
    return {row.event_id: row.digest for row in reader.execute(statement)}


def add(session: Session, *applied: tuple[Event, str]) -> None:
    """Record events, each with its digest, as applied by this transaction, in one statement.

    Raises IntegrityError where one of them already is.
    """
    now = database_now(session)
    rows = [
        {"event_id": event.id, "type": event.type, "digest": digest, "applied_at": now}
        for event, digest in applied
    ]
    session.execute(insert(InboxEvent), rows)


def purge(session: Session, *, older_than: timedelta, limit: int = 1000) -> int:
    """Forget events applied longer ago than `older_than`; returns how many.

    An older repeat would be handled again and dropped by its sequence.
    """
    row = InboxEvent.__table__.c  # type: ignore[attr-defined]
    before = database_now(session) - older_than
    old = session.scalars(select(row.event_id).where(row.applied_at < before).limit(limit)).all()
    if old:
        session.execute(delete(InboxEvent).where(col(InboxEvent.event_id).in_(old)))
    return len(old)


def last_applied_at(reader: Reader) -> datetime | None:
    """When an event was last applied."""
    return reader.execute(select(func.max(col(InboxEvent.applied_at)))).scalar()
