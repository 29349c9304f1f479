"""The rights table and its checks."""

from dataclasses import dataclass, field

import pytest
from service_kit.errors import Forbidden, ServiceError, Unauthenticated, Unavailable
from service_kit.identity import COOKIE, Caller, Identity, Role, digest_of
from service_kit.rights import EVENT_DELIVERY, OPERATIONS, Need, Right, Rights, Undeclared, check, require

from testing.tokens import token_of

TOKEN = token_of("a user")
HEADER, COOKIES = {"authorization": f"Bearer {TOKEN}"}, {COOKIE: TOKEN}
ENDED, STRANGER = "Your session has ended. Sign in again.", "Sign in first."


@dataclass
class Request:
    """A request with headers and cookies."""

    headers: dict[str, str] = field(default_factory=dict)
    cookies: dict[str, str] = field(default_factory=dict)


def identity(caller: Caller | None, request: Request | None = None, *, visitors: bool = False) -> Identity:
    async def recognise(_: str) -> Caller | None:
        return caller

    return Identity(request or Request(HEADER), recognise, serves_visitors=visitors)


def of_role(role: Role) -> Caller:
    return Caller(7, role, digest_of(TOKEN))


async def answer(need: Need, asker: Identity, owner_id: object = None) -> str:
    """Return the result of `require` and `check`, which must be the same."""
    said = []
    for ask in ("require", "check"):
        try:
            if ask == "require":
                await require(asker, need, owner_id)
            else:
                check(need, await asker.caller(), asker, owner_id)
        except ServiceError as error:
            said.append(f"{error.code}: {error.message}")
        else:
            said.append("admitted")
    assert said[0] == said[1]
    return said[0]


@pytest.mark.parametrize(
    ("need", "roles"),
    [
        (Need.EVERYONE, set(Role)),
        (Need.VISITOR, set(Role)),
        (Need.SIGNED_IN, set(Role)),
        (Need.SELF_OR_STAFF, {Role.STAFF, Role.ADMIN}),
        (Need.STAFF, {Role.STAFF, Role.ADMIN}),
        (Need.ADMIN, {Role.ADMIN}),
    ],
)
@pytest.mark.parametrize("role", list(Role))
@pytest.mark.parametrize("visitors", [True, False])
async def test_each_need_admits_only_its_roles(need: Need, roles: set[Role], role: Role, visitors: bool) -> None:
    said = await answer(need, identity(of_role(role), visitors=visitors))
    assert said == "admitted" if role in roles else said.startswith("FORBIDDEN: ")


@pytest.mark.parametrize("need", [need for need in Need if need not in {Need.EVERYONE, Need.VISITOR}])
@pytest.mark.parametrize("visitors", [True, False])
async def test_without_a_session_the_caller_is_asked_to_sign_in(need: Need, visitors: bool) -> None:
    assert await answer(need, identity(None, Request(), visitors=visitors)) == f"UNAUTHENTICATED: {STRANGER}"
    for request in (Request(HEADER), Request({}, COOKIES), Request({"authorization": "garbage"})):
        assert await answer(need, identity(None, request, visitors=visitors)) == f"UNAUTHENTICATED: {ENDED}"


async def test_everyone_admits_everyone() -> None:
    assert await answer(Need.EVERYONE, identity(None)) == "admitted"


@pytest.mark.parametrize(
    ("request_", "visitors", "expected"),
    [
        (Request(), True, "admitted"),
        (Request(), False, f"UNAUTHENTICATED: {STRANGER}"),
        (Request({}, COOKIES), True, "admitted"),  # a page whose session has ended goes on as a visitor
        (Request({}, COOKIES), False, f"UNAUTHENTICATED: {ENDED}"),
        (Request(HEADER), True, f"UNAUTHENTICATED: {ENDED}"),  # a program means the token that it names
        (Request({"authorization": "Basic YQ=="}), True, f"UNAUTHENTICATED: {ENDED}"),
        (Request(HEADER), False, f"UNAUTHENTICATED: {ENDED}"),
    ],
)
async def test_visitors_are_admitted_unless_an_authorization_header_is_invalid(
    request_: Request, visitors: bool, expected: str
) -> None:
    assert await answer(Need.VISITOR, identity(None, request_, visitors=visitors)) == expected


