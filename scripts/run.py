"""`make run`: runs the whole shop on this machine, until Ctrl-C.

By default both services use SQLite and send their events directly to each other. Their data is in var/ (or
TANDEM_VAR). ADMIN_DATABASE_URL, MAIN_DATABASE_URL and EVENTS_URL select MySQL or MariaDB and RabbitMQ instead.
"""

import base64
import os
import secrets
import signal
import socket
import sys
import time
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from types import FrameType

from programs import (
    READY_SECONDS,
    ROOT,
    Failure,
    Program,
    Running,
    port_in_use,
    read_json,
    run,
    start,
    stop,
    tail,
    wait_for_transport,
    wait_until_ready,
)

VAR = Path(os.environ.get("TANDEM_VAR", ROOT / "var"))
DEFAULT_PORTS = {"ADMIN_PORT": "8000", "MAIN_PORT": "8001", "WEB_PORT": "3000"}
# This variable would make Node send requests to this machine through a proxy.
NOT_PASSED_ON = {"NODE_USE_ENV_PROXY"}


def main() -> int:
    """Run the shop until it is interrupted. Returns the exit status."""
    signal.signal(signal.SIGTERM, _interrupt)
    running: list[Running] = []
    started = time.monotonic()
    try:
        ports = _ports()
        _check_ports(ports)
        admin, shop, web = programs(ports, *_secrets())
        accounts = _demo_accounts()
        _prepare(admin, shop, accounts)
        running.extend(start(program) for program in (admin, shop, web))
        for item in running:
            wait_until_ready(item)
        wait_for_transport(running[:2])
        _first_likes(admin, shop)
        seconds = time.monotonic() - started
        print(BANNER.format(seconds=seconds, logs=VAR / "log", **ports, **accounts), flush=True)
        _watch(running)
    except KeyboardInterrupt:
        print("\nStopping …", flush=True)
    except (Failure, OSError) as failure:
        print(f"\n{failure}", file=sys.stderr)
        return 1
    finally:
        stop(running)
    return 0


BANNER = """
The shop is open (after {seconds:.1f} s):

  Shop and admin pages   http://127.0.0.1:{WEB_PORT}/    http://127.0.0.1:{WEB_PORT}/manage
  GraphiQL               http://127.0.0.1:{ADMIN_PORT}/graphql    http://127.0.0.1:{MAIN_PORT}/graphql
  REST                   http://127.0.0.1:{ADMIN_PORT}/admin/products    http://127.0.0.1:{MAIN_PORT}/api/products/

  Sign in as             admin       {DEMO_ADMIN_PASSWORD}
                         customer    {DEMO_CUSTOMER_PASSWORD}

The older REST routes need no session on this machine (REST_ANONYMOUS=1), and pages of all its ports may call both
services. To allow pages of other origins: CORS_ORIGINS=http://shop.example make run.
Logs are in {logs}. Ctrl-C stops the shop.
"""


def programs(ports: Mapping[str, int], events_secret: str, secret_key: str) -> tuple[Program, Program, Program]:
    """The programs admin_service, main_service and the web server."""
    admin_url, main_url, web_url = (f"http://127.0.0.1:{ports[name]}" for name in DEFAULT_PORTS)
    instance = secrets.token_hex(8)
    shared = {
        **{name: value for name, value in os.environ.items() if name not in NOT_PASSED_ON},
        **{name: str(port) for name, port in ports.items()},
        "INSTANCE_ID": instance,
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
        variable = f"{name.upper()}_PORT"
        services.append(Program(name, command, environment, f"{own}/readyz", variable, instance, _log(name)))
    vite = ["node", "node_modules/vite/bin/vite.js", "preview"]
    web = Program("web", vite, shared, f"{web_url}/", "WEB_PORT", instance, _log("web"))
    return services[0], services[1], web


def _log(name: str) -> Path:
    return VAR / "log" / f"{name}.log"


def _secrets() -> tuple[str, str]:
    """The secrets of this machine. They are generated at the first start, and only their owner can read them."""
    (VAR / "log").mkdir(parents=True, exist_ok=True)
    events = _secret("events_secret", "whsec_" + base64.b64encode(secrets.token_bytes(32)).decode())
    return events, _secret("secret_key", secrets.token_urlsafe(48))


def _demo_accounts() -> Mapping[str, str]:
    """The passwords of the demo accounts, which are also generated at the first start."""
    return {
        f"DEMO_{name}_PASSWORD": _secret(
            f"demo_{name.lower()}_password", f"Ta{secrets.randbelow(10)}-{secrets.token_urlsafe(9)}"
        )
        for name in ("ADMIN", "CUSTOMER")
    }


def _secret(name: str, new_value: str) -> str:
    path = VAR / name
    if not path.exists() or not path.stat().st_size:
        path.touch(mode=0o600)
        path.write_text(new_value, encoding="utf-8")
    return path.read_text(encoding="utf-8")


def _ports() -> dict[str, int]:
    """The ports, by the name of their setting. Raises Failure."""
    ports: dict[str, int] = {}
    for name, default in DEFAULT_PORTS.items():
        value = os.environ.get(name) or default
        if not (value.isascii() and value.isdigit() and 1 <= int(value) <= 65_535):
            raise Failure(f"{name} must be a port from 1 to 65535, not {value!r}.")
        if int(value) in ports.values():
            raise Failure(f"{name}={value} is already the port of another part of the shop. Choose another one.")
        ports[name] = int(value)
    return ports


def _check_ports(ports: Mapping[str, int]) -> None:
    for name, port in ports.items():
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                raise Failure(port_in_use(name, port))


def _prepare(admin: Program, shop: Program, accounts: Mapping[str, str]) -> None:
    """Create or update the tables of both services, and load the demo shop with its accounts."""
    print("Preparing the databases …", flush=True)
    seeding = replace(admin, environment={**admin.environment, **accounts})
    with ThreadPoolExecutor(2) as both:
        work = [both.submit(run, seeding, "migrate", "seed"), both.submit(run, shop, "migrate")]
    for item in work:
        item.result()


def _first_likes(admin: Program, shop: Program) -> None:
    """Give a new demo shop its first likes when main_service has all products."""
    marker = VAR / "liked"
    if marker.exists():
        return
    deadline = time.monotonic() + READY_SECONDS
    originals, copies = _address(admin, "/admin/products"), _address(shop, "/api/products")
    while not _has_all(read_json(copies), read_json(originals)):
        if time.monotonic() > deadline:
            raise Failure(f"main_service did not receive the products:\n{tail(shop)}")
        time.sleep(0.2)
    run(shop, "seed")
    marker.touch()


def _has_all(copies: object, originals: object) -> bool:
    return isinstance(copies, list) and isinstance(originals, list) and len(copies) >= len(originals)


def _address(program: Program, path: str) -> str:
    return program.ready.removesuffix("/readyz") + path


def _watch(running: list[Running]) -> None:
    while True:
        for item in running:
            item.check()
        time.sleep(0.5)


def _interrupt(_: int, __: FrameType | None) -> None:
    raise KeyboardInterrupt


if __name__ == "__main__":
    sys.exit(main())
