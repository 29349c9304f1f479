"""Starts the processes of `make run`, checks whether they are ready, and stops them."""

import http.client
import json
import os
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

ROOT = Path(__file__).resolve().parent.parent
READY_SECONDS = float(os.environ.get("READY_SECONDS") or 60)
STOP_SECONDS = 15
INSTANCE_HEADER = "X-Instance-Id"
# Requests to this machine must not go through a proxy of the environment.
_opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))


class Failure(Exception):
    """Raised when the shop cannot start or continue; the message says why."""


@dataclass(frozen=True)
class Program:
    """A process to start and keep running.

    `ready` is the URL of its readiness check, `variable` the setting for its port. Its responses carry `instance`,
    which distinguishes it from another program on the same port.
    """

    name: str
    command: Sequence[str]
    environment: Mapping[str, str]
    ready: str
    variable: str
    instance: str
    log: Path

    @property
    def port(self) -> int:
        """The port that the program listens on."""
        return urlsplit(self.ready).port or 80


@dataclass(frozen=True)
class Running:
    """A started program."""

    program: Program
    process: subprocess.Popen[bytes]

    def check(self) -> None:
        """Raise Failure if the process has ended."""
        if self.process.poll() is None:
            return
        reason = f"{self.program.name} ended with status {self.process.returncode}:\n{tail(self.program)}"
        if ask(self.program.ready) is not None:
            reason += f"\n{port_in_use(self.program.variable, self.program.port)}"
        raise Failure(reason)


@dataclass(frozen=True)
class Answer:
    """The response of a URL."""

    status: int
    instance: str | None
    body: bytes


def port_in_use(variable: str, port: int) -> str:
    """The message for a port that is in use."""
    other = port + 100 if port + 100 < 65_536 else port - 100
    return f"Port {port} is in use by another program. Choose another one: {variable}={other} make run"


def spawn(program: Program, command: Sequence[str]) -> subprocess.Popen[bytes]:
    """Start a command with the program's environment and log. Raises Failure."""
    directory = ROOT / "frontend" if program.name == "web" else ROOT
    try:
        with program.log.open("ab") as log:
            # A new session, so that Ctrl-C only reaches this program, which then stops the others in order.
            return subprocess.Popen(
                command,
                env=dict(program.environment),
                cwd=directory,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
    except OSError as error:
        raise Failure(f"Cannot start {program.name}: {error}") from error


def start(program: Program) -> Running:
    """Start the program. Raises Failure."""
    return Running(program, spawn(program, program.command))


def run(program: Program, *commands: str) -> None:
    """Run commands of a service one after the other. Raises Failure."""
    for command in commands:
        if spawn(program, [*program.command[:-1], command]).wait() != 0:
            raise Failure(f"{program.name}: `{command}` failed:\n{tail(program)}")


def ask(address: str) -> Answer | None:
    """The response of the URL, or None if there is no HTTP server."""
    try:
        with _opener.open(address, timeout=5) as answer:
            return Answer(answer.status, answer.headers.get(INSTANCE_HEADER), answer.read())
    except urllib.error.HTTPError as error:
        return Answer(error.code, error.headers.get(INSTANCE_HEADER), b"")
    except (http.client.HTTPException, OSError):
        return None


def read_json(address: str) -> object:
    """The JSON document at the URL, or None if there is none at the moment."""
    answer = ask(address)
    try:
        return json.loads(answer.body) if answer is not None and answer.status == 200 else None
    except ValueError:
        return None


def wait_until_ready(running: Running) -> None:
    """Wait until this program, and not another one on its port, is ready. Raises Failure."""
    program = running.program
    deadline = time.monotonic() + READY_SECONDS
    while time.monotonic() < deadline:
        running.check()
        answer = ask(program.ready)
        if answer is not None:
            if answer.instance != program.instance:
                raise Failure(f"{program.name} cannot start. {port_in_use(program.variable, program.port)}")
            if answer.status == 200:
                return
        time.sleep(0.1)
    raise Failure(f"{program.name} was not ready after {READY_SECONDS:g} s:\n{tail(program)}")


def wait_for_transport(services: Sequence[Running]) -> None:
    """Wait until both services can send and receive events. Raises Failure."""
    started = time.monotonic()
    reported = False
    while cut := [service for service in services if not _carries_events(service)]:
        waited = time.monotonic() - started
        names = " and ".join(f"{service.program.name}_service" for service in cut)
        address = urlsplit(cut[0].program.environment["EVENTS_URL"])
        reason = f"{names} cannot send events to {address.hostname}:{address.port or 5672} (EVENTS_URL)"
        if waited > READY_SECONDS:
            raise Failure(
                f"{reason}. Start the broker, or unset EVENTS_URL to run without one.\n{tail(cut[0].program)}"
            )
        if waited > 3 and not reported:
            print(f"Waiting: {reason} yet …", flush=True)
            reported = True
        time.sleep(0.2)


def stop(started: Sequence[Running]) -> None:
    """Stop the processes in reverse order of their start; kill those that do not stop in time."""
    processes = [running.process for running in reversed(started)]
    for process in processes:
        process.terminate()
    deadline = time.monotonic() + STOP_SECONDS
    for process in processes:
        try:
            process.wait(max(0.1, deadline - time.monotonic()))
        except subprocess.TimeoutExpired:
            process.kill()


def tail(program: Program) -> str:
    """The last lines of the program's log, and the path of the whole log."""
    lines = program.log.read_text(encoding="utf-8", errors="replace").splitlines()
    return "\n".join(f"  {line}" for line in lines[-15:]) + f"\n(whole log: {program.log})"


def _carries_events(service: Running) -> bool:
    service.check()
    state = read_json(service.program.ready)
    return isinstance(state, dict) and state.get("transport") is True
