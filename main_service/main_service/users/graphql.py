"""Users in GraphQL: the accounts of admin_service, of which this service knows the names."""

import strawberry
from strawberry.federation.schema_directives import Key
from strawberry.federation.types import FieldSet


@strawberry.federation.type(
    keys=[Key(fields=FieldSet("id"), resolvable=False)],
    description="An account. Only its user and the staff get to see one.",
)
class User:
    id: strawberry.ID = strawberry.field(description="The user's id, the same on both services.")
    username: str = strawberry.federation.field(external=True, description="The name to sign in by.")
    display_name: str = strawberry.federation.field(
        external=True, description="What to call the user: the full name, or the username where there is none."
    )
