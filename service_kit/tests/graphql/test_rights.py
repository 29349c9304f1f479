"""Rights on the fields of a schema."""

from collections.abc import Callable
from dataclasses import dataclass
from types import SimpleNamespace
from typing import Any

import pytest
import strawberry
from graphql import parse
from service_kit.errors import Unavailable
from service_kit.graphql.rights import guard
from service_kit.graphql.schema import KitSchema, make_schema
from service_kit.identity import Caller, Identity, Role, digest_of, new_token
from service_kit.rights import Need, Right, Rights, Undeclared

from testing.tokens import token_of

TOKENS = {role: token_of(role) for role in Role}
AWAY = token_of("away")
DIGITS = {role: number for number, role in enumerate(Role, 1)}
ran: list[str] = []


@strawberry.type
class Account:
    """An account: its fields are for its owner and for staff."""

    id: strawberry.ID
    name: str = "Ada"

    @strawberry.field
    async def email(self) -> str | None:
        """A computed field."""
        ran.append("email")
        return "ada@example.com"


@strawberry.type
class Query:
    """The queries."""

    @strawberry.field
    def open(self) -> str | None:
        """For everyone."""
        return "open"

    @strawberry.field
    def plain(self, word: str = "plain") -> str | None:
        """For staff; synchronous."""
        ran.append("plain")
        return word

    @strawberry.field
    async def later(self, word: str = "later") -> str | None:
        """For staff; asynchronous."""
        ran.append("later")
        return word

    @strawberry.field
    def listed(self) -> str | None:
        """For staff, and public with REST_ANONYMOUS."""
        return "listed"

    @strawberry.field
    async def account(self, id: strawberry.ID) -> Account:
        """For everyone, but its content is not."""
        return Account(id=id)


@strawberry.type
class Mutation:
    """The mutations."""

    @strawberry.mutation
    async def enter(self, info: strawberry.Info) -> str:
        """Signs in as a member of staff."""
        info.context.identity.become(Caller(1, Role.STAFF, ""))
        return "in"

    @strawberry.mutation
    async def leave(self, info: strawberry.Info) -> str:
        """Signs out."""
        info.context.identity.become(None)
        return "out"

    @strawberry.mutation
    async def change(self) -> str | None:
        """For staff."""
        ran.append("change")
        return "changed"


RIGHTS = Rights(
    Right("all", Need.EVERYONE, fields=("Query.open", "Query.account", "Mutation.enter", "Mutation.leave")),
    Right("see", Need.SELF_OR_STAFF, fields=("Account.*",)),
    Right(
        "work",
        Need.STAFF,
        fields=("Query.plain", "Query.later", "Mutation.change"),
        anonymous_fields=("Query.listed",),
    ),
    Right("compose", Need.EVERYONE, fields=("Query._service", "_Service.*")),
)


@dataclass
class Sessions:
    """Knows a session of each role, and counts lookups."""

    asked: int = 0

    async def recognise(self, token: str) -> Caller | None:
        self.asked += 1
        if token == AWAY:
            raise Unavailable("The accounts are away.")
        found = [role for role in Role if TOKENS[role] == token]
        return Caller(DIGITS[found[0]], found[0], digest_of(token)) if found else None


@pytest.fixture(scope="module")
def schema() -> KitSchema:
    """The schema with rights."""
    return guard(make_schema(Query, Mutation, production=False), RIGHTS)


@pytest.fixture(autouse=True)
def nothing_ran() -> None:
    """Resets the recorded fields."""
    ran.clear()


@pytest.fixture
def sessions() -> Sessions:
    """The sessions."""
    return Sessions()


Ask = Callable[..., Any]


@pytest.fixture
def ask(schema: KitSchema, sessions: Sessions) -> Ask:
    """Runs an operation with a token; returns the data and the error codes by path."""

    async def ask(operation: str, token: str = "", *, serves_visitors: bool = True) -> tuple[Any, dict[str, str]]:
        request = SimpleNamespace(headers={"authorization": token}, cookies={})
        context = SimpleNamespace(identity=Identity(request, sessions.recognise, serves_visitors=serves_visitors))
        result = await schema.execute(operation, context_value=context)
        errors = {
            ".".join(map(str, error.path or ())): (error.extensions or {})["code"] for error in result.errors or ()
        }
        return result.data, errors

    return ask


