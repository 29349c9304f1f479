"""Allocates ports for the programs of a test run."""

import contextlib
import os
import random
import socket

# Below the range from which the kernel assigns client ports (from 32768 on Linux). In that range, a client that
# keeps calling the port of a stopped server can be assigned that port, and the server cannot restart. Each worker
# process has its own range, because a port can be taken between the check and its use.
_WORKER = int(os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw"))
_CANDIDATES = range(20_000 + _WORKER % 8, 30_000, 8)
_given: set[int] = set()


def free_port() -> int:
    """Return a TCP port of 127.0.0.1 without a listener. A process never gets the same port twice."""
    untried = [port for port in _CANDIDATES if port not in _given]
    random.shuffle(untried)
    for port in untried:
        if _is_free(port):
            _given.add(port)
            return port
    raise RuntimeError(f"no free port in {_CANDIDATES}")


def is_listening(port: int) -> bool:
    """Whether something accepts TCP connections on this port of 127.0.0.1."""
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
