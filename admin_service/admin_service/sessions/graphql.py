"""GraphQL types and queries of sessions. The mutations are in `mutations.py`."""

from datetime import datetime
from enum import Enum

import strawberry
from sqlalchemy import Row
from strawberry.types import Info

from admin_service.context import Context
from admin_service.sessions import queries


@strawberry.enum(description="How the client receives a new session.")
class SessionDelivery(Enum):
    TOKEN = strawberry.enum_value("TOKEN", description="As a token in the response, for the Authorization header.")
    COOKIE = strawberry.enum_value("COOKIE", description="As an HttpOnly cookie, for web pages.")


@strawberry.type(description="A session of the signed-in user: one sign-in on one device.")
class Session:
    id: strawberry.ID = strawberry.field(description="The ID of the session.")
    current: bool = strawberry.field(description="Whether this request uses the session.")
    created_at: datetime = strawberry.field(description="When the user signed in.")
    last_used_at: datetime = strawberry.field(description="When the session was last used, to the minute.")
    expires_at: datetime = strawberry.field(description="When the session ends if it is not used again.")
    user_agent: str = strawberry.field(description="The User-Agent header of the sign-in.")
    address: str = strawberry.field(description="The network address that the user signed in from.")


@strawberry.type
class SessionQuery:
    """The query fields of this slice."""

    @strawberry.field(description="Returns the sessions of the signed-in user, the current one first.")
    async def sessions(self, info: Info[Context, None]) -> list[Session]:
        """Not paginated, because the number of sessions is limited."""
        caller = info.context.caller
        rows = await info.context.database.aread(lambda reader: queries.of_user(reader, caller.user_id))
        sessions = [_session(row, current=row.digest == caller.digest) for row in rows]
        return sorted(sessions, key=lambda session: not session.current)


def _session(row: Row[tuple[object, ...]], *, current: bool) -> Session:
    return Session(
        id=strawberry.ID(str(row.id)),
        current=current,
        created_at=row.created_at,
        last_used_at=row.last_used_at,
        expires_at=row.idle_until,
        user_agent=row.user_agent,
        address=row.address,
    )
