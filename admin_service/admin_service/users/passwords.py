"""Hashing passwords: argon2id with OWASP's parameters, on threads of its own, and never more at once than is good.

https://cheatsheetseries.owasp.org/cheatsheets/Password_Storage_Cheat_Sheet.html (19 MiB, two passes, one lane).
"""

import asyncio
import os
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import cached_property
from typing import TypeVar

from pwdlib.hashers.argon2 import Argon2Hasher
from service_kit.errors import Unavailable

T = TypeVar("T")
MEMORY_KIB, PASSES, LANES = 19 * 1024, 2, 1
WORKERS = max(1, (os.cpu_count() or 1) // 2)
"""Hashing takes a core for itself: the others are for everything else."""
MAX_WAITING = 32 * WORKERS
"""For each of making and checking, so that registrations cannot keep others from signing in."""


class Passwords:
    """Makes and checks hashes; refuses beyond `MAX_WAITING` at once, so that sign-ins cannot starve the rest."""

    def __init__(self) -> None:
        self._hasher = Argon2Hasher(time_cost=PASSES, memory_cost=MEMORY_KIB, parallelism=LANES)
        self._threads = ThreadPoolExecutor(WORKERS, thread_name_prefix="passwords")
        self._in_hand: Counter[str] = Counter()

    async def hash(self, password: str) -> str:
        """The hash to keep of a password. Raises Unavailable where too many are in hand."""
        return await self._run("hash", lambda: self._hasher.hash(password))

    async def verify(self, password: str, known: str | None) -> bool:
        """Whether the password has this hash. Where there is none it takes as long, and the answer is no.

        Raises Unavailable where too many are in hand.
        """
        is_same = await self._run("verify", lambda: self._hasher.verify(password, known or self._dummy))
        return is_same and known is not None

    async def close(self) -> None:
        """Let go of the threads."""
        self._threads.shutdown(wait=False, cancel_futures=True)

    @cached_property
    def _dummy(self) -> str:
        return self._hasher.hash("nobody has this password")

    async def _run(self, kind: str, work: Callable[[], T]) -> T:
        if self._in_hand[kind] >= MAX_WAITING:
            raise Unavailable("Too many people are signing in at the moment. Try again in a few seconds.")
        self._in_hand[kind] += 1
        try:
            return await asyncio.get_running_loop().run_in_executor(self._threads, work)
        finally:
            self._in_hand[kind] -= 1
