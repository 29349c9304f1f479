"""Kills the programs of a test run and removes its temporary directories, however the run ends.

A second process reads from a pipe. When the test process ends, even by a signal, the pipe closes. The second
process then kills and removes everything that is still registered. PR_SET_PDEATHSIG is not suitable, because it
takes effect when the thread that started the program ends.
"""

import atexit
import contextlib
import functools
import os
import shutil
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path


class Reaper:
    """The test process's end of the pipe."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        # In its own session, so that Ctrl-C in the terminal does not stop it.
        self._child = subprocess.Popen(
            [sys.executable, __file__], stdin=subprocess.PIPE, text=True, start_new_session=True
        )
        atexit.register(self._close)

    def watch_group(self, process_group: int) -> None:
        """Kill this process group at the end, unless `forget_group` is called before."""
        self._tell(f"watch {process_group}")

    def forget_group(self, process_group: int) -> None:
        """Unregister a process group that has ended, before the system reuses its number."""
        self._tell(f"forget {process_group}")

    def remove_at_end(self, directory: Path) -> None:
        """Remove this directory after the programs have ended."""
        self._tell(f"remove {directory}")

    def _tell(self, line: str) -> None:
        with self._lock:
            assert self._child.stdin is not None
            self._child.stdin.write(line + "\n")
            self._child.stdin.flush()

    def _close(self) -> None:
        with self._lock, contextlib.suppress(BrokenPipeError, subprocess.TimeoutExpired):
            self._child.communicate(timeout=10)


@functools.cache
def reaper() -> Reaper:
    """Return the reaper of this process; the first call starts it."""
    return Reaper()


def _serve() -> None:
    groups: set[int] = set()
    directories: list[str] = []
    for line in sys.stdin:
        verb, _, value = line.rstrip("\n").partition(" ")
        if verb == "watch":
            groups.add(int(value))
        elif verb == "forget":
            groups.discard(int(value))
        else:
            directories.append(value)
    for group in groups:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(group, signal.SIGKILL)
    for directory in directories:
        _remove(Path(directory))


def _remove(directory: Path) -> None:
    # A killed program may still be writing its last file.
    for _ in range(20):
        shutil.rmtree(directory, ignore_errors=True)
        if not directory.exists():
            return
        time.sleep(0.1)


if __name__ == "__main__":
    _serve()
