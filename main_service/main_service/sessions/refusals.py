"""Tokens that admin_service has just refused, so that a dead cookie does not cost a call with each request.

They are remembered by the process alone, briefly, and up to a number: strangers can make up as many as they like,
and shall fill no table with them.
"""

import time

SECONDS = 30.0
MOST = 10_000


class Refusals:
    """The digests of refused tokens, oldest first, each with the moment until which it counts."""

    def __init__(self) -> None:
        self._until: dict[str, float] = {}

    def __contains__(self, digest: object) -> bool:
        return isinstance(digest, str) and self._until.get(digest, 0.0) > time.monotonic()

    def add(self, digest: str) -> None:
        """Remember it; the oldest one is forgotten where there are too many."""
        self._until.pop(digest, None)
        self._until[digest] = time.monotonic() + SECONDS
        if len(self._until) > MOST:
            del self._until[next(iter(self._until))]
