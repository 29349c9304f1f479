"""Validation of image addresses: accepts those that a web page can display.

Services never fetch the images. The content security policy of the web server, which controls what browsers load,
has the same hosts.
"""

import re
from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import urlsplit

from pydantic import AfterValidator, ValidationInfo

from service_kit.fields import Annotations, text

ANY_HOST = "*"
HOST_PATTERN = re.compile(r"(\*\.)?[a-z0-9-]+(\.[a-z0-9-]+)*(:\d{1,5})?")
"""A host as in a content security policy: `cdn.example.org` or `*.example.org`, with an optional port."""
_IMAGE_HOSTS = "image_hosts"
_SCHEME = re.compile(r"[a-z][a-z0-9+.-]*:", re.IGNORECASE)
_DEFAULT_PORTS = {"http": 80, "https": 443}
_KINDS = "Use a path such as /pictures/cake.svg, an http:// or https:// address, or data:image/…."


def image_address(max_length: int) -> Annotations:
    """The address of an image: a path or a URL that pages can display, on a host allowed by `allow_hosts`."""
    return (*text(max_length), AfterValidator(_check))


def allow_hosts(hosts: Sequence[str]) -> Mapping[str, object]:
    """A validation context that allows images on these hosts only. Without it, all hosts are allowed."""
    return {_IMAGE_HOSTS: tuple(hosts)}


def _check(value: str, info: ValidationInfo) -> str:
    # Browsers ignore line breaks and tabs, and treat a backslash as a slash.
    address = re.sub(r"[\t\r\n]", "", value).replace("\\", "/")
    if re.match(r"(https?:|//)", address, re.IGNORECASE):
        _check_host(address, info.context or {})
    elif _SCHEME.match(value) and not re.match("data:image/", value, re.IGNORECASE):
        raise ValueError(_KINDS)
    return value


def _check_host(address: str, context: Mapping[str, Any]) -> None:
    try:
        parts = urlsplit(address)
        host, port = parts.hostname, parts.port
    except ValueError:
        host, port = None, None
    if not host:
        raise ValueError(_KINDS)
    name = host if port in {None, _DEFAULT_PORTS.get(parts.scheme.lower(), 443)} else f"{host}:{port}"
    allowed = context.get(_IMAGE_HOSTS, (ANY_HOST,))
    if not any(_matches(name, pattern) for pattern in allowed):
        raise ValueError(
            f"Pictures from {name} are not allowed. {_sources(allowed)} The setting IMAGE_HOSTS lists the hosts."
        )


def _matches(name: str, pattern: str) -> bool:
    if pattern == ANY_HOST:
        return True
    return name.endswith(pattern[1:]) if pattern.startswith("*.") else name == pattern


def _sources(allowed: Sequence[str]) -> str:
    own = "Use a path on this site, such as /pictures/cake.svg"
    return f"{own}, or a picture from {', '.join(allowed)}." if allowed else f"{own}."
