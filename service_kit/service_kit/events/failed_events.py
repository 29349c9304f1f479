"""Deliveries that could not be applied: those that will be tried again, and those that wait for an operator.

A delivery that fails is stored here and acknowledged, so its neighbours flow on whatever the transport, and
its next try survives a restart. Each try is counted *before* it runs: one that kills the process is counted too.
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
# A longer body is cut, and its error says so. Escaped into a statement it must fit every server's
# max_allowed_packet, or it could be neither applied nor parked, and would block the queue for ever.
MAX_BODY_BYTES = 1_000_000


class DeadLetterState(StrEnum):
    """RETRYING is due again at `next_at`; PARKED waits for `dead-letters replay`."""

    RETRYING = "retrying"
    PARKED = "parked"


class DeadLetter(KitTable, table=True):
    """One delivery that could not be applied, with the last error. `digest` is the SHA-256 of the body."""

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
    """A letter to try once more. `attempts` counts this try already."""

    id: int
    body: bytes
    attempts: int


def digest_of(body: bytes) -> str:
    """The SHA-256 by which a body is recognised."""
    return hashlib.sha256(body).hexdigest()


def park(session: Session, body: bytes, error: str, *, event_id: str | None, type: str | None) -> bool:
    """Store a delivery that no further try can help. Returns False where it is stored already."""
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
    """Store a delivery to be tried again after `retry_seconds`. Returns False where it is stored already."""
    next_at = seconds_from(database_now(session), retry_seconds)
    announce(session, TOPIC)
    return _store(session, body, error, DeadLetterState.RETRYING, attempts, next_at, event_id, type)


def claim(session: Session, *, limit: int, lease_seconds: float) -> list[DueLetter]:
    """Take up to `limit` letters that are due, count the try, and keep others off them for the lease."""
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
    """Record the failure of a try; the next is due after `retry_seconds`."""
    _update(session, letter.id, error=_kept(error), next_at=seconds_from(database_now(session), retry_seconds))


def give_up(session: Session, letter: DueLetter, error: str) -> None:
    """Park a letter whose last try failed."""
    _update(session, letter.id, error=_kept(error), state=DeadLetterState.PARKED)


def settle(session: Session, letter: DueLetter) -> None:
    """Forget a letter that this transaction has applied."""
    session.execute(delete(DeadLetter).where(col(DeadLetter.id) == letter.id))


def parked(reader: Reader, *, limit: int = 100) -> Sequence[DeadLetter]:
    """The letters that wait for an operator, oldest first."""
    row = DeadLetter.__table__.c  # type: ignore[attr-defined]
    statement = select(row).where(row.state == DeadLetterState.PARKED).order_by(row.id).limit(limit)
    return [DeadLetter.model_validate(dict(item._mapping)) for item in reader.execute(statement)]


def replay(session: Session, ids: Collection[int] | None = None) -> int:
    """Make parked letters (those of `ids`, or all) due at once with their count at zero; returns how many."""
    statement = update(DeadLetter).where(col(DeadLetter.state) == DeadLetterState.PARKED)
    if ids is not None:
        statement = statement.where(col(DeadLetter.id).in_(ids))
    announce(session, TOPIC)
    result = session.execute(statement.values(state=DeadLetterState.RETRYING, attempts=0, next_at=DUE_AT_ONCE))
    return int(result.rowcount)  # type: ignore[attr-defined]


def discard(session: Session, ids: Collection[int] | None = None) -> int:
    """Delete parked letters (those of `ids`, or all), for good; returns how many."""
    statement = delete(DeadLetter).where(col(DeadLetter.state) == DeadLetterState.PARKED)
    if ids is not None:
        statement = statement.where(col(DeadLetter.id).in_(ids))
    return int(session.execute(statement).rowcount)  # type: ignore[attr-defined]


def counts(reader: Reader) -> tuple[int, int]:
    """How many deliveries are being retried, and how many are parked."""
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
        "error": _kept(error),
        "created_at": database_now(session),
    }
    try:
        with session.begin_nested():
            session.execute(insert(DeadLetter), values)
    except IntegrityError:
        return False
    return True


def _kept(error: str) -> str:
    """As much of an error as the column holds, of characters that it takes."""
    return error.encode(errors="replace").decode()[:1000]


def _update(session: Session, id: int, **values: object) -> None:
    session.execute(update(DeadLetter).where(col(DeadLetter.id) == id).values(**values))
