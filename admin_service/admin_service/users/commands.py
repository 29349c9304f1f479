"""What can be done to users."""

import secrets
from datetime import UTC, datetime

from sqlalchemy.orm import Session

from admin_service.users import events, queries
from admin_service.users.model import User
from service_kit import outbox

REPUBLISH_BATCH = 500


def create_user(session: Session, username: str) -> User:
    """Add a user by that name, which nobody may have yet."""
    user = User(username=username, created_at=datetime.now(UTC))
    session.add(user)
    session.flush()
    outbox.record(session, events.created(user))
    return user


def create_visitor(session: Session) -> User:
    """Add a user for somebody who is new here and has not said a name."""
    return create_user(session, f"visitor-{secrets.token_hex(6)}")


def draw_user(session: Session) -> int:
    """The id of a random user; the first one is made where there is none."""
    drawn = queries.random_id(session)
    return create_visitor(session).id if drawn is None else drawn


def republish_users(session: Session, after: int) -> int | None:
    """Tell of the next users after this id as they are now; returns the last one's id, or None at the end."""
    users = queries.users_after(session, after, limit=REPUBLISH_BATCH)
    outbox.record(session, *(events.updated(user) for user in users))
    return users[-1].id if users else None
