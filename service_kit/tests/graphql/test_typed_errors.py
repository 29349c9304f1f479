"""Domain errors as members of result unions."""

from enum import Enum
from typing import Annotated, Any

import pytest
import strawberry
from service_kit.errors import NotFound, ServiceError, Unavailable
from service_kit.graphql.typed_errors import mutation, represents


class SizeTaken(ServiceError):
    """Carries a field of the GraphQL type."""

    code = "SIZE_TAKEN"

    def __init__(self, size: int) -> None:
        super().__init__("Somebody else has this size.")
        self.size = size


class BoxNotFound(NotFound):
    """Carries the id under another name than the GraphQL type."""

    def __init__(self, box_id: int) -> None:
        super().__init__()
        self.box_id = box_id


@strawberry.enum
class Code(Enum):
    """The codes."""

    SIZE_TAKEN = "SIZE_TAKEN"
    NOT_FOUND = "NOT_FOUND"


@strawberry.interface
class Error:
    """What all have."""

    message: str
    code: Code


@represents(SizeTaken)
@strawberry.type
class SizeIsTaken(Error):
    """Takes `size` from the domain error."""

    size: int

    @strawberry.field
    def double(self) -> int:
        """A field with a resolver needs no value."""
        return 2 * self.size


@represents(BoxNotFound, id="box_id")
@strawberry.type
class NoSuchBox(Error):
    """Takes `id` from the input's `box_id`, or else from the domain error."""

    id: strawberry.ID


@strawberry.input
class ById:
    """An input with the id."""

    box_id: strawberry.ID


@strawberry.type
class Success:
    """A box."""

    id: strawberry.ID


Result = Annotated[Success | SizeIsTaken | NoSuchBox, strawberry.union("Result")]
RAISED: dict[str, Exception] = {
    "taken": SizeTaken(3),
    "unknown": BoxNotFound(0),
    "away": Unavailable("Try again."),
    "broken": ZeroDivisionError(),
}


@strawberry.type
class Mutation:
    """One mutation with an input, one without."""

    @mutation("With an input.")
    async def change(self, input: ById) -> Result:
        """Raises what the id names."""
        if input.box_id in RAISED:
            raise RAISED[input.box_id]
        return Success(id=input.box_id)

    @mutation("Without an input.")
    async def change_first(self) -> Result:
        """Raises BoxNotFound."""
        raise BoxNotFound(7)


@strawberry.type
class Query:
    """A schema needs one."""

    ping: str = "pong"


SCHEMA = strawberry.Schema(Query, Mutation)
CHANGE = """mutation($id: ID!) { change(input: {boxId: $id}) {
  ... on Success { id } ... on Error { message code }
  ... on SizeIsTaken { size double } ... on NoSuchBox { id }
} }"""


@pytest.mark.parametrize(
    ("id_", "expected"),
    [
        ("box", {"id": "box"}),
        ("taken", {"message": "Somebody else has this size.", "code": "SIZE_TAKEN", "size": 3, "double": 6}),
        ("unknown", {"message": "Not found.", "code": "NOT_FOUND", "id": "unknown"}),
    ],
)
async def test_a_domain_error_becomes_the_member_that_represents_it(id_: str, expected: dict[str, Any]) -> None:
    result = await SCHEMA.execute(CHANGE, {"id": id_})
    assert (result.errors, result.data) == (None, {"change": expected})


async def test_without_an_input_the_values_come_from_the_domain_error() -> None:
    result = await SCHEMA.execute("mutation { changeFirst { ... on NoSuchBox { id } } }")
    assert (result.errors, result.data) == (None, {"changeFirst": {"id": "7"}})


@pytest.mark.parametrize("id_", ["away", "broken"])
async def test_an_error_that_no_member_represents_is_a_top_level_error(id_: str) -> None:
    result = await SCHEMA.execute(CHANGE, {"id": id_})
    assert [error.original_error for error in result.errors or []] == [RAISED[id_]]
