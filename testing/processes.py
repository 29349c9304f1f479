"""A program under test: started, waited for, killed, started again."""

import os
import signal
import subprocess
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from types import TracebackType
from typing import Self

import httpx

from testing.reaper import reaper

LOGS = Path(__file__).parents[1] / "artifacts" / "logs"
_LOG_TAIL = 40


class ProcessFailed(RuntimeError):
    """A program ended by itself, or was not ready in time; the message holds the end of its log."""


class Process:
    """One program in a process group of its own, its output in `<logs>/<name>.log`.

    `env` is added to this process's environment, or is all of it with `inherit_env=False`. `ready` is an URL that
    answers 2xx when the program is ready, or a function that says so; without it a program is ready once started.
    """

    def __init__(
        self,
        name: str,
        command: Sequence[str],
        *,
        env: Mapping[str, str] | None = None,
        inherit_env: bool = True,
        ready: str | Callable[[], bool] | None = None,
        ready_within: float = 30,
        logs: Path = LOGS,
        cwd: Path | None = None,
    ) -> None:
        self.name = name
        self.command = list(command)
        self.env = {**(os.environ if inherit_env else {}), **(env or {})}
        self.log = logs / f"{name}.log"
        self.ready = ready
        self._ready_within = ready_within
        self._cwd = cwd
        self._popen: subprocess.Popen[bytes] | None = None
        self.log.parent.mkdir(parents=True, exist_ok=True)
        self.log.write_bytes(b"")

    @property
    def is_running(self) -> bool:
        """Whether the program has been started and has not ended."""
        return self._popen is not None and self._popen.poll() is None

    @property
    def pid(self) -> int:
        """The process id of the running program; raises ProcessFailed when it does not run."""
        return self._running().pid

    @property
    def exit_code(self) -> int | None:
        """The exit code of the last run (negative: the signal that ended it); None while it runs or before."""
        return None if self._popen is None else self._popen.poll()

    def launch(self) -> None:
        """Starts the program and does not wait for it."""
        if self.is_running:
            raise RuntimeError(f"{self.name} runs already")
        with self.log.open("ab") as log:
            self._popen = subprocess.Popen(
                self.command,
                env=self.env,
                cwd=self._cwd,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        reaper().watch_group(self._popen.pid)

    def wait_until_ready(self) -> None:
        """Waits until the program is ready; raises ProcessFailed when it ends before or takes too long."""
        deadline = time.monotonic() + self._ready_within
        while not self._is_ready():
            if not self.is_running:
                raise ProcessFailed(self._report(f"ended with {self.exit_code} before it was ready"))
            if time.monotonic() > deadline:
                raise ProcessFailed(self._report(f"was not ready within {self._ready_within:g} s"))
            time.sleep(0.02)

    def start(self) -> None:
        """Starts the program and waits until it is ready."""
        self.launch()
        self.wait_until_ready()

    def kill(self) -> None:
        """Kills the program and its children (SIGKILL); raises ProcessFailed when it had ended by itself."""
        process = self._running()
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        reaper().forget_group(process.pid)

    def terminate(self, timeout: float = 20) -> int:
        """Asks the program to end (SIGTERM), returns its exit code; raises when it had to be killed."""
        process = self._running()
        process.terminate()
        try:
            exit_code = process.wait(timeout)
        except subprocess.TimeoutExpired:
            self.kill()
            raise ProcessFailed(self._report(f"did not end within {timeout:g} s of SIGTERM")) from None
        reaper().forget_group(process.pid)
        return exit_code

    def restart(self) -> None:
        """Ends the program gracefully where it runs, and starts it again."""
        if self.is_running:
            self.terminate()
        self.start()

    def pause(self) -> None:
        """Freezes the program (SIGSTOP): its connections stay open and nothing answers, until `resume()`."""
        os.killpg(self._running().pid, signal.SIGSTOP)

    def resume(self) -> None:
        """Lets a frozen program go on (SIGCONT)."""
        os.killpg(self._running().pid, signal.SIGCONT)

    def close(self) -> None:
        """Kills the program where it still runs."""
        if self.is_running:
            self.kill()

    def log_tail(self, lines: int = _LOG_TAIL) -> str:
        """Returns the last lines of the program's output."""
        return "\n".join(self.log.read_text(errors="replace").splitlines()[-lines:])

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _running(self) -> subprocess.Popen[bytes]:
        if self._popen is None:
            raise ProcessFailed(f"{self.name} was never started")
        if self._popen.poll() is not None:
            raise ProcessFailed(self._report(f"had ended with {self._popen.returncode}"))
        return self._popen

    def _is_ready(self) -> bool:
        if not isinstance(self.ready, str):
            return self.ready is None or self.ready()
        try:
            # To read the certificates that plain HTTP does not need would take a core while the program starts.
            return httpx.get(self.ready, timeout=2, verify=False, trust_env=False).is_success
        except httpx.HTTPError:
            return False

    def _report(self, what: str) -> str:
        return f"{self.name} {what}; the end of {self.log}:\n{self.log_tail()}"
