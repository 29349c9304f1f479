"""Waits for a condition."""

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
    """Call `assertion` until it passes, and return its result.

    After `timeout` seconds its last failure is raised. Only AssertionError and the exceptions in `also_retry` (for
    example a refused connection while a server restarts) lead to another call.
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
