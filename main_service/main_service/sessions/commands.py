"""Commands for the copies of sessions."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from service_kit.db.database import changed, database_now
from service_kit.identity import Role
from sqlalchemy import delete, insert, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session
from sqlmodel import col

from main_service.sessions.model import SessionCopy

KEEP = timedelta(days=1)
PURGE_BATCH = 1000


@dataclass(frozen=True)
class CheckedSession:
    """A valid session, as admin_service returned it."""

    user_id: int
    role: Role
    user_version: int
    expires_at: datetime


def store_copy(session: Session, digest: str, checked: CheckedSession) -> bool:
    """Stores the answer of admin_service. Returns False if the session was revoked in the meantime."""
    return _upsert(session, digest, {**vars(checked), "checked_at": database_now(session), "revoked_at": None})


def revoke_copy(session: Session, digest: str, user_id: int, revoked_at: datetime) -> None:
    """Stores a tombstone, even if there is no copy of the session."""
    _upsert(
        session,
        digest,
        {"user_id": user_id, "checked_at": database_now(session), "revoked_at": revoked_at},
        new={"role": Role.CUSTOMER, "user_version": 0, "expires_at": revoked_at},
    )
    changed(session, f"session/{digest}")


def delete_copy(session: Session, digest: str) -> None:
    """Deletes the copy of a session that admin_service does not have any more. Keeps a tombstone."""
    session.execute(
        delete(SessionCopy).where(col(SessionCopy.digest) == digest, col(SessionCopy.revoked_at).is_(None))
    )


def purge_copies(session: Session) -> int:
    """Deletes a batch of copies that were not checked for a day, and returns its size."""
    before = database_now(session) - KEEP
    old = select(col(SessionCopy.digest)).where(col(SessionCopy.checked_at) < before).limit(PURGE_BATCH)
    digests = session.scalars(old).all()
    if digests:
        session.execute(delete(SessionCopy).where(col(SessionCopy.digest).in_(digests)))
    return len(digests)


def _upsert(
    session: Session, digest: str, values: dict[str, object], *, new: dict[str, object] | None = None
) -> bool:
    """Updates the copy, or inserts it with the additional values `new`. Returns False for a tombstone."""
    if _update(session, digest, values):
        return True
    try:
        with session.begin_nested():
            session.execute(insert(SessionCopy), {"digest": digest, **(new or {}), **values})
    except IntegrityError:
        # The row exists: it is a tombstone, or another process has just inserted it.
        return _update(session, digest, values)
    return True


def _update(session: Session, digest: str, values: dict[str, object]) -> bool:
    result = session.execute(
        update(SessionCopy)
        .where(col(SessionCopy.digest) == digest, col(SessionCopy.revoked_at).is_(None))
        .values(**values)
    )
    return bool(result.rowcount)  # type: ignore[attr-defined]
