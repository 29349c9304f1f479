"""The events about sessions. Their schemas are in schema/events/."""

from datetime import datetime

from service_kit.events.event import Event, EventData, new_event

from admin_service.sessions.model import UserSession

SOURCE = "admin_service"
REVOKED = "shop.session.revoked.v1"


class SessionRevokedData(EventData):
    """A session that was ended. `digest` is the SHA-256 of its token, in hexadecimal."""

    digest: str
    user_id: int
    revoked_at: datetime


def revoked(session: UserSession) -> Event:
    """The session was ended before it expired."""
    data = SessionRevokedData(
        digest=session.digest, user_id=session.user_id, revoked_at=session.ended_at or session.created_at
    )
    return new_event(source=SOURCE, type=REVOKED, subject=f"session/{session.id}", version=1, data=data)
