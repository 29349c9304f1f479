"""Refusing what a page of another site asks a browser to do: changes, and WebSockets.

A browser says where a request comes from (the Origin header, and Fetch Metadata,
https://www.w3.org/TR/fetch-metadata/); programs say nothing and pass. Without this, any page could post a form to
a shop that runs on its visitor's own machine. What carries a session's cookie must come from the very origin:
cookies do not know ports, so SameSite alone would let a page of another program on this machine use it.
A WebSocket must come from the very origin whether it carries one or not: its page reads all that it is told.

Two kinds of other origins are allowed: those in CORS_ORIGINS, and where REST_ANONYMOUS=1 on loopback all loopback
origins. The latter may not use a session's cookie: their pages may do what anybody may do.
"""

from collections.abc import Collection

from starlette.datastructures import Headers
from starlette.responses import JSONResponse
from starlette.types import ASGIApp, Receive, Scope, Send
from starlette.websockets import WebSocket

from service_kit.http.origins import is_loopback_origin
from service_kit.identity import COOKIE

SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})
REFUSAL = "A page of another site may not change anything here. Add its origin to CORS_ORIGINS to let it."
SOCKET_REFUSAL = "A page of another site may not connect here. Add its origin to CORS_ORIGINS to let it."


class CrossSiteGuard:
    """The middleware that answers such requests with 403, but for those from an allowed origin."""

    def __init__(self, app: ASGIApp, allowed_origins: Collection[str], *, allow_loopback: bool = False) -> None:
        self.app = app
        self._allowed = frozenset(allowed_origins)
        self._allow_loopback = allow_loopback

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http":
            if scope["method"] not in SAFE_METHODS and self._is_foreign(Headers(scope=scope)):
                await _refusal(REFUSAL)(scope, receive, send)
                return
        elif scope["type"] == "websocket" and not self._may_connect(Headers(scope=scope)):
            await WebSocket(scope, receive, send).send_denial_response(_refusal(SOCKET_REFUSAL))
            return
        await self.app(scope, receive, send)

    def _may_connect(self, headers: Headers) -> bool:
        """Whether to accept a WebSocket. Its cookies count only where the origin is the very same one."""
        return headers.get("origin") in self._allowed or self._is_loopback_page(headers) or is_same_origin(headers)

    def _is_loopback_page(self, headers: Headers) -> bool:
        return self._allow_loopback and is_loopback_origin(headers.get("origin"))

    def _is_foreign(self, headers: Headers) -> bool:
        site = headers.get("sec-fetch-site")
        if headers.get("origin") in self._allowed:
            return False
        carries_session = f"{COOKIE}=" in "; ".join(headers.getlist("cookie"))
        if self._is_loopback_page(headers):
            return carries_session and not is_same_origin(headers)
        if site is not None:
            return site == "cross-site" or (carries_session and site not in {"same-origin", "none"})
        return not is_same_origin(headers)


def is_same_origin(headers: Headers) -> bool:
    """Whether the very origin asks, or a program, which names none."""
    origin, site = headers.get("origin"), headers.get("sec-fetch-site")
    if site is not None:
        return site in {"same-origin", "none"}
    return origin is None or origin.partition("://")[2] == headers.get("host")


def _refusal(detail: str) -> JSONResponse:
    return JSONResponse({"detail": detail}, status_code=403)
