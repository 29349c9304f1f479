"""Protection against cross-site requests: rejects changes and WebSockets that a page of another site requests.

Browsers send the origin of a request (the Origin header and Fetch Metadata,
https://www.w3.org/TR/fetch-metadata/). Other programs send neither and are allowed. Without this check, any page
could post a form to a shop that runs on its visitor's machine. A request with a session cookie must be
same-origin: cookies ignore ports, so SameSite alone would allow a page of another program on the same machine. A
WebSocket must always be same-origin, because its page can read all messages.

Two kinds of other origins are allowed: those in CORS_ORIGINS, and all loopback origins if REST_ANONYMOUS=1 on a
loopback address. Pages of loopback origins cannot use a session cookie, so they can only do what anonymous
visitors can.
"""

from collections.abc import Collection

from starlette.datastructures import Headers
from starlette.responses import JSONResponse
from starlette.types import ASGIApp, Receive, Scope, Send
from starlette.websockets import WebSocket

from service_kit.http.origins import is_loopback_origin
from service_kit.identity import COOKIE

SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})
REFUSAL = "Cross-site requests may not change data. To allow the page's origin, add it to CORS_ORIGINS."
SOCKET_REFUSAL = "Cross-site connections are not allowed. To allow the page's origin, add it to CORS_ORIGINS."


class CrossSiteGuard:
    """Middleware that rejects cross-site requests with 403, except from allowed origins."""

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
        """Whether to accept a WebSocket. Its cookies are used only if it is same-origin."""
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
    """Whether the request is same-origin or comes from a program that sends no origin."""
    origin, site = headers.get("origin"), headers.get("sec-fetch-site")
    if site is not None:
        return site in {"same-origin", "none"}
    return origin is None or origin.partition("://")[2] == headers.get("host")


def _refusal(detail: str) -> JSONResponse:
    return JSONResponse({"detail": detail}, status_code=403)
