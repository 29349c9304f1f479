"""HTTP methods of routes: HEAD is supported wherever GET is."""

from starlette.requests import Request
from starlette.routing import Match
from starlette.types import ASGIApp, Message, Receive, Scope, Send

METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE")


class HeadAsGet:
    """Middleware that answers HEAD on GET routes, with the headers of GET and no body.

    Routes that handle HEAD themselves are not changed.
    """

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["method"] != "HEAD" or not _serves_by_get_only(scope):
            await self.app(scope, receive, send)
            return

        async def without_body(message: Message) -> None:
            await send({**message, "body": b""} if message["type"] == "http.response.body" else message)

        await self.app({**scope, "method": "GET"}, receive, without_body)


def allowed_methods(request: Request) -> list[str]:
    """Return all methods of the URL. Starlette returns only those of the first matching route."""
    scope = request.scope
    return [method for method in METHODS if _serves(scope, method) or (method == "HEAD" and _serves(scope, "GET"))]


def _serves_by_get_only(scope: Scope) -> bool:
    return not _serves(scope, "HEAD") and _serves(scope, "GET")


def _serves(scope: Scope, method: str) -> bool:
    """Whether a route of the application handles the request's URL with this method."""
    asked = {**scope, "method": method}
    return any(route.matches(asked)[0] is Match.FULL for route in scope["app"].routes)
