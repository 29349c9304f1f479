"""Handles the events that admin_service publishes about users."""

from pydantic import Field
from service_kit.events.event import EventData, Received, Subscription
from sqlalchemy.orm import Session

from main_service.users.commands import store_copy


class UserData(EventData):
    """A user. Events from before accounts were introduced describe visitors and have only the username."""

    id: int = Field(ge=1)
    username: str = Field(max_length=50)
    display_name: str | None = Field(default=None, max_length=250)
    visitor: bool = True


def on_user_state(session: Session, received: Received[UserData]) -> None:
    """Updates the copy."""
    user = received.data
    state = {
        "username": user.username,
        "display_name": user.username if user.display_name is None else user.display_name,
        "visitor": user.visitor,
    }
    store_copy(session, user.id, received.version, state)


SUBSCRIPTIONS = (
    Subscription("shop.user.created.v1", UserData, on_user_state),
    Subscription("shop.user.updated.v1", UserData, on_user_state),
)
