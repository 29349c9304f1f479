"""`make run`: the whole shop on this machine, until Ctrl-C.

By default both services run on SQLite and send their events straight to each other; what they store is in var/
(or TANDEM_VAR).
ADMIN_DATABASE_URL, MAIN_DATABASE_URL and EVENTS_URL choose MySQL or MariaDB and RabbitMQ instead.
"""

import base64
import json
import os
import secrets
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from pathlib import Path
from types import FrameType

ROOT = Path(__file__).resolve().parent.parent
VAR = Path(os.environ.get("TANDEM_VAR", ROOT / "var"))
READY_SECONDS = 60
STOP_SECONDS = 15
PORTS = {
    name: int(os.environ.get(name, default))
    for name, default in (("ADMIN_PORT", "8000"), ("MAIN_PORT", "8001"), ("WEB_PORT", "3000"))
}


@dataclass(frozen=True)
class Program:
    """A process to keep running, and the address that says whether it is ready."""

    name: str
    command: Sequence[str]
    environment: Mapping[str, str]
    ready: str

    @property
    def log(self) -> Path:
        """Where its output goes."""
        return VAR / "log" / f"{self.name}.log"


class Failure(Exception):
    """The shop cannot start or go on; the message says why."""


def main() -> int:
    """Prepare, start, wait, stop. Returns the exit status."""
    signal.signal(signal.SIGTERM, _interrupt)
    running: list[tuple[Program, subprocess.Popen[bytes]]] = []
    started = time.monotonic()
    try:
        _check_ports()
        admin, shop, web = programs(*_secrets())
        accounts = _demo_accounts()
        _prepare(admin, shop, accounts)
        running.extend((program, _spawn(program, program.command)) for program in (admin, shop, web))
        for program, process in running:
            _wait_until_ready(program, process)
        _first_likes(admin, shop)
        seconds = time.monotonic() - started
        print(BANNER.format(seconds=seconds, logs=VAR / "log", **PORTS, **accounts), flush=True)
        _watch(running)
    except KeyboardInterrupt:
        print("\nStopping …", flush=True)
    except Failure as failure:
        print(f"\n{failure}", file=sys.stderr)
        return 1
    finally:
        _stop([process for _, process in running])
    return 0


BANNER = """
The shop is open (after {seconds:.1f} s):

  Shop and admin pages   http://127.0.0.1:{WEB_PORT}/    http://127.0.0.1:{WEB_PORT}/manage
  GraphiQL               http://127.0.0.1:{ADMIN_PORT}/graphql    http://127.0.0.1:{MAIN_PORT}/graphql
  REST                   http://127.0.0.1:{ADMIN_PORT}/admin/products    http://127.0.0.1:{MAIN_PORT}/api/products/

  Sign in as             admin       {DEMO_ADMIN_PASSWORD}
                         customer    {DEMO_CUSTOMER_PASSWORD}

The older REST routes serve anybody on this machine (REST_ANONYMOUS=1), and pages of every port of it may call both
services. Pages of other origins may call if you name them: CORS_ORIGINS=http://shop.example make run.
Logs are in {logs}. Ctrl-C ends it.
"""


def programs(events_secret: str, secret_key: str) -> tuple[Program, Program, Program]:
    """admin_service, main_service and the web server."""
    admin_url, main_url = (f"http://127.0.0.1:{PORTS[name]}" for name in ("ADMIN_PORT", "MAIN_PORT"))
    shared = {
        **os.environ,
        **{name: str(port) for name, port in PORTS.items()},
        "EVENTS_SECRET": events_secret,
        "SECRET_KEY": secret_key,
        "REST_ANONYMOUS": "1",
        "STATIC_DIR": os.environ.get("STATIC_DIR") or str(ROOT / "frontend/public/static"),
        "PICTURES_DIR": os.environ.get("PICTURES_DIR") or str(ROOT / "frontend/public/pictures"),
    }
    services = []
    for name, own, peer in (("admin", admin_url, main_url), ("main", main_url, admin_url)):
        environment = {
            **shared,
            "DATABASE_URL": os.environ.get(f"{name.upper()}_DATABASE_URL") or f"sqlite:///{VAR}/{name}.db",
            "EVENTS_URL": os.environ.get("EVENTS_URL") or peer,
            "PEER_URL": peer,
        }
        command = [sys.executable, "-m", f"{name}_service", "serve"]
        services.append(Program(name, command, environment, f"{own}/readyz"))
    vite = ["node", "node_modules/vite/bin/vite.js", "preview"]
    web = Program("web", vite, shared, f"http://127.0.0.1:{PORTS['WEB_PORT']}/")
    return services[0], services[1], web


