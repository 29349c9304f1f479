"""Background loops: each does one kind of work on a thread of its own, wakes when told to, and stops cleanly."""

import random
import threading
from collections.abc import Callable, Sequence

import structlog

from service_kit.errors import Unavailable

log = structlog.get_logger(__name__)
FIRST_BACK_OFF_SECONDS = 0.1
MAX_BACK_OFF_SECONDS = 5.0


class Loop:
    """Calls `step` over and over: at once while it returns True, else after a wake-up or `poll_seconds`.

    A step that raises is tried again after a growing, jittered delay, or when `try_again` is called; the loop
    never ends by itself.
    """

    def __init__(self, name: str, step: Callable[[], bool], *, poll_seconds: float) -> None:
        self.name = name
        self._step = step
        self._poll_seconds = poll_seconds
        self._wake = threading.Event()
        self._back = threading.Event()
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._run, name=name, daemon=True)

    def start(self) -> None:
        """Begin to work."""
        self._thread.start()

    def wake(self) -> None:
        """Say that there is work; safe from any thread. It does not shorten the delay after a failure."""
        self._wake.set()

    def try_again(self) -> None:
        """Say that what the last step failed for may be over; safe from any thread."""
        self._back.set()
        self._wake.set()

    def end_back_off(self) -> None:
        """Say the same without a wake-up where the last step did not fail; safe from any thread."""
        self._back.set()

    def ask_to_stop(self) -> None:
        """Have the loop end after the step that it is in."""
        self._stopping.set()
        self.try_again()

    def join(self, timeout: float) -> bool:
        """Wait for the end. Returns False where it did not come in time."""
        if self._thread.ident is not None:
            self._thread.join(timeout)
        return not self._thread.is_alive()

    def _run(self) -> None:
        failures = 0
        while self._goes_on():
            try:
                more = self._step()
            except Exception as error:  # noqa: BLE001 - a loop outlives every failure of its work
                failures += 1
                self._report(error, failures)
                self._back.wait(_back_off(failures))
                continue
            if failures:
                log.info("loop_recovered", loop=self.name, failures=failures)
                failures = 0
            if not more:
                self._wake.wait(self._poll_seconds)
                self._wake.clear()

    def _goes_on(self) -> bool:
        self._back.clear()  # before the question, so that whoever asks for the end interrupts the next delay
        return not self._stopping.is_set()

    def _report(self, error: Exception, failures: int) -> None:
        if isinstance(error, Unavailable):
            if failures == 1:
                log.warning("loop_waits", loop=self.name, error=str(error))
            return
        log.error("loop_failed", loop=self.name, failures=failures, exc_info=error)


class Worker:
    """The loops of a process, started and stopped together."""

    def __init__(self, loops: Sequence[Loop]) -> None:
        self._loops = loops

    def start(self) -> None:
        """Start every loop."""
        for loop in self._loops:
            loop.start()

    def stop(self, timeout: float) -> None:
        """Let every loop end its step, waiting `timeout` seconds for each at most."""
        for loop in self._loops:
            loop.ask_to_stop()
        for loop in self._loops:
            if not loop.join(timeout):
                log.error("loop_did_not_stop", loop=loop.name, timeout=timeout)


def _back_off(failures: int) -> float:
    seconds: float = min(FIRST_BACK_OFF_SECONDS * 2.0 ** min(failures - 1, 10), MAX_BACK_OFF_SECONDS)
    return seconds * random.uniform(0.5, 1)  # noqa: S311 - jitter, not a secret
