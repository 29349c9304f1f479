"""The events about users. Their schemas are in schema/events/."""

from service_kit.events.event import Event, EventData, new_event

from admin_service.users.model import Kind, User

SOURCE = "admin_service"
CREATED = "shop.user.created.v1"
UPDATED = "shop.user.updated.v1"


class UserData(EventData):
    """The public data of a user. `visitor` is true if the user has no account."""

    id: int
    username: str
    display_name: str
    visitor: bool


def created(user: User) -> Event:
    """The user was created."""
    return _state(CREATED, user)


def updated(user: User) -> Event:
    """The user was updated or republished."""
    return _state(UPDATED, user)


def _state(kind: str, user: User) -> Event:
    data = UserData(
        id=user.id,
        username=user.username,
        display_name=user.display_name,
        visitor=user.kind == Kind.VISITOR,
    )
    return new_event(source=SOURCE, type=kind, subject=f"user/{user.id}", version=user.version, data=data)
