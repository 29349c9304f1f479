"""The program of `make run`: its messages when the shop cannot start, and what it waits for."""

import http.server
import os
import socket
import sys
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import httpx
import pytest

from testing.ports import free_port
from testing.processes import Process
from testing.proxy import TcpProxy
from testing.requirements import require_program
from testing.waiting import eventually

ROOT = Path(__file__).parents[1]
NewRun = Callable[..., Process]
# A port on which no program listens, and a scheme that would need another package.
PROXIES = {
    "HTTP_PROXY": "http://127.0.0.1:9",
    "http_proxy": "http://127.0.0.1:9",
    "ALL_PROXY": "socks5://127.0.0.1:9",
}


@pytest.fixture
def ports() -> dict[str, str]:
    """Free ports for the three parts of the shop."""
    return {name: str(free_port()) for name in ("ADMIN_PORT", "MAIN_PORT", "WEB_PORT")}


@pytest.fixture
def new_run(tmp_path: Path, ports: Mapping[str, str]) -> Iterator[NewRun]:
    """A function that starts the program with additional settings."""
    started: list[Process] = []

    def start(**settings: str) -> Process:
        environment = {**os.environ, **ports, "TANDEM_VAR": str(tmp_path / "var"), **settings}
        program = Process(
            "run", [sys.executable, str(ROOT / "scripts" / "run.py")], env=environment, logs=tmp_path
        )
        started.append(program)
        program.launch()
        return program

    yield start
    for program in started:
        if program.is_running:
            program.terminate()


class OtherServer(http.server.BaseHTTPRequestHandler):
    """Another program: it answers 200 to every request."""

    def do_GET(self) -> None:
        """Answer like a ready service."""
        self.send_response(200)
        self.end_headers()
        self.wfile.write(b'{"database": true, "transport": true}')

    def log_message(self, *_: object) -> None:
        """Log nothing."""


@contextmanager
def another_program(port: str) -> Iterator[None]:
    """Another program that listens on this port."""
    with http.server.ThreadingHTTPServer(("127.0.0.1", int(port)), OtherServer) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield
        server.shutdown()
        thread.join()


def output(program: Process) -> str:
    return program.log.read_text(encoding="utf-8")


def assert_output(program: Process, words: str) -> None:
    assert words in output(program)


def ended(program: Process) -> int:
    assert program.exit_code is not None
    return program.exit_code


def test_a_port_in_use_is_reported_before_anything_starts(new_run: NewRun, ports: Mapping[str, str]) -> None:
    with socket.create_server(("127.0.0.1", int(ports["MAIN_PORT"]))):
        program = new_run()
        assert eventually(lambda: ended(program), timeout=30) == 1
    other = int(ports["MAIN_PORT"]) + 100
    assert output(program) == (
        f"\nPort {ports['MAIN_PORT']} is in use by another program. "
        f"Choose another one: MAIN_PORT={other} make run\n"
    )


@pytest.mark.parametrize("port", ["web", "0", "70000", "-1"])
def test_an_invalid_port_is_reported(new_run: NewRun, port: str) -> None:
    program = new_run(WEB_PORT=port)
    assert eventually(lambda: ended(program), timeout=30) == 1
    assert output(program) == f"\nWEB_PORT must be a port from 1 to 65535, not {port!r}.\n"


def test_the_same_port_for_two_programs_is_reported(new_run: NewRun, ports: Mapping[str, str]) -> None:
    program = new_run(WEB_PORT=ports["ADMIN_PORT"])
    assert eventually(lambda: ended(program), timeout=30) == 1
    assert "is already the port of another part of the shop" in output(program)


def test_a_folder_that_cannot_be_created_is_reported(new_run: NewRun, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    program = new_run(TANDEM_VAR=str(tmp_path / "file" / "var"))
    assert eventually(lambda: ended(program), timeout=30) == 1
    assert str(tmp_path / "file" / "var") in output(program)
    assert "Traceback" not in output(program)


def test_a_program_that_occupies_a_port_during_the_start_is_reported(
    new_run: NewRun, ports: Mapping[str, str]
) -> None:
    program = new_run()
    eventually(lambda: assert_output(program, "Preparing the databases"), timeout=30, interval=0.01)
    with another_program(ports["ADMIN_PORT"]):
        assert eventually(lambda: ended(program), timeout=90) == 1
    text = output(program)
    assert f"Port {ports['ADMIN_PORT']} is in use by another program" in text
    assert "is open" not in text
    assert "Traceback" not in text


def test_the_shop_opens_when_rabbitmq_is_available_and_ignores_proxies(
    new_run: NewRun, ports: Mapping[str, str], amqp_url: str
) -> None:
    require_program("node")
    broker = urlsplit(amqp_url)
    with TcpProxy("127.0.0.1", broker.port or 5672) as way:
        way.refuse()
        url = broker._replace(netloc=f"guest:guest@127.0.0.1:{way.port}").geturl()
        program = new_run(EVENTS_URL=url, READY_SECONDS="100", **PROXIES)
        waiting = f"cannot send events to 127.0.0.1:{way.port} (EVENTS_URL)"
        eventually(lambda: assert_output(program, waiting), timeout=100)
        assert "is open" not in output(program)
        way.pass_through()
        eventually(lambda: assert_output(program, "The shop is open"), timeout=100)
        state = httpx.get(f"http://127.0.0.1:{ports['MAIN_PORT']}/readyz", trust_env=False).json()
        assert state == {"database": True, "transport": True}
        assert program.terminate() == 0
