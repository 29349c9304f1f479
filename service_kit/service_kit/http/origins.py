"""Which origins may call a service from a browser, and with which request headers.

`cors.json` is shared by the services and the gateway (gateway/origins.mjs).
"""

import re
from pathlib import Path
from typing import Any

import orjson

_SHARED: dict[str, Any] = orjson.loads(Path(__file__).with_name("cors.json").read_bytes())
ALLOWED_HEADERS: tuple[str, ...] = tuple(_SHARED["allowedHeaders"])
LOOPBACK_ORIGIN: str = _SHARED["loopbackOrigin"]
"""Pattern of the complete Origin header: localhost, 127.0.0.1 or [::1], with any port."""
_LOOPBACK = re.compile(LOOPBACK_ORIGIN)


def is_loopback_origin(origin: str | None) -> bool:
    """Whether the Origin header is that of a page served on this machine."""
    return origin is not None and _LOOPBACK.fullmatch(origin) is not None
