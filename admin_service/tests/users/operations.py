"""GraphQL operations about users, for the tests."""

from admin_service.users.model import User
from service_kit.graphql.scalars import serialize_moment

FIELDS = "id username displayName email firstName lastName role createdAt updatedAt"
REFERENCES = f"query($of: [_Any!]!) {{ _entities(representations: $of) {{ ... on User {{ {FIELDS} }} }} }}"


def view(user: User, **changes: object) -> dict[str, object]:
    """Returns the user in the format of GraphQL."""
    return {
        "id": str(user.id),
        "username": user.username,
        "displayName": user.display_name,
        "email": user.email,
        "firstName": user.first_name,
        "lastName": user.last_name,
        "role": user.role,
        "createdAt": serialize_moment(user.created_at),
        "updatedAt": serialize_moment(user.updated_at),
        **changes,
    }