@pytest.mark.parametrize(
    ("owner", "admitted"), [(7, True), ("7", True), (8, False), ("07", False), (None, False), ("", False)]
)
async def test_customers_can_access_only_their_own_objects(owner: object, admitted: bool) -> None:
    said = await answer(Need.SELF_OR_STAFF, identity(of_role(Role.CUSTOMER)), owner)
    assert said == ("admitted" if admitted else "FORBIDDEN: You do not have access to this.")


async def test_the_error_names_the_required_role() -> None:
    customer = identity(of_role(Role.CUSTOMER))
    with pytest.raises(Forbidden, match=r"^Only staff may do this\.$"):
        await require(customer, Need.STAFF)
    with pytest.raises(Forbidden, match=r"^Only administrators may do this\.$"):
        await require(customer, Need.ADMIN)


async def test_a_session_that_cannot_be_checked_is_refused() -> None:
    async def away(_: str) -> Caller | None:
        raise Unavailable("The accounts are away.")

    for need in set(Need) - {Need.EVERYONE}:
        with pytest.raises(Unavailable):
            await require(Identity(Request(HEADER), away, serves_visitors=True), need)
    await require(Identity(Request(), away, serves_visitors=True), Need.VISITOR)
    await require(Identity(Request(HEADER), away, serves_visitors=False), Need.EVERYONE)


async def test_requests_without_a_token_are_refused_without_a_lookup() -> None:
    async def fail(_: str) -> Caller | None:
        raise AssertionError

    with pytest.raises(Unauthenticated):
        await require(Identity(Request(), fail, serves_visitors=False), Need.STAFF)


def test_a_field_has_its_own_right_or_else_its_types() -> None:
    own, whole = (
        Right("see", Need.STAFF, fields=("Thing.price",)),
        Right("look", Need.EVERYONE, fields=("Thing.*",)),
    )
    rights = Rights(own, whole)
    assert rights.of_field("Thing", "price") is own
    assert rights.of_field("Thing", "title") is whole
    for type_name, name in (("Other", "price"), ("Thin", "g.price"), ("", "*")):
        with pytest.raises(Undeclared, match="no right is declared for"):
            rights.of_field(type_name, name)


def test_a_route_has_the_right_that_names_it_with_its_method() -> None:
    right = Right("x", Need.STAFF, routes=("GET /a",), anonymous_routes=("GET /b",), token_routes=("GET /c",))
    rights = Rights(right)
    assert [rights.of_route(f"GET /{name}") for name in "abc"] == [right] * 3
    for route in ("POST /a", "GET /a/", "HEAD /a", "/a", ""):
        with pytest.raises(Undeclared, match="no right is declared for"):
            rights.of_route(route)


def test_the_kits_own_routes_have_rights() -> None:
    rights = Rights()
    assert rights.of_route("GET /livez") is OPERATIONS
    assert rights.of_route("POST /events") is EVENT_DELIVERY
    assert rights.fields == frozenset()
    pictures = {
        f"{method} /{folder}/{{path:path}}" for method in ("GET", "HEAD") for folder in ("static", "pictures")
    }
    assert rights.routes == {"GET /livez", "GET /readyz", "GET /metrics", "POST /events"} | pictures


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (Right("one", Need.STAFF, fields=("A.b",)), Right("two", Need.EVERYONE, fields=("A.b",))),
        (Right("one", Need.STAFF, fields=("A.b",)), Right("two", Need.STAFF, anonymous_fields=("A.b",))),
        (Right("one", Need.STAFF, routes=("GET /a",)), Right("two", Need.STAFF, token_routes=("GET /a",))),
        (Right("one", Need.STAFF, routes=("GET /a",), anonymous_routes=("GET /a",)), Right("two", Need.STAFF)),
        (Right("one", Need.STAFF, routes=("GET /livez",)), Right("two", Need.STAFF)),
    ],
)
def test_a_table_that_names_an_operation_twice_is_refused(one: Right, other: Right) -> None:
    with pytest.raises(ValueError, match="has two rights: one; "):
        Rights(one, other)
