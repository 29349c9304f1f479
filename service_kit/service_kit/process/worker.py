"""Background loops: each runs one kind of work on its own thread, can be woken up, and stops cleanly."""

import random
import threading
from collections.abc import Callable, Sequence

import structlog

from service_kit.errors import Unavailable

log = structlog.get_logger(__name__)
FIRST_BACK_OFF_SECONDS = 0.1
MAX_BACK_OFF_SECONDS = 5.0


class Loop:
    """Calls `step` repeatedly: immediately while it returns True, otherwise after `wake` or `poll_seconds`.

    If a step raises, it is retried after a growing delay with jitter, or when `retry_now` is called. A loop ends
    only after `request_stop`.
    """

    def __init__(self, name: str, step: Callable[[], bool], *, poll_seconds: float) -> None:
        self.name = name
        self._step = step
        self._poll_seconds = poll_seconds
        self._wake = threading.Event()
        self._retry = threading.Event()
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._run, name=name, daemon=True)

    def start(self) -> None:
        """Start the thread."""
        self._thread.start()

    def wake(self) -> None:
        """Run the next step now. Does not shorten the delay after a failure. Thread-safe."""
        self._wake.set()

    def retry_now(self) -> None:
        """Run the next step now, even if the loop is waiting after a failure. Thread-safe."""
        self._retry.set()
        self._wake.set()

    def skip_delay(self) -> None:
        """End the delay after a failure, if there is one. Thread-safe."""
        self._retry.set()

    def request_stop(self) -> None:
        """Stop the loop after the current step."""
        self._stopping.set()
        self.retry_now()

    def join(self, timeout: float) -> bool:
        """Wait for the loop to end. Returns False on a timeout."""
        if self._thread.ident is not None:
            self._thread.join(timeout)
        return not self._thread.is_alive()

    def _run(self) -> None:
        failures = 0
        while self._should_continue():
            try:
                more = self._step()
            except Exception as error:  # noqa: BLE001 - the loop must survive every failure
                failures += 1
                self._report(error, failures)
                self._retry.wait(_back_off(failures))
                continue
            if failures:
                log.info("loop_recovered", loop=self.name, failures=failures)
                failures = 0
            if not more:
                self._wake.wait(self._poll_seconds)
                self._wake.clear()

    def _should_continue(self) -> bool:
        self._retry.clear()  # before the check, so that `request_stop` interrupts the next delay
        return not self._stopping.is_set()

    def _report(self, error: Exception, failures: int) -> None:
        if isinstance(error, Unavailable):
            if failures == 1:
                log.warning("loop_waiting", loop=self.name, error=str(error))
            return
        log.error("loop_failed", loop=self.name, failures=failures, exc_info=error)


class Worker:
    """The background loops of a process."""

    def __init__(self, loops: Sequence[Loop]) -> None:
        self._loops = loops

    def start(self) -> None:
        """Start all loops."""
        for loop in self._loops:
            loop.start()

    def stop(self, timeout: float) -> None:
        """Stop all loops; wait at most `timeout` seconds for each."""
        for loop in self._loops:
            loop.request_stop()
        for loop in self._loops:
            if not loop.join(timeout):
                log.error("loop_did_not_stop", loop=loop.name, timeout=timeout)


def _back_off(failures: int) -> float:
    seconds: float = min(FIRST_BACK_OFF_SECONDS * 2.0 ** min(failures - 1, 10), MAX_BACK_OFF_SECONDS)
    return seconds * random.uniform(0.5, 1)  # noqa: S311 - jitter, not a secret
