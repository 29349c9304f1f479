"""The GraphQL type of users. admin_service owns the accounts; this service has a copy of their names."""

import strawberry
from strawberry.federation.schema_directives import Key
from strawberry.federation.types import FieldSet


@strawberry.federation.type(
    keys=[Key(fields=FieldSet("id"), resolvable=False)],
    description="A user account. Only the user and staff can read it.",
)
class User:
    id: strawberry.ID = strawberry.field(description="The id of the user. It is the same in both services.")
    username: str = strawberry.federation.field(external=True, description="The name that the user signs in with.")
    display_name: str = strawberry.federation.field(
        external=True, description="The full name of the user, or the username if no full name is set."
    )
