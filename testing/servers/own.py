"""What every private server has in common, and what a server that is not ours refuses."""

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
    """A test asked to stop or kill a server that it did not start."""


class OwnServer(ABC):
    """A server on a free port of 127.0.0.1, its data in a temporary directory that outlives `stop` and `kill`.

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
        """Returns the server's process, not started."""

    @property
    def is_running(self) -> bool:
        """Whether the server's process runs; it may not answer yet."""
        return self._process.is_running

    @property
    def pid(self) -> int:
        """The server's process id."""
        return self._process.pid

    def launch(self) -> None:
        """Starts the server and does not wait for it."""
        self._process.launch()

    def wait_until_ready(self) -> None:
        """Waits until the server answers clients."""
        self._process.wait_until_ready()

    def start(self) -> None:
        """Starts the server on the data that it had, and waits until it answers."""
        self.launch()
        self.wait_until_ready()

    def stop(self) -> None:
        """Shuts the server down gracefully (SIGTERM)."""
        self._process.terminate(timeout=60)

    def kill(self) -> None:
        """Ends the server at once (SIGKILL)."""
        self._process.kill()

    def restart(self) -> None:
        """Shuts the server down gracefully and starts it again."""
        self.stop()
        self.start()

    def pause(self) -> None:
        """Freezes the server: connections stay open, nothing answers, until `resume()`."""
        self._process.pause()

    def resume(self) -> None:
        """Lets a frozen server go on."""
        self._process.resume()

    def heal(self) -> None:
        """Brings the server back to what the next test expects, whatever the last one did to it."""
        if not self.is_running:
            self.launch()
        self.resume()
        self.wait_until_ready()

    def close(self) -> None:
        """Kills the server and removes its data."""
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
    """A server that somebody else runs: tests may use it and may not stop it."""

    is_running = True

    def stop(self) -> None:
        """Always raises NotOurs."""
        raise NotOurs(f"{type(self).__name__} was not started by the tests: they may not touch it")

    launch = start = kill = restart = pause = resume = stop

    def wait_until_ready(self) -> None:
        """Does nothing: whoever named the server says that it runs."""

    def close(self) -> None:
        """Does nothing: the server stays."""
