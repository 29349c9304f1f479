"""What tests of main_service by itself have in place of admin_service's accounts."""

import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import respx
from httpx import Request, Response
from service_kit.graphql.scalars import serialize_moment
from service_kit.identity import new_token

Revoke = Callable[[str], None]
"""Has admin_service tell that the session with this token has been ended."""

Wait = Callable[[float], None]
"""Has every copy of a session be one that was checked so many seconds ago."""


class PeerAccounts:
    """Stands in for `/api/sessions/check`: it answers for those who have signed in, and for nobody else."""

    def __init__(self, router: respx.MockRouter) -> None:
        self._sessions: dict[str, dict[str, object]] = {}
        self.check = router.post("/api/sessions/check").mock(side_effect=self.answer)

    def sign_in(
        self, user_id: int = 501, *, role: str = "CUSTOMER", version: int = 1, seconds: float = 3600
    ) -> str:
        """Opens a session that is good for so long, and returns its token."""
        token = new_token()
        expires_at = serialize_moment(datetime.now(UTC) + timedelta(seconds=seconds))
        user = {"user_id": user_id, "username": f"user {user_id}", "role": role, "user_version": version}
        self._sessions[token] = {**user, "expires_at": expires_at}
        return token

    def change(self, token: str, **fields: object) -> None:
        """Has it answer otherwise from now on."""
        self._sessions[token].update(fields)

    def forget(self, token: str) -> None:
        """Ends a session without telling anybody."""
        del self._sessions[token]

    def answer(self, request: Request) -> Response:
        """What it says of the token in the request."""
        found = self._sessions.get(json.loads(request.content)["token"])
        return Response(200, json=found) if found else Response(404, json={"detail": "Not found."})
