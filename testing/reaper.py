"""Ends the programs of a test run and removes its temporary directories, however the run ends.

A second process listens on a pipe. When the test process goes, by whatever signal, the pipe closes, and what is
still on the list is killed and removed. PR_SET_PDEATHSIG would not do: it fires when the starting thread ends.
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
        # Its own session, so that Ctrl-C in the terminal reaches the tests and not their last help.
        self._child = subprocess.Popen(
            [sys.executable, __file__], stdin=subprocess.PIPE, text=True, start_new_session=True
        )
        atexit.register(self._close)

    def watch_group(self, process_group: int) -> None:
        """Kills this process group at the end, unless it is forgotten before."""
        self._tell(f"watch {process_group}")

    def forget_group(self, process_group: int) -> None:
        """Strikes a process group that has ended off the list, before the system gives its number to another."""
        self._tell(f"forget {process_group}")

    def remove_at_end(self, directory: Path) -> None:
        """Removes this directory and all in it after the programs have ended."""
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
    """Returns the reaper of this process, which starts at the first call."""
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
    # What was killed a moment ago may still be writing its last file.
    for _ in range(20):
        shutil.rmtree(directory, ignore_errors=True)
        if not directory.exists():
            return
        time.sleep(0.1)


if __name__ == "__main__":
    _serve()
