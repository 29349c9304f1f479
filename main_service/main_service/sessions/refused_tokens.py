"""A cache of tokens that admin_service refused, so that an invalid cookie does not cause a call in each request.

The cache is in the memory of the process and limited in time and size. Invalid tokens are not stored in a table,
because anybody can invent any number of them.
"""

import time

SECONDS = 30.0
MAX_TOKENS = 10_000


class RefusedTokens:
    """The digests of refused tokens, oldest first, each with its expiry time."""

    def __init__(self) -> None:
        self._until: dict[str, float] = {}

    def __contains__(self, digest: object) -> bool:
        return isinstance(digest, str) and self._until.get(digest, 0.0) > time.monotonic()

    def add(self, digest: str) -> None:
        """Adds a digest. Removes the oldest one if there are too many."""
        self._until.pop(digest, None)
        self._until[digest] = time.monotonic() + SECONDS
        if len(self._until) > MAX_TOKENS:
            del self._until[next(iter(self._until))]
