"""Rights, declared: each service says in one table what each GraphQL field and each REST route needs.

Both edges look their operation up in it and refuse what it does not name, so that nothing is open by oversight.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import Enum, auto
from typing import Final

from service_kit.errors import Forbidden, Unauthenticated
from service_kit.identity import Caller, Identity, Role


class Need(Enum):
    """What somebody must be to use an operation."""

    EVERYONE = auto()
    VISITOR = auto()
    """Anybody where REST_ANONYMOUS=1, else a signed-in user. Who sends a token is the token's user or nobody."""
    SIGNED_IN = auto()
    SELF_OR_STAFF = auto()
    """The user that it is about, or staff."""
    STAFF = auto()
    ADMIN = auto()


_ROLES = {Need.STAFF: Role.STAFF, Need.ADMIN: Role.ADMIN}


@dataclass(frozen=True)
class Right:
    """What one kind of use needs, and the operations that are of this kind.

    `fields` are GraphQL fields (`Mutation.createProduct`; `Product.*` for all of a type that have no right of
    their own), `routes` REST routes (`POST /api/user`). `anonymous_fields` and `anonymous_routes` are served to
    anybody where REST_ANONYMOUS=1. `token_routes` are those of client family 2: they check the token's presence
    and the fields (400) before the token's validity (401) and the rights (403), and where REST_ANONYMOUS=1 any
    session will do.
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
        """Its fields of both kinds."""
        yield from (*self.fields, *self.anonymous_fields)

    @property
    def all_routes(self) -> Iterator[str]:
        """Its routes of every kind."""
        yield from (*self.routes, *self.anonymous_routes, *self.token_routes)


OPERATING: Final = Right(
    "watch the service from outside", Need.EVERYONE, routes=("GET /livez", "GET /readyz", "GET /metrics")
)
LOOKING: Final = Right(
    "look at pictures",
    Need.EVERYONE,
    routes=(
        "GET /static/{path:path}",
        "HEAD /static/{path:path}",
        "GET /pictures/{path:path}",
        "HEAD /pictures/{path:path}",
    ),
)
DELIVERING: Final = Right("deliver events, which are signed", Need.EVERYONE, routes=("POST /events",))


class Undeclared(Exception):
    """An operation that the table of rights does not name."""


class Rights:
    """The table of one service. Raises ValueError where it names an operation twice."""

    def __init__(self, *rights: Right) -> None:
        rights = (*rights, OPERATING, LOOKING, DELIVERING)
        self._fields = _index((name, right) for right in rights for name in right.all_fields)
        self._routes = _index((route, right) for right in rights for route in right.all_routes)

    @property
    def fields(self) -> frozenset[str]:
        """Every field and type that is named."""
        return frozenset(self._fields)

    @property
    def routes(self) -> frozenset[str]:
        """Every route that is named."""
        return frozenset(self._routes)

    def of_field(self, type_name: str, field: str) -> Right:
        """The right of a field, or of its type. Raises Undeclared."""
        right = self._fields.get(f"{type_name}.{field}") or self._fields.get(f"{type_name}.*")
        if right is None:
            raise Undeclared(f"no right is declared for {type_name}.{field}")
        return right

    def of_route(self, route: str) -> Right:
        """The right of a route, as `GET /path/{id}`. Raises Undeclared."""
        try:
            return self._routes[route]
        except KeyError:
            raise Undeclared(f"no right is declared for {route}") from None


async def require(identity: Identity, need: Need, owner_id: object = None) -> None:
    """Refuse the request unless its sender is what is needed. `owner_id` is the user that the thing is about.

    Raises Unauthenticated, Forbidden, and Unavailable where nobody can tell who it is.
    """
    if need is Need.EVERYONE or (need is Need.VISITOR and identity.serves_visitors and not identity.token):
        return
    check(need, await identity.caller(), identity, owner_id)


def check(need: Need, caller: Caller | None, identity: Identity, owner_id: object = None) -> None:
    """`require`, where it is known already who the sender is."""
    if need is Need.EVERYONE:
        return
    if caller is None:
        # A page whose session has ended goes on as a visitor; a program that names a token means that one.
        if need is Need.VISITOR and identity.serves_visitors and not identity.header:
            return
        raise Unauthenticated("Your session has ended. Sign in again." if identity.token else "Sign in first.")
    if need is Need.SELF_OR_STAFF:
        if str(owner_id) != str(caller.user_id) and not caller.role.includes(Role.STAFF):
            raise Forbidden("You may not see this.")
    elif need in _ROLES and not caller.role.includes(_ROLES[need]):
        raise Forbidden(f"Only {'administrators' if need is Need.ADMIN else 'staff'} may do this.")


def _index(pairs: Iterable[tuple[str, Right]]) -> dict[str, Right]:
    index: dict[str, Right] = {}
    for name, right in pairs:
        if name in index:
            raise ValueError(f"{name} has two rights: to {index[name].to}, and to {right.to}")
        index[name] = right
    return index
