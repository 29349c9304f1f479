"""Runs both services with their production settings, for measurements."""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import httpx
from service_kit.identity import Role

from testing.ports import free_port
from testing.processes import Process
from testing.servers import MariaDB, RabbitMQ
from testing.sign_in import signed_in


@dataclass(frozen=True)
class Shop:
    """Both services, running."""

    admin: httpx.Client
    main: httpx.Client
    admin_database: str


def ask(client: httpx.Client, query: str, **variables: object) -> Any:
    """Run a GraphQL operation. Raises RuntimeError if the response has errors."""
    answer = client.post("/graphql", json={"query": query, "variables": variables}).json()
    if "errors" in answer:
        raise RuntimeError(str(answer["errors"]))
    return answer["data"]


@contextmanager
def mariadb_and_rabbitmq() -> Iterator[Shop]:
    """The shop with its own MariaDB and RabbitMQ."""
    with MariaDB("bench-mariadb") as database, RabbitMQ("bench-rabbitmq") as broker, ExitStack() as stack:
        admin_url, main_url = (stack.enter_context(database.fresh_database()) for _ in range(2))
        with broker.fresh_vhost() as events_url, _running(admin_url, main_url, events_url) as shop:
            yield shop


@contextmanager
def sqlite_and_direct() -> Iterator[Shop]:
    """The shop with SQLite and without a broker, as in `make run`."""
    with TemporaryDirectory() as folder:
        admin_url, main_url = (f"sqlite:///{Path(folder, name)}.db" for name in ("admin", "main"))
        with _running(admin_url, main_url, None) as shop:
            yield shop


@contextmanager
def _running(admin_url: str, main_url: str, events_url: str | None) -> Iterator[Shop]:
    ports = {"admin": free_port(), "main": free_port()}
    addresses = {name: f"http://127.0.0.1:{port}" for name, port in ports.items()}
    with ExitStack() as stack:
        for name, peer, url in (("admin", "main", admin_url), ("main", "admin", main_url)):
            environment = {
                "ADMIN_PORT": str(ports["admin"]),
                "MAIN_PORT": str(ports["main"]),
                "DATABASE_URL": url,
                "EVENTS_URL": events_url or addresses[peer],
                "EVENTS_SECRET": "whsec_YmVuY2htYXJrLWJlbmNobWFyay1iZW5jaG1hcms=",
                "SECRET_KEY": "benchmark-benchmark-benchmark-benchmark",
                "PEER_URL": addresses[peer],
                "REST_ANONYMOUS": "1",
                "ORDER_HOLD_SECONDS": "0",
                "ENVIRONMENT": "production",
            }
            command = [sys.executable, "-m", f"{name}_service"]
            subprocess.run(
                [*command, "migrate"], env={**os.environ, **environment}, check=True, stdout=subprocess.DEVNULL
            )
            ready = f"{addresses[name]}/readyz"
            stack.enter_context(Process(f"bench-{name}", [*command, "serve"], env=environment, ready=ready))
        admin, main = (
            stack.enter_context(httpx.Client(base_url=addresses[name], timeout=30, trust_env=False))
            for name in ports
        )
        admin.headers["Authorization"] = f"Bearer {signed_in(admin_url, Role.ADMIN)}"
        yield Shop(admin, main, admin_url)
