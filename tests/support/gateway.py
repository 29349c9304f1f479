"""The gateway as a process, and what it asks of the services."""

import json
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.client import HTTPConnection
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from types import TracebackType
from typing import Any, Self
from urllib.parse import urlsplit

from testing.ports import free_port
from testing.processes import Process
from testing.requirements import require_packages, require_program

GATEWAY = Path(__file__).parents[2] / "gateway"
HOP_BY_HOP = {"connection", "keep-alive", "transfer-encoding"}


@dataclass
class Request:
    """A request that a service was sent."""

    headers: dict[str, str]
    document: dict[str, Any]

    @property
    def query(self) -> str:
        """The GraphQL document."""
        return str(self.document["query"])


@dataclass
class Recorder:
    """Stands before a service, passes everything on in both directions, and keeps what was asked."""

    service: str
    requests: list[Request] = field(default_factory=list)

    def __enter__(self) -> Self:
        recorder = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_POST(self) -> None:
                with suppress(OSError):  # the gateway, or the service, may have hung up
                    recorder.pass_on(self)

            def log_message(self, format: str, *args: object) -> None:
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", free_port()), Handler)
        self._server.daemon_threads = True
        threading.Thread(target=self._server.serve_forever, daemon=True).start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._server.shutdown()
        self._server.server_close()

    @property
    def url(self) -> str:
        """Its own address."""
        return f"http://127.0.0.1:{self._server.server_port}"

    def pass_on(self, handler: BaseHTTPRequestHandler) -> None:
        """Passes a request on, and its answer back, piece by piece. Where nobody answers it hangs up."""
        handler.close_connection = True
        body = handler.rfile.read(int(handler.headers["content-length"]))
        self.requests.append(Request(dict(handler.headers.items()), json.loads(body)))
        upstream = HTTPConnection(urlsplit(self.service).netloc, timeout=30)
        upstream.request("POST", handler.path, body, {**handler.headers, "connection": "close"})
        threading.Thread(target=_hang_up_after, args=(handler.connection, upstream.sock), daemon=True).start()
        answer = upstream.getresponse()
        handler.send_response(answer.status)
        for name, value in answer.getheaders():
            if name.lower() not in HOP_BY_HOP:
                handler.send_header(name, value)
        handler.send_header("connection", "close")
        handler.end_headers()
        while piece := answer.read1(65_536):
            handler.wfile.write(piece)
            handler.wfile.flush()
        upstream.close()


def _hang_up_after(client: socket.socket, service: socket.socket) -> None:
    """Waits until the client hangs up, and does so then: a stream may have nothing to say for long."""
    with suppress(OSError):
        client.recv(1, socket.MSG_PEEK)
    with suppress(OSError):
        service.shutdown(socket.SHUT_RDWR)


def gateway_process(admin: str, main: str, **env: str) -> tuple[Process, str]:
    """The gateway before these services, not started, and its address."""
    node = require_program("node")
    require_packages(GATEWAY)
    port = free_port()
    url = f"http://127.0.0.1:{port}"
    environment = {"GATEWAY_PORT": str(port), "ADMIN_URL": admin, "MAIN_URL": main, "UPSTREAM_SECONDS": "3", **env}
    program = Process(
        f"gateway-{port}", [str(node), str(GATEWAY / "server.mjs")], env=environment, ready=f"{url}/readyz"
    )
    return program, url


@dataclass
class Gateway:
    """A running gateway, and what it has asked of each service."""

    url: str
    process: Process
    admin: Recorder
    main: Recorder

    def forget(self) -> None:
        """Forget what was asked so far."""
        self.admin.requests.clear()
        self.main.requests.clear()

    @property
    def calls(self) -> dict[str, int]:
        """How many requests each service was sent."""
        return {"admin": len(self.admin.requests), "main": len(self.main.requests)}


@contextmanager
def running_gateway(admin: str, main: str, **env: str) -> Iterator[Gateway]:
    """A gateway before these services, with these settings."""
    with Recorder(admin) as admin_recorder, Recorder(main) as main_recorder:
        process, url = gateway_process(admin_recorder.url, main_recorder.url, **env)
        with process:
            yield Gateway(url, process, admin_recorder, main_recorder)
