"""Idempotency keys: a repeated request with the same key returns the first answer, even after a crash.

The first statement of the transaction reserves the key. If two requests run at the same time, the second waits for
the first and then finds its answer. Source: the IETF draft "The Idempotency-Key HTTP Header Field".
"""

import hashlib
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta

import orjson
from sqlalchemy import Column, Index, String, delete, insert, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session
from sqlmodel import Field, col

from service_kit.db.database import database_now
from service_kit.db.tables import TABLE_OPTIONS, KitTable, UTCDateTime, identifier
from service_kit.errors import ServiceError


class IdempotencyConflict(ServiceError):
    """The key was used before with another request, or for an object that no longer exists."""

    code = "IDEMPOTENCY_CONFLICT"
    http_status = 422

    def __init__(self, message: str = "This idempotency key was used before with other content.") -> None:
        super().__init__(f"{message} Use a new key.")


class IdempotencyKey(KitTable, table=True):
    """A used key. `fingerprint` is the SHA-256 of the request, `answer` the result of the operation."""

    __tablename__ = "idempotency_key"
    __table_args__ = (Index("ix_idempotency_created_at", "created_at"), TABLE_OPTIONS)

    operation: str = Field(sa_column=Column(identifier(50), primary_key=True))
    digest: str = Field(sa_column=Column(identifier(64), primary_key=True))
    fingerprint: str = Field(sa_column=Column(identifier(64), nullable=False))
    answer: str = Field(sa_column=Column(String(500), nullable=False))
    created_at: datetime = Field(sa_column=Column(UTCDateTime, nullable=False))


def once(
    session: Session, operation: str, key: str, request: Mapping[str, object], work: Callable[[], str]
) -> str:
    """Run `work` unless it already ran with `key`. Returns the answer of the first run.

    Raises IdempotencyConflict if `key` was used with another `request`.
    """
    digest, fingerprint = _sha256(key.encode()), _sha256(orjson.dumps(request, option=orjson.OPT_SORT_KEYS))
    if not _reserve(session, operation, digest, fingerprint):
        return _recall(session, operation, digest, fingerprint)
    answer = work()
    session.execute(
        update(IdempotencyKey)
        .where(col(IdempotencyKey.operation) == operation, col(IdempotencyKey.digest) == digest)
        .values(answer=answer)
    )
    return answer


def purge(session: Session, *, older_than: timedelta) -> None:
    """Delete keys older than `older_than`."""
    before = database_now(session) - older_than
    session.execute(delete(IdempotencyKey).where(col(IdempotencyKey.created_at) < before))


def _reserve(session: Session, operation: str, digest: str, fingerprint: str) -> bool:
    values = {
        "operation": operation,
        "digest": digest,
        "fingerprint": fingerprint,
        "answer": "",
        "created_at": database_now(session),
    }
    try:
        with session.begin_nested():
            session.execute(insert(IdempotencyKey), values)
    except IntegrityError:
        return False
    return True


def _recall(session: Session, operation: str, digest: str, fingerprint: str) -> str:
    statement = select(col(IdempotencyKey.fingerprint), col(IdempotencyKey.answer)).where(
        col(IdempotencyKey.operation) == operation, col(IdempotencyKey.digest) == digest
    )
    found = session.execute(statement).one()
    if found.fingerprint != fingerprint:
        raise IdempotencyConflict
    return str(found.answer)


def _sha256(value: bytes) -> str:
    return hashlib.sha256(value).hexdigest()