@pytest.mark.parametrize("field", ["plain", "later"])
@pytest.mark.parametrize("twice", [True, False], ids=["known", "unknown"])
async def test_a_field_runs_only_for_permitted_callers(ask: Ask, field: str, twice: bool) -> None:
    refused = {"": "UNAUTHENTICATED", new_token(): "UNAUTHENTICATED", TOKENS[Role.CUSTOMER]: "FORBIDDEN"}
    refused[AWAY] = "UNAVAILABLE"
    for token, code in refused.items():
        assert await ask(f"{{ {field} }}", token) == ({field: None}, {field: code})
    assert ran == []
    for role in (Role.STAFF, Role.ADMIN):
        operation = f'{{ {field} again: {field}(word: "again") }}' if twice else f"{{ {field} }}"
        data, errors = await ask(operation, TOKENS[role])
        assert errors == {}
        assert data == ({field: field, "again": "again"} if twice else {field: field})


async def test_public_fields_do_not_look_up_the_session(ask: Ask, sessions: Sessions) -> None:
    assert await ask("{ open __typename _service { sdl } }", AWAY) != (None, {})
    assert (await ask("{ open }", AWAY)) == ({"open": "open"}, {})
    assert sessions.asked == 0


async def test_a_refused_field_does_not_affect_other_fields(ask: Ask) -> None:
    assert await ask("{ open plain later }") == (
        {"open": "open", "plain": None, "later": None},
        {"plain": "UNAUTHENTICATED", "later": "UNAUTHENTICATED"},
    )


async def test_owners_see_their_own_objects(ask: Ask) -> None:
    own, other = DIGITS[Role.CUSTOMER], DIGITS[Role.CUSTOMER] + 100
    data, errors = await ask(f'{{ account(id: "{own}") {{ id name email }} }}', TOKENS[Role.CUSTOMER])
    assert (data["account"], errors) == ({"id": str(own), "name": "Ada", "email": "ada@example.com"}, {})
    ran.clear()
    data, errors = await ask(f'{{ account(id: "{other}") {{ email }} }}', TOKENS[Role.CUSTOMER])
    assert (data["account"], errors) == ({"email": None}, {"account.email": "FORBIDDEN"})
    data, errors = await ask(f'{{ account(id: "{own}") {{ email }} }}')
    assert (data["account"], errors) == ({"email": None}, {"account.email": "UNAUTHENTICATED"})
    assert ran == []
    data, errors = await ask(f'{{ account(id: "{other}") {{ name }} }}', TOKENS[Role.STAFF])
    assert (data["account"], errors) == ({"name": "Ada"}, {})


async def test_an_anonymous_field_is_public_only_with_rest_anonymous(ask: Ask, sessions: Sessions) -> None:
    for token in ("", AWAY, new_token(), TOKENS[Role.CUSTOMER]):
        assert await ask("{ listed }", token) == ({"listed": "listed"}, {})
    assert sessions.asked == 0
    for token, code in (("", "UNAUTHENTICATED"), (TOKENS[Role.CUSTOMER], "FORBIDDEN")):
        answer = await ask("{ listed }", token, serves_visitors=False)
        assert answer == ({"listed": None}, {"listed": code})
    assert await ask("{ listed }", TOKENS[Role.STAFF], serves_visitors=False) == ({"listed": "listed"}, {})


async def test_aliases_fragments_and_directives_do_not_bypass_rights(ask: Ask) -> None:
    operation = """query($yes: Boolean = true) { open: plain ...F ... on Query @include(if: $yes) { b: later } }
    fragment F on Query { a: plain }"""
    assert await ask(operation) == (
        {"open": None, "a": None, "b": None},
        {"open": "UNAUTHENTICATED", "a": "UNAUTHENTICATED", "b": "UNAUTHENTICATED"},
    )
    assert ran == []


async def test_each_mutation_is_checked_with_the_current_caller(ask: Ask) -> None:
    data, errors = await ask("mutation { enter change leave again: change }")
    assert data == {"enter": "in", "change": "changed", "leave": "out", "again": None}
    assert errors == {"again": "UNAUTHENTICATED"}
    assert ran == ["change"]


@pytest.mark.parametrize(
    "undeclared", ["Query.open", "Query.plain", "Mutation.change", "Account.*", "_Service.*", "Query._service"]
)
def test_a_field_without_a_right_prevents_the_schema(undeclared: str) -> None:
    names = (
        "Query.open",
        "Query.account",
        "Query.plain",
        "Query.listed",
        "Query.later",
        "Query._service",
        "_Service.*",
    )
    mutations = ("Mutation.enter", "Mutation.leave", "Mutation.change")
    declared = tuple({*names, *mutations, "Account.*"} - {undeclared})
    name = undeclared.removesuffix("*").replace(".", r"\.")
    with pytest.raises(Undeclared, match=f"no right is declared for {name}"):
        guard(make_schema(Query, Mutation, production=False), Rights(Right("x", Need.EVERYONE, fields=declared)))


def test_rights_do_not_change_the_sdl(schema: KitSchema) -> None:
    assert parse(schema.as_str()) == parse(make_schema(Query, Mutation, production=False).as_str())
