"""The shop as it really runs: both services as processes of their own, on one stack."""

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import httpx
from service_kit.identity import Role

from testing.ports import free_port
from testing.processes import LOGS, Process
from testing.sign_in import signed_in
from testing.waiting import eventually
from tests.support.books import PEER, Books, Exceptions, ServiceName
from tests.support.clients import AdminClient, MainClient
from tests.support.stacks import Stack

EVENTS_SECRET = "whsec_b25seS1mb3ItdGVzdHMtb25seS1mb3ItdGVzdHM="
PUBLIC = Path(__file__).parents[2] / "frontend/public"
REST_SECONDS = 75.0
SHUTDOWN_SECONDS = 10.0


def _is_ready(url: str) -> bool:
    """Whether the process serves and carries events: it would serve without its transport, too."""
    try:
        answer = httpx.get(url, timeout=2, verify=False, trust_env=False)  # see Process: no certificates
    except httpx.HTTPError:
        return False
    return answer.is_success and all(answer.json().values())


class Node:
    """One process of a service. `client` speaks to its port, which a worker has none of."""

    def __init__(self, service: ServiceName, process: Process, port: int) -> None:
        self.service = service
        self.process = process
        self.port = port
        self.url = f"http://127.0.0.1:{port}"
        self._log_before = 0
        process.ready = process.ready or self._says_it_has_started

    def kill(self) -> None:
        """SIGKILL."""
        self.process.kill()

    def start(self) -> None:
        """Start it again, and wait until it is ready."""
        self.launch()
        self.process.wait_until_ready()

    def launch(self) -> None:
        """Start it again, and do not wait."""
        self._log_before = self.process.log.stat().st_size
        self.process.launch()

    def _says_it_has_started(self) -> bool:
        """What a worker has instead of a page. Asked to stop before, it would not do so in order."""
        return b"worker_started" in self.process.log.read_bytes()[self._log_before :]

    def log(self) -> list[dict[str, Any]]:
        """The entries of its log so far."""
        lines = self.process.log.read_text(errors="replace").splitlines()
        return [json.loads(line) for line in lines if line.startswith("{")]

    def failures(self) -> list[str]:
        """What should never happen, from its log: errors that nobody expected, tracebacks outside the log."""
        unexpected = {"unexpected_error", "graphql.internal_error", "loop_failed", "consumer_failed"}
        found = [str(entry)[:2000] for entry in self.log() if entry["event"] in unexpected]
        text = self.process.log.read_text(errors="replace")
        return found + [line for line in text.splitlines() if line.startswith("Traceback")]


