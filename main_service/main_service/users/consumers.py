"""What main_service does when admin_service tells of users."""

from pydantic import Field
from service_kit.events import EventData, Received, Subscription
from sqlalchemy.orm import Session

from main_service.users.commands import store_copy


class UserData(EventData):
    """What this service knows of a user."""

    id: int = Field(ge=1)
    username: str = Field(max_length=50)


def on_user_state(session: Session, received: Received[UserData]) -> None:
    """Take the state over into the copy."""
    store_copy(session, received.data.id, received.version, received.data.username)


SUBSCRIPTIONS = (
    Subscription("shop.user.created.v1", UserData, on_user_state),
    Subscription("shop.user.updated.v1", UserData, on_user_state),
)
