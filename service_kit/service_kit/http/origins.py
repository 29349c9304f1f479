"""Which pages of other origins may call a service, and with which request headers.

`cors.json` holds what the services and the gateway (gateway/origins.mjs) have in common.
"""

import re
from pathlib import Path
from typing import Any

import orjson

_SHARED: dict[str, Any] = orjson.loads(Path(__file__).with_name("cors.json").read_bytes())
ALLOWED_HEADERS: tuple[str, ...] = tuple(_SHARED["allowedHeaders"])
LOOPBACK_ORIGIN: str = _SHARED["loopbackOrigin"]
"""The pattern of a whole Origin header: localhost, 127.0.0.1 or [::1], with any port."""
_LOOPBACK = re.compile(LOOPBACK_ORIGIN)


def is_loopback_origin(origin: str | None) -> bool:
    """Whether the Origin header names a page that a program on this machine serves."""
    return origin is not None and _LOOPBACK.fullmatch(origin) is not None
