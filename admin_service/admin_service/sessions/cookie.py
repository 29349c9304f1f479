"""The session cookie of the web app. It is HttpOnly and SameSite=Lax."""

import ipaddress
from datetime import timedelta

from service_kit.identity import COOKIE
from starlette.requests import Request
from starlette.responses import Response


def write(request: Request, response: Response, token: str, lifetime: timedelta) -> None:
    response.set_cookie(
        COOKIE,
        token,
        max_age=int(lifetime.total_seconds()),
        httponly=True,
        samesite="lax",
        secure=not _is_loopback(request),
    )


def clear(request: Request, response: Response) -> None:
    response.delete_cookie(COOKIE, httponly=True, samesite="lax", secure=not _is_loopback(request))


def _is_loopback(request: Request) -> bool:
    """Whether the page is served from the user's own machine without TLS, where Secure cookies do not work."""
    host = request.url.hostname or ""
    if host == "localhost" or host.endswith(".localhost"):
        return request.url.scheme == "http"
    try:
        return ipaddress.ip_address(host).is_loopback and request.url.scheme == "http"
    except ValueError:
        return False
