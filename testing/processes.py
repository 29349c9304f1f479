"""Runs a program under test: starts, kills and restarts it, and waits for it."""

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
    """A program ended unexpectedly or was not ready in time. The message contains the end of its log."""


class Process:
    """A program in its own process group. Its output goes to `<logs>/<name>.log`.

    `env` is added to the environment of this process, or replaces it with `inherit_env=False`. `ready` is a URL
    that returns 2xx when the program is ready, or a function that returns whether it is. The default is ready
    after start.
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
        """Whether the program was started and has not ended."""
        return self._popen is not None and self._popen.poll() is None

    @property
    def pid(self) -> int:
        """The process id of the running program. Raises ProcessFailed if it does not run."""
        return self._running().pid

    @property
    def exit_code(self) -> int | None:
        """The exit code of the last run (negative: the signal that ended it); None while it runs."""
        return None if self._popen is None else self._popen.poll()

    def launch(self) -> None:
        """Start the program without waiting for it."""
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
        """Wait until the program is ready. Raises ProcessFailed if it ends early or takes too long."""
        deadline = time.monotonic() + self._ready_within
        while not self._is_ready():
            if not self.is_running:
                raise ProcessFailed(self._report(f"ended with {self.exit_code} before it was ready"))
            if time.monotonic() > deadline:
                raise ProcessFailed(self._report(f"was not ready within {self._ready_within:g} s"))
            time.sleep(0.02)

    def start(self) -> None:
        """Start the program and wait until it is ready."""
        self.launch()
        self.wait_until_ready()

    def kill(self) -> None:
        """Kill the program and its children (SIGKILL). Raises ProcessFailed if it had already ended."""
        process = self._running()
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        reaper().forget_group(process.pid)

    def terminate(self, timeout: float = 20) -> int:
        """End the program (SIGTERM) and return its exit code. Raises ProcessFailed if it had to be killed."""
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
        """Stop the program gracefully if it runs, and start it again."""
        if self.is_running:
            self.terminate()
        self.start()

    def pause(self) -> None:
        """Freeze the program (SIGSTOP): connections stay open without answers until `resume`."""
        os.killpg(self._running().pid, signal.SIGSTOP)

    def resume(self) -> None:
        """Resume a frozen program (SIGCONT)."""
        os.killpg(self._running().pid, signal.SIGCONT)

    def close(self) -> None:
        """Kill the program if it runs."""
        if self.is_running:
            self.kill()

    def log_tail(self, lines: int = _LOG_TAIL) -> str:
        """Return the last lines of the program's output."""
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
            # Loading the certificates, which plain HTTP does not need, would use a core during the program's
            # start.
            return httpx.get(self.ready, timeout=2, verify=False, trust_env=False).is_success
        except httpx.HTTPError:
            return False

    def _report(self, what: str) -> str:
        return f"{self.name} {what}; the end of {self.log}:\n{self.log_tail()}"
