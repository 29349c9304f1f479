"""Base classes of private and external servers."""

import shutil
import tempfile
from abc import ABC, abstractmethod
from pathlib import Path
from types import TracebackType
from typing import Self

from testing.ports import free_port
from testing.processes import Process
from testing.reaper import reaper


class NotOurs(RuntimeError):
    """A test tried to stop or kill an external server."""


class OwnServer(ABC):
    """A server on a free port of 127.0.0.1. Its data is in a temporary directory and survives `stop` and `kill`.

    `name` is the name of its log in `artifacts/logs`.
    """

    def __init__(self, name: str) -> None:
        self.name = name
        self.port = free_port()
        self.directory = Path(tempfile.mkdtemp(prefix="tandem-"))
        reaper().remove_at_end(self.directory)
        self._process = self._make_process()

    @abstractmethod
    def _make_process(self) -> Process:
        """Return the server's process, not yet started."""

    @property
    def is_running(self) -> bool:
        """Whether the server's process runs. It may not be ready yet."""
        return self._process.is_running

    @property
    def pid(self) -> int:
        """The server's process id."""
        return self._process.pid

    def launch(self) -> None:
        """Start the server without waiting for it."""
        self._process.launch()

    def wait_until_ready(self) -> None:
        """Wait until the server is ready."""
        self._process.wait_until_ready()

    def start(self) -> None:
        """Start the server with its existing data, and wait until it is ready."""
        self.launch()
        self.wait_until_ready()

    def stop(self) -> None:
        """Stop the server gracefully (SIGTERM)."""
        self._process.terminate(timeout=60)

    def kill(self) -> None:
        """Kill the server (SIGKILL)."""
        self._process.kill()

    def restart(self) -> None:
        """Stop the server gracefully and start it again."""
        self.stop()
        self.start()

    def pause(self) -> None:
        """Freeze the server: connections stay open without answers until `resume`."""
        self._process.pause()

    def resume(self) -> None:
        """Resume a frozen server."""
        self._process.resume()

    def heal(self) -> None:
        """Restore the server to its normal state after a test."""
        if not self.is_running:
            self.launch()
        self.resume()
        self.wait_until_ready()

    def close(self) -> None:
        """Kill the server and remove its data."""
        self._process.close()
        shutil.rmtree(self.directory, ignore_errors=True)

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


class ExternalServer:
    """An external server: tests may use it but not stop it."""

    is_running = True

    def stop(self) -> None:
        """Always raise NotOurs."""
        raise NotOurs(f"{type(self).__name__} was not started by the tests, so they must not stop it")

    launch = start = kill = restart = pause = resume = stop

    def wait_until_ready(self) -> None:
        """Do nothing: an external server is expected to run."""

    def close(self) -> None:
        """Do nothing: an external server is not stopped."""