def _secrets() -> tuple[str, str]:
    """This machine's own secrets, made at the first start and readable by its owner only."""
    (VAR / "log").mkdir(parents=True, exist_ok=True)
    events = _secret("events_secret", "whsec_" + base64.b64encode(secrets.token_bytes(32)).decode())
    return events, _secret("secret_key", secrets.token_urlsafe(48))


def _demo_accounts() -> Mapping[str, str]:
    """The passwords of the demo accounts, made at the first start as well."""
    return {
        f"DEMO_{name}_PASSWORD": _secret(
            f"demo_{name.lower()}_password", f"Ta{secrets.randbelow(10)}-{secrets.token_urlsafe(9)}"
        )
        for name in ("ADMIN", "CUSTOMER")
    }


def _secret(name: str, fresh: str) -> str:
    path = VAR / name
    if not path.exists():
        path.touch(mode=0o600)
        path.write_text(fresh, encoding="utf-8")
    return path.read_text(encoding="utf-8")


def _check_ports() -> None:
    for name, port in PORTS.items():
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                raise Failure(f"Port {port} is in use. Choose another one: {name}={port + 100} make run")


def _prepare(admin: Program, shop: Program, accounts: Mapping[str, str]) -> None:
    """Create or update the tables of both, and load the demo shop with its accounts."""
    print("Preparing the databases …", flush=True)
    seeding = replace(admin, environment={**admin.environment, **accounts})
    with ThreadPoolExecutor(2) as both:
        work = [both.submit(_run, seeding, "migrate", "seed"), both.submit(_run, shop, "migrate")]
    for item in work:
        item.result()


def _first_likes(admin: Program, shop: Program) -> None:
    """Give a new demo shop its first likes, once all products have arrived there."""
    marker = VAR / "liked"
    if marker.exists():
        return
    deadline = time.monotonic() + READY_SECONDS
    originals, copies = _address(admin, "/admin/products"), _address(shop, "/api/products")
    while len(_read(originals)) > len(_read(copies)):
        if time.monotonic() > deadline:
            raise Failure(f"The products did not arrive at main_service:\n{_tail(shop)}")
        time.sleep(0.2)
    _run(shop, "seed")
    marker.touch()


def _address(program: Program, path: str) -> str:
    return program.ready.removesuffix("/readyz") + path


def _read(address: str) -> list[object]:
    with urllib.request.urlopen(address, timeout=10) as answer:  # noqa: S310 - an address of our own
        products: list[object] = json.load(answer)
    return products


def _run(program: Program, *commands: str) -> None:
    """Run commands of a service, one after the other."""
    for command in commands:
        if _spawn(program, [*program.command[:-1], command]).wait() != 0:
            raise Failure(f"{program.name}: `{command}` failed:\n{_tail(program)}")


def _spawn(program: Program, command: Sequence[str]) -> subprocess.Popen[bytes]:
    directory = ROOT / "frontend" if program.name == "web" else ROOT
    with program.log.open("ab") as log:
        # A session of its own: Ctrl-C reaches only this program, which then ends the others in order.
        return subprocess.Popen(
            command,
            env=dict(program.environment),
            cwd=directory,
            stdout=log,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )


def _wait_until_ready(program: Program, process: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + READY_SECONDS
    while time.monotonic() < deadline:
        if process.poll() is not None:
            raise Failure(f"{program.name} ended with status {process.returncode}:\n{_tail(program)}")
        try:
            with urllib.request.urlopen(program.ready, timeout=2):  # noqa: S310 - an address of our own
                return
        except (urllib.error.URLError, OSError):
            time.sleep(0.1)
    raise Failure(f"{program.name} was not ready after {READY_SECONDS} s:\n{_tail(program)}")


def _watch(running: Sequence[tuple[Program, subprocess.Popen[bytes]]]) -> None:
    while True:
        for program, process in running:
            if process.poll() is not None:
                raise Failure(f"{program.name} ended with status {process.returncode}:\n{_tail(program)}")
        time.sleep(0.5)


def _stop(processes: Sequence[subprocess.Popen[bytes]]) -> None:
    for process in reversed(processes):
        process.terminate()
    deadline = time.monotonic() + STOP_SECONDS
    for process in reversed(processes):
        try:
            process.wait(max(0.1, deadline - time.monotonic()))
        except subprocess.TimeoutExpired:
            process.kill()


def _tail(program: Program) -> str:
    lines = program.log.read_text(encoding="utf-8", errors="replace").splitlines()
    return "\n".join(f"  {line}" for line in lines[-15:]) + f"\n(all of it: {program.log})"


def _interrupt(_: int, __: FrameType | None) -> None:
    raise KeyboardInterrupt


if __name__ == "__main__":
    sys.exit(main())
