"""Declarative rights: each service has one table of what each GraphQL field and REST route requires.

Fields and routes that the table does not list are rejected, so no operation is public by accident.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import Enum, auto
from typing import Final

from service_kit.errors import Forbidden, Unauthenticated
from service_kit.identity import Caller, Identity, Role


class Need(Enum):
    """What a caller must be to use an operation."""

    EVERYONE = auto()
    VISITOR = auto()
    """Anyone if REST_ANONYMOUS=1, otherwise a signed-in user. A token that is sent must be valid."""
    SIGNED_IN = auto()
    SELF_OR_STAFF = auto()
    """The user that the object belongs to, or staff."""
    STAFF = auto()
    ADMIN = auto()


_ROLES = {Need.STAFF: Role.STAFF, Need.ADMIN: Role.ADMIN}


@dataclass(frozen=True)
class Right:
    """One kind of use, what it requires, and its operations.

    `fields` are GraphQL fields: `Mutation.createProduct`, or `Product.*` for all fields of a type without a right
    of their own. `routes` are REST routes: `POST /api/user`. `anonymous_fields` and `anonymous_routes` are public
    if REST_ANONYMOUS=1. `token_routes` belong to client family 2: they check that a token is present and that the
    fields are valid (400) before the token (401) and the rights (403). If REST_ANONYMOUS=1, any session is
    accepted.
    """

    to: str
    need: Need
    fields: tuple[str, ...] = ()
    anonymous_fields: tuple[str, ...] = ()
    routes: tuple[str, ...] = ()
    anonymous_routes: tuple[str, ...] = ()
    token_routes: tuple[str, ...] = ()

    @property
    def all_fields(self) -> Iterator[str]:
        """All its fields."""
        yield from (*self.fields, *self.anonymous_fields)

    @property
    def all_routes(self) -> Iterator[str]:
        """All its routes."""
        yield from (*self.routes, *self.anonymous_routes, *self.token_routes)


OPERATIONS: Final = Right(
    "monitor the service", Need.EVERYONE, routes=("GET /livez", "GET /readyz", "GET /metrics")
)
PICTURES: Final = Right(
    "view pictures",
    Need.EVERYONE,
    routes=(
        "GET /static/{path:path}",
        "HEAD /static/{path:path}",
        "GET /pictures/{path:path}",
        "HEAD /pictures/{path:path}",
    ),
)
EVENT_DELIVERY: Final = Right("deliver signed events", Need.EVERYONE, routes=("POST /events",))


class Undeclared(Exception):
    """The rights table does not list an operation."""


class Rights:
    """The rights table of one service. Raises ValueError if an operation is listed twice."""

    def __init__(self, *rights: Right) -> None:
        rights = (*rights, OPERATIONS, PICTURES, EVENT_DELIVERY)
        self._fields = _index((name, right) for right in rights for name in right.all_fields)
        self._routes = _index((route, right) for right in rights for route in right.all_routes)

    @property
    def fields(self) -> frozenset[str]:
        """All listed fields and types."""
        return frozenset(self._fields)

    @property
    def routes(self) -> frozenset[str]:
        """All listed routes."""
        return frozenset(self._routes)

    def of_field(self, type_name: str, field: str) -> Right:
        """Return the right of a field, or else of its type. Raises Undeclared."""
        right = self._fields.get(f"{type_name}.{field}") or self._fields.get(f"{type_name}.*")
        if right is None:
            raise Undeclared(f"no right is declared for {type_name}.{field}")
        return right

    def of_route(self, route: str) -> Right:
        """Return the right of a route such as `GET /path/{id}`. Raises Undeclared."""
        try:
            return self._routes[route]
        except KeyError:
            raise Undeclared(f"no right is declared for {route}") from None


async def require(identity: Identity, need: Need, owner_id: object = None) -> None:
    """Check that the caller fulfils `need`. `owner_id` is the user that the object belongs to.

    Raises Unauthenticated or Forbidden, and Unavailable if the session cannot be checked.
    """
    if need is Need.EVERYONE or (need is Need.VISITOR and identity.serves_visitors and not identity.token):
        return
    check(need, await identity.caller(), identity, owner_id)


def check(need: Need, caller: Caller | None, identity: Identity, owner_id: object = None) -> None:
    """Like `require`, for a caller who is already known."""
    if need is Need.EVERYONE:
        return
    if caller is None:
        # A page whose session has ended continues as an anonymous visitor. An Authorization header must be valid.
        if need is Need.VISITOR and identity.serves_visitors and not identity.header:
            return
        raise Unauthenticated("Your session has ended. Sign in again." if identity.token else "Sign in first.")
    if need is Need.SELF_OR_STAFF:
        if str(owner_id) != str(caller.user_id) and not caller.role.includes(Role.STAFF):
            raise Forbidden("You do not have access to this.")
    elif need in _ROLES and not caller.role.includes(_ROLES[need]):
        raise Forbidden(f"Only {'administrators' if need is Need.ADMIN else 'staff'} may do this.")


def _index(pairs: Iterable[tuple[str, Right]]) -> dict[str, Right]:
    index: dict[str, Right] = {}
    for name, right in pairs:
        if name in index:
            raise ValueError(f"{name} has two rights: {index[name].to}; {right.to}")
        index[name] = right
    return index
