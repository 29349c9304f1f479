"""A stub of admin_service's accounts, for tests of main_service alone."""

import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import respx
from httpx import Request, Response
from service_kit.graphql.scalars import serialize_moment
from service_kit.identity import new_token

Revoke = Callable[[str], None]
"""Apply the event with which admin_service publishes the end of a session."""

Wait = Callable[[float], None]
"""Set the time of the last check of all session copies to this number of seconds ago."""


class PeerAccounts:
    """A stub of `/api/sessions/check` that knows the sessions opened with `sign_in`."""

    def __init__(self, router: respx.MockRouter) -> None:
        self._sessions: dict[str, dict[str, object]] = {}
        self.check = router.post("/api/sessions/check").mock(side_effect=self.answer)

    def sign_in(
        self, user_id: int = 501, *, role: str = "CUSTOMER", version: int = 1, seconds: float = 3600
    ) -> str:
        """Open a session with this lifetime, and return its token."""
        token = new_token()
        expires_at = serialize_moment(datetime.now(UTC) + timedelta(seconds=seconds))
        user = {"user_id": user_id, "username": f"user {user_id}", "role": role, "user_version": version}
        self._sessions[token] = {**user, "expires_at": expires_at}
        return token

    def change(self, token: str, **fields: object) -> None:
        """Change the answer for a token."""
        self._sessions[token].update(fields)

    def forget(self, token: str) -> None:
        """End a session without an event."""
        del self._sessions[token]

    def answer(self, request: Request) -> Response:
        """Return the answer for the token of the request."""
        found = self._sessions.get(json.loads(request.content)["token"])
        return Response(200, json=found) if found else Response(404, json={"detail": "Not found."})
