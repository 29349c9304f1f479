"""References of the other subgraph to users, which only the user and staff can resolve."""

from admin_service.users.commands import create_visitor
from service_kit.db.database import Database

from testing.api import Client
from testing.rows import statements
from testing.signed_in import SignedIn

from .operations import REFERENCES, view


async def test_references_are_resolved_in_their_order_with_one_statement(
    staff: SignedIn, customer: SignedIn, database: Database
) -> None:
    visitor = database.write(create_visitor).id
    ids = [customer.user.id, staff.user.id, visitor, 999_999, "abc", customer.user.id]
    with statements() as sent:
        found = await staff.graphql(REFERENCES, of=[{"__typename": "User", "id": str(key)} for key in ids])
    assert found["_entities"] == [view(customer.user), view(staff.user), None, None, None, view(customer.user)]
    assert len(sent) == 2  # the session of the caller, and all users


async def test_references_to_other_users_are_null_whether_they_exist_or_not(
    client: Client, customer: SignedIn, staff: SignedIn
) -> None:
    own, other, none = (
        {"__typename": "User", "id": str(key)} for key in (customer.user.id, staff.user.id, 999_999)
    )
    assert await client.graphql(REFERENCES, of=[own, other, none]) == {"_entities": [None] * 3}
    found = (await customer.graphql(REFERENCES, of=[own, other, none]))["_entities"]
    assert found == [view(customer.user), None, None]
