"""Waiting for what takes a moment to become true."""

import time
from collections.abc import Callable
from typing import TypeVar

T = TypeVar("T")


def eventually(
    assertion: Callable[[], T],
    timeout: float = 10,
    interval: float = 0.05,
    also_retry: tuple[type[Exception], ...] = (),
) -> T:
    """Calls `assertion` until it passes, and returns its result.

    After `timeout` seconds its last failure is raised as it is. Only an AssertionError, and the exceptions named
    in `also_retry` (a refused connection, while a server restarts), count as "not yet".
    """
    not_yet: tuple[type[Exception], ...] = (AssertionError, *also_retry)
    deadline = time.monotonic() + timeout
    while True:
        try:
            return assertion()
        except not_yet:
            if time.monotonic() >= deadline:
                raise
        time.sleep(interval)
