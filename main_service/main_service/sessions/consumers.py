"""Handles the events that admin_service publishes about sessions."""

from datetime import datetime

from pydantic import Field
from service_kit.events.event import EventData, Received, Subscription
from sqlalchemy.orm import Session

from main_service.sessions.commands import revoke_copy


class SessionRevokedData(EventData):
    """A revoked session. `digest` is the SHA-256 of its token."""

    digest: str = Field(pattern=r"^[0-9a-f]{64}$")
    user_id: int = Field(ge=1)
    revoked_at: datetime


def on_session_revoked(session: Session, received: Received[SessionRevokedData]) -> None:
    """Stores a tombstone, so that the session is refused from now on."""
    revoke_copy(session, received.data.digest, received.data.user_id, received.data.revoked_at)


SUBSCRIPTIONS = (Subscription("shop.session.revoked.v1", SessionRevokedData, on_session_revoked),)
