"""Hashes passwords with argon2id and the parameters of OWASP, in threads and with a limited queue.

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
"""Hashing uses a whole core, so the other cores stay free for everything else."""
MAX_WAITING = 32 * WORKERS
"""Counted separately for hashing and verifying, so that registrations cannot block sign-ins."""


class Passwords:
    """Hashes and verifies passwords. Refuses more than `MAX_WAITING` calls at once, to protect other requests."""

    def __init__(self) -> None:
        self._hasher = Argon2Hasher(time_cost=PASSES, memory_cost=MEMORY_KIB, parallelism=LANES)
        self._threads = ThreadPoolExecutor(WORKERS, thread_name_prefix="passwords")
        self._waiting: Counter[str] = Counter()

    async def hash(self, password: str) -> str:
        """Hashes a password. Raises Unavailable if too many calls are waiting."""
        return await self._run("hash", lambda: self._hasher.hash(password))

    async def verify(self, password: str, known: str | None) -> bool:
        """Returns whether the password matches the hash. Takes the same time, and returns False, without a hash.

        Raises Unavailable if too many calls are waiting.
        """
        is_same = await self._run("verify", lambda: self._hasher.verify(password, known or self._dummy))
        return is_same and known is not None

    async def close(self) -> None:
        self._threads.shutdown(wait=False, cancel_futures=True)

    @cached_property
    def _dummy(self) -> str:
        return self._hasher.hash("a password that no account has")

    async def _run(self, kind: str, work: Callable[[], T]) -> T:
        if self._waiting[kind] >= MAX_WAITING:
            raise Unavailable("The service is too busy to check passwords. Try again in a few seconds.")
        self._waiting[kind] += 1
        try:
            return await asyncio.get_running_loop().run_in_executor(self._threads, work)
        finally:
            self._waiting[kind] -= 1
