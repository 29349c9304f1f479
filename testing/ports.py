"""Port numbers for the programs of a test run."""

import contextlib
import os
import random
import socket

# Below the ports that the kernel hands to clients (from 32768 on Linux). A client that keeps calling a stopped
# server's port in that range sooner or later holds that very port itself, and the server cannot come back.
# Each process of a distributed run has numbers of its own: between a look and the use of a port there is time.
_WORKER = int(os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw"))
_CANDIDATES = range(20_000 + _WORKER % 8, 30_000, 8)
_given: set[int] = set()


def free_port() -> int:
    """Returns a TCP port of 127.0.0.1 on which nobody listens; never the same one twice in a process."""
    untried = [port for port in _CANDIDATES if port not in _given]
    random.shuffle(untried)
    for port in untried:
        if _is_free(port):
            _given.add(port)
            return port
    raise RuntimeError(f"no free port in {_CANDIDATES}")


def is_listening(port: int) -> bool:
    """Tells whether something accepts TCP connections on this port of 127.0.0.1."""
    with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
        return True
    return False


def _is_free(port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
        return True
