"""The use cases of sessions. Each function runs in the unit of work of the code that calls it."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from service_kit.db.database import changed
from service_kit.events import outbox
from service_kit.identity import new_token
from sqlalchemy import delete, select
from sqlalchemy.orm import Session
from sqlmodel import col

from admin_service.sessions import errors, events
from admin_service.sessions.model import Device, Lifetime, UserSession

MAX_SESSIONS = 50
"""If a user opens more sessions, the oldest ones end."""
KEEP_ENDED = timedelta(days=30)
PURGE_BATCH = 1000


def open_session(session: Session, user_id: int, device: Device, lifetime: Lifetime) -> str:
    """Opens a session. Returns its token, which is not stored and cannot be read later."""
    open_ones = _open_sessions(session, user_id)
    _end(session, open_ones[: max(0, len(open_ones) + 1 - MAX_SESSIONS)])
    token = new_token()
    session.add(UserSession.open(user_id, token, device, lifetime))
    return token


def use_session(session: Session, session_id: int, lifetime: Lifetime) -> None:
    """Records the use of a session, which extends it."""
    found = session.get(UserSession, session_id, with_for_update=True)
    if found is not None and found.ended_at is None:
        found.use(lifetime)


def end_by_digest(session: Session, digest: str) -> int:
    """Ends the session with this digest. Returns the number of ended sessions. Raises SessionNotFound."""
    statement = select(UserSession).where(col(UserSession.digest) == digest).with_for_update()
    found = session.scalars(statement).one_or_none()
    if found is None or found.ended_at is not None or found.idle_until <= datetime.now(UTC):
        raise errors.SessionNotFound
    return _end(session, [found])


def end_one(session: Session, user_id: int, session_id: int) -> str:
    """Ends a session of this user. Returns its digest. Raises SessionNotFound."""
    found = session.get(UserSession, session_id, with_for_update=True)
    if found is None or found.user_id != user_id or found.ended_at is not None:
        raise errors.SessionNotFound
    _end(session, [found])
    return found.digest


def end_all(session: Session, user_id: int, *, except_digest: str | None = None) -> int:
    """Ends all sessions of a user, except one. Returns the number of ended sessions."""
    return _end(session, [item for item in _open_sessions(session, user_id) if item.digest != except_digest])


def delete_all(session: Session, user_id: int) -> None:
    """Ends and deletes all sessions of a user whose account is deleted."""
    end_all(session, user_id)
    session.flush()
    session.execute(delete(UserSession).where(col(UserSession.user_id) == user_id))


def purge_sessions(session: Session) -> int:
    """Deletes a batch of old sessions. Returns the number of deleted sessions."""
    before = datetime.now(UTC) - KEEP_ENDED
    old = select(col(UserSession.id)).where(
        col(UserSession.last_used_at) < before, col(UserSession.idle_until) < datetime.now(UTC)
    )
    ids = session.scalars(old.order_by(col(UserSession.last_used_at)).limit(PURGE_BATCH)).all()
    if ids:
        session.execute(delete(UserSession).where(col(UserSession.id).in_(ids)))
    return len(ids)


def _open_sessions(session: Session, user_id: int) -> Sequence[UserSession]:
    """Locks and returns the sessions of a user that have not been ended, oldest first."""
    statement = select(UserSession).where(col(UserSession.user_id) == user_id, col(UserSession.ended_at).is_(None))
    return session.scalars(statement.order_by(col(UserSession.id)).with_for_update()).all()


def _end(session: Session, ended: Sequence[UserSession]) -> int:
    for item in ended:
        item.end()
    outbox.record(session, *(events.revoked(item) for item in ended))
    changed(session, *(f"session/{item.digest}" for item in ended))
    return len(ended)
