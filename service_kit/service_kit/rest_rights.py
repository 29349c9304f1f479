"""Enforcing the table of rights on the REST routes."""

from collections.abc import Awaitable, Callable

from fastapi import Request

from service_kit.errors import InvalidInput
from service_kit.identity import Identity
from service_kit.rights import Rights, require

Identify = Callable[[Request], Identity]
"""Makes the identity of a request, which finds out who sends it once that matters."""


def route_guard(rights: Rights, identify: Identify) -> Callable[[Request], Awaitable[None]]:
    """The dependency of every route: refuses whom the route's right does not admit, before anything else is read.

    Raises Undeclared for a route that has none.
    """

    async def guard(request: Request) -> None:
        request.state.identity = identity = identify(request)
        route = f"{request.method} {request.scope['route'].path}"
        right = rights.of_route(route)
        if identity.serves_visitors and route in right.anonymous_routes:
            return
        if route in right.token_routes and not identity.token:
            raise InvalidInput({"Authorization": ["This header is required: the token of your session."]})
        await require(identity, right.need)

    return guard


def identity_of(request: Request) -> Identity:
    """Who sends the request, for a route that wants to know."""
    identity: Identity = request.state.identity
    return identity
