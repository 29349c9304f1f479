"""Enforces the rights table on the REST routes."""

from collections.abc import Awaitable, Callable

from fastapi import Request
from fastapi.routing import APIRoute

from service_kit.errors import InvalidInput
from service_kit.http.input import Input
from service_kit.identity import Identity
from service_kit.rights import Need, Rights, require

Identify = Callable[[Request], Identity]
"""Returns the identity of a request. The caller is looked up when needed."""


def route_guard(rights: Rights, identify: Identify) -> Callable[[Request], Awaitable[None]]:
    """Create the dependency that rejects callers without the route's right.

    It runs before the body is read, except on token routes: client family 2 expects field errors (400) before
    errors of the token (401) or the rights (403). Raises Undeclared for a route without a declared right.
    """

    async def guard(request: Request) -> None:
        request.state.identity = identity = identify(request)
        route = f"{request.method} {request.scope['route'].path}"
        right = rights.of_route(route)
        if identity.serves_visitors and route in right.anonymous_routes:
            return
        if route not in right.token_routes:
            await require(identity, right.need)
            return
        if not identity.token:
            raise InvalidInput({"Authorization": ["This header is required: the token of your session."]})
        await _check_fields(request)
        await require(identity, Need.SIGNED_IN if identity.serves_visitors else right.need)

    return guard


async def _check_fields(request: Request) -> None:
    """Validate the body of a route that declares an `Input`. Raises InvalidInput."""
    route: APIRoute = request.scope["route"]
    for dependency in route.dependant.dependencies:
        if isinstance(dependency.call, Input):
            await dependency.call(request)


def identity_of(request: Request) -> Identity:
    """Return the identity of the request."""
    identity: Identity = request.state.identity
    return identity