class Shop:
    """Both services on one stack; their logs are in a folder of this name.

    `admin` and `main` are the first process of each; `nodes` are all.
    """

    def __init__(self, stack: Stack, name: str) -> None:
        self.stack = stack
        self.books = Books(stack)
        self.exceptions = Exceptions()
        self._token: str | None = None
        self._logs = LOGS / name
        self._ports: dict[ServiceName, int] = {"admin": free_port(), "main": free_port()}
        self._logs.mkdir(parents=True, exist_ok=True)
        self.admin = self.node("admin", port=self._ports["admin"])
        self.main = self.node("main", port=self._ports["main"])
        self.nodes = [self.admin, self.main]

    def node(
        self, service: ServiceName, name: str | None = None, *arguments: str, port: int | None = None, **env: str
    ) -> Node:
        """Another process of the service, not started; `serve` where no arguments say otherwise."""
        port = port or free_port()
        arguments = arguments or ("serve",)
        process = Process(
            name or service,
            self._command(service, *arguments),
            env={**self.environment(service), f"{service.upper()}_PORT": str(port), **env},
            ready=partial(_is_ready, f"http://127.0.0.1:{port}/readyz") if "serve" in arguments else None,
            logs=self._logs,
            cwd=self._logs,  # not where a developer's .env is
        )
        return Node(service, process, port)

    def environment(self, service: ServiceName) -> dict[str, str]:
        """The settings of the service."""
        peer = f"http://127.0.0.1:{self._ports[PEER[service]]}"
        return {
            "DATABASE_URL": getattr(self.stack, f"{service}_database"),
            "EVENTS_URL": self.stack.broker or peer,
            "PEER_URL": peer,
            "EVENTS_SECRET": EVENTS_SECRET,
            "SECRET_KEY": "only for tests " * 3,
            "STATIC_DIR": str(PUBLIC / "static"),
            "PICTURES_DIR": str(PUBLIC / "pictures"),
            "REST_ANONYMOUS": "1",
            "EVENT_RETRY_SECONDS": "0.1",
            "EVENT_LEASE_SECONDS": "3",
            "ORDER_HOLD_SECONDS": "0.5",
            "LOG_FORMAT": "json",
            f"{service.upper()}_PORT": str(self._ports[service]),
        }

    def migrate(self) -> None:
        """Run both `migrate` commands, at once; the first time also make the account that manages the shop."""
        commands = [self._launch_command(service, "migrate") for service in PEER]
        for command in commands:
            output, _ = command.communicate(timeout=60)
            assert command.returncode == 0, output
        self._token = self._token or signed_in(self.stack.admin_database, Role.ADMIN)

    def start(self) -> None:
        """Start every process that does not run, and wait until all are ready, also one launched before."""
        for node in self.nodes:
            if not node.process.is_running:
                node.launch()
        for node in self.nodes:
            node.process.wait_until_ready()

    def run(self, service: ServiceName, *arguments: str, **env: str) -> tuple[int, str]:
        """Run a command of the service; returns its exit status and what it printed."""
        command = self._launch_command(service, *arguments, **env)
        output, _ = command.communicate(timeout=60)
        return command.returncode, output

    @property
    def staff_token(self) -> str:
        """The token of the account that manages the shop."""
        assert self._token is not None
        return self._token

    def admin_client(self, node: Node | None = None) -> AdminClient:
        """A new client of admin_service, signed in as an administrator."""
        return AdminClient((node or self.admin).url, self.staff_token)

    def main_client(self, node: Node | None = None) -> MainClient:
        """A new client, and visitor, of main_service."""
        return MainClient((node or self.main).url)

    def check_invariants(self, timeout: float = REST_SECONDS) -> None:
        """Wait until the system has come to rest; fail where an invariant does not hold then."""
        self._wait_until_none(self.books.problems, timeout)

    def wait_until_delivered(self, timeout: float = REST_SECONDS) -> None:
        """Wait until every event has been applied on the other side; whatever else may differ."""
        self._wait_until_none(self._undelivered, timeout)

    def _undelivered(self, allowed: Exceptions) -> Iterator[str]:
        return (problem for problem in self.books.undelivered(allowed) if problem[0] in "LD")

    def _wait_until_none(self, problems: Callable[[Exceptions], Iterator[str]], timeout: float) -> None:
        """Wait until there are no problems; fail with all that are left."""

        def gone() -> None:
            assert next(problems(self.exceptions), None) is None

        try:
            eventually(gone, timeout=timeout, interval=0.1)
        except AssertionError:
            raise AssertionError("\n".join(problems(self.exceptions))) from None

    def check_logs(self) -> None:
        """Fail where a process has met an error that it did not expect."""
        for node in self.nodes:
            failures = node.failures()
            assert not failures, f"{node.process.name}:\n" + "\n".join(failures)

    def stop(self, node: Node) -> None:
        """End the process by SIGTERM; it must drain in time and exit with 0."""
        exit_code = node.process.terminate(timeout=SHUTDOWN_SECONDS)
        assert exit_code == 0, f"{exit_code}\n{node.process.log_tail()}"

    @contextmanager
    def joined(self, *nodes: Node) -> Iterator[None]:
        """Run these processes too, for as long as the block lasts."""
        self.nodes.extend(nodes)
        self.start()
        try:
            yield
            self.start()
            for node in nodes:
                self.stop(node)
            self.check_logs()
        finally:
            for node in nodes:
                node.process.close()
                self.nodes.remove(node)

    @contextmanager
    def api_only(self, *replaced: Node) -> Iterator[None]:
        """Have these processes serve their API and carry no events, for as long as the block lasts."""
        for node in replaced:
            self.stop(node)
            self.nodes.remove(node)
        instead = [
            self.node(node.service, f"{node.service}-api", "serve", "--api-only", port=node.port)
            for node in replaced
        ]
        try:
            with self.joined(*instead):
                yield
        finally:
            self.nodes.extend(replaced)
            self.start()

    def close(self) -> None:
        """Kill every process."""
        for node in self.nodes:
            node.process.close()

    def __enter__(self) -> Self:
        self.migrate()
        self.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _launch_command(self, service: ServiceName, *arguments: str, **env: str) -> subprocess.Popen[str]:
        return subprocess.Popen(
            self._command(service, *arguments),
            env={**os.environ, **self.environment(service), **env},
            cwd=self._logs,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )

    def _command(self, service: ServiceName, *arguments: str) -> Sequence[str]:
        return [sys.executable, "-m", f"{service}_service", *arguments]
