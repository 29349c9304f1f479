"""Events that could not be applied: those that will be retried, and those that need an operator (parked).

A failed delivery is stored here and acknowledged, so it does not block other events, and its retry survives a
restart. Each attempt is counted *before* it runs, so an attempt that crashes the process is counted too.
"""

import hashlib
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import Column, Index, String, delete, func, insert, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session
from sqlmodel import Field, col

from service_kit.db.database import Reader, announce, database_now, seconds_from
from service_kit.db.tables import TABLE_OPTIONS, BigId, Body, KitTable, UTCDateTime, identifier
from service_kit.events.outbox import DUE_AT_ONCE

TOPIC = "dead_letters"
# A longer body is truncated, and its error says so. Escaped in a statement, the body must fit into
# max_allowed_packet of every server. Otherwise it could be neither applied nor parked, and would block the queue
# forever.
MAX_BODY_BYTES = 1_000_000


class DeadLetterState(StrEnum):
    """RETRYING is due again at `next_at`. PARKED waits for an operator (`dead-letters replay`)."""

    RETRYING = "retrying"
    PARKED = "parked"


class DeadLetter(KitTable, table=True):
    """A delivery that could not be applied, with its last error. `digest` is the SHA-256 of the body."""

    __tablename__ = "dead_letter"
    __table_args__ = (Index("ix_dead_letter_due", "state", "next_at", "id"), TABLE_OPTIONS)

    id: int | None = Field(default=None, sa_column=Column(BigId, primary_key=True, autoincrement=True))
    digest: str = Field(sa_column=Column(identifier(64), nullable=False, unique=True))
    event_id: str | None = Field(default=None, sa_column=Column(identifier(64)))
    type: str | None = Field(default=None, sa_column=Column(identifier(100)))
    body: bytes = Field(sa_column=Column(Body, nullable=False))
    state: str = Field(sa_column=Column(identifier(10), nullable=False))
    attempts: int = 0
    next_at: datetime = Field(sa_column=Column(UTCDateTime, nullable=False))
    error: str = Field(sa_column=Column(String(1000), nullable=False))
    created_at: datetime = Field(sa_column=Column(UTCDateTime, nullable=False))


@dataclass(frozen=True)
class DueLetter:
    """A failed event to retry. `attempts` includes this attempt."""

    id: int
    body: bytes
    attempts: int


def digest_of(body: bytes) -> str:
    """Return the SHA-256 that identifies a body."""
    return hashlib.sha256(body).hexdigest()


def park(session: Session, body: bytes, error: str, *, event_id: str | None, type: str | None) -> bool:
    """Store a delivery for which a retry is useless. Returns False if it is already stored."""
    return _store(session, body, error, DeadLetterState.PARKED, 0, DUE_AT_ONCE, event_id, type)


def schedule(
    session: Session,
    body: bytes,
    error: str,
    *,
    attempts: int,
    retry_seconds: float,
    event_id: str,
    type: str,
) -> bool:
    """Store a delivery to retry after `retry_seconds`. Returns False if it is already stored."""
    next_at = seconds_from(database_now(session), retry_seconds)
    announce(session, TOPIC)
    return _store(session, body, error, DeadLetterState.RETRYING, attempts, next_at, event_id, type)


def claim(session: Session, *, limit: int, lease_seconds: float) -> list[DueLetter]:
    """Lease up to `limit` due letters to this process, and count the attempt."""
    now = database_now(session)
    row = DeadLetter.__table__.c  # type: ignore[attr-defined]
    due = (
        select(row.id, row.body, row.attempts)
        .where(row.state == DeadLetterState.RETRYING, row.next_at <= now)
        .order_by(row.next_at, row.id)
        .limit(limit)
        .with_for_update(skip_locked=True)
    )
    letters = [DueLetter(item.id, item.body, item.attempts + 1) for item in session.execute(due)]
    if letters:
        session.execute(
            update(DeadLetter)
            .where(row.id.in_([letter.id for letter in letters]))
            .values(attempts=row.attempts + 1, next_at=seconds_from(now, lease_seconds))
        )
    return letters


def postpone(session: Session, letter: DueLetter, error: str, *, retry_seconds: float) -> None:
    """Record a failed attempt. The next one is due after `retry_seconds`."""
    _update(session, letter.id, error=_clip(error), next_at=seconds_from(database_now(session), retry_seconds))


def give_up(session: Session, letter: DueLetter, error: str) -> None:
    """Park a letter after its last attempt failed."""
    _update(session, letter.id, error=_clip(error), state=DeadLetterState.PARKED)


def settle(session: Session, letter: DueLetter) -> None:
    """Delete a letter that this transaction has applied."""
    session.execute(delete(DeadLetter).where(col(DeadLetter.id) == letter.id))


def parked(reader: Reader, *, limit: int = 100) -> Sequence[DeadLetter]:
    """Return the parked letters, oldest first."""
    row = DeadLetter.__table__.c  # type: ignore[attr-defined]
    statement = select(row).where(row.state == DeadLetterState.PARKED).order_by(row.id).limit(limit)
    return [DeadLetter.model_validate(dict(item._mapping)) for item in reader.execute(statement)]


def replay(session: Session, ids: Collection[int] | None = None) -> int:
    """Retry parked letters (`ids`, or all): due immediately, attempts reset. Returns their number."""
    statement = update(DeadLetter).where(col(DeadLetter.state) == DeadLetterState.PARKED)
    if ids is not None:
        statement = statement.where(col(DeadLetter.id).in_(ids))
    announce(session, TOPIC)
    result = session.execute(statement.values(state=DeadLetterState.RETRYING, attempts=0, next_at=DUE_AT_ONCE))
    return int(result.rowcount)  # type: ignore[attr-defined]


def discard(session: Session, ids: Collection[int] | None = None) -> int:
    """Delete parked letters (`ids`, or all) permanently. Returns their number."""
    statement = delete(DeadLetter).where(col(DeadLetter.state) == DeadLetterState.PARKED)
    if ids is not None:
        statement = statement.where(col(DeadLetter.id).in_(ids))
    return int(session.execute(statement).rowcount)  # type: ignore[attr-defined]


def counts(reader: Reader) -> tuple[int, int]:
    """Return how many deliveries are being retried, and how many are parked."""
    row = DeadLetter.__table__.c  # type: ignore[attr-defined]
    found = {
        item.state: item.n
        for item in reader.execute(select(row.state, func.count().label("n")).group_by(row.state))
    }
    return found.get(DeadLetterState.RETRYING, 0), found.get(DeadLetterState.PARKED, 0)


def _store(
    session: Session,
    body: bytes,
    error: str,
    state: DeadLetterState,
    attempts: int,
    next_at: datetime,
    event_id: str | None,
    type: str | None,
) -> bool:
    values = {
        "digest": digest_of(body),
        "event_id": event_id,
        "type": type,
        "body": body[:MAX_BODY_BYTES],
        "state": state,
        "attempts": attempts,
        "next_at": next_at,
        "error": _clip(error),
        "created_at": database_now(session),
    }
    try:
        with session.begin_nested():
            session.execute(insert(DeadLetter), values)
    except IntegrityError:
        return False
    return True


def _clip(error: str) -> str:
    """Return the error with invalid characters replaced, truncated to the length of the column."""
    return error.encode(errors="replace").decode()[:1000]


def _update(session: Session, id: int, **values: object) -> None:
    session.execute(update(DeadLetter).where(col(DeadLetter.id) == id).values(**values))
