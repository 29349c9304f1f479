"""The fast path of execution returns the same as graphql-core's executor."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from enum import Enum
from typing import Any

import pytest
import strawberry
from hypothesis import given, settings
from hypothesis import strategies as st
from service_kit.graphql.executor import Executor
from service_kit.graphql.rights import guard
from service_kit.graphql.schema import KitSchema, make_schema
from service_kit.rights import Need, Right, Rights
from strawberry.schema.schema import StrawberryGraphQLCoreExecutionContext

from testing.effort import effort


@strawberry.enum
class Size(Enum):
    SMALL = "small"
    LARGE = "large"


@strawberry.type
class Maker:
    name: str
    since: int | None = None


@strawberry.type
class Item:
    id: strawberry.ID
    title: str
    price: Decimal
    size: Size
    note: str | None = None
    tags: list[str] = field(default_factory=list)
    maker: Maker = field(default_factory=lambda: Maker(name="Ada"))

    @strawberry.field
    def shout(self) -> str:
        return self.title.upper()


@dataclass
class Raw:
    """An alternative return value of a resolver: any object with these attributes."""

    id: Any = 1
    title: Any = "Stout"
    price: Any = Decimal("3.50")
    size: Any = Size.LARGE
    note: Any = None
    tags: Any = ()
    maker: Any = None


class Broken(Raw):
    """An object that raises an error when it is read."""

    @property
    def title(self) -> Any:
        raise RuntimeError("unreadable")

    @title.setter
    def title(self, value: Any) -> None:
        pass


ITEMS: list[Any] = []


@strawberry.type
class Query:
    @strawberry.field
    def items(self) -> list[Item]:
        return ITEMS

    @strawberry.field
    def maybe(self) -> list[Item | None]:
        return ITEMS

    @strawberry.field
    def one(self) -> Item | None:
        return ITEMS[0] if ITEMS else None


SCHEMA = make_schema(Query, production=False)


@pytest.fixture(autouse=True)
def items() -> Iterator[list[Any]]:
    ITEMS.clear()
    yield ITEMS
    ITEMS.clear()


async def both(operation: str, schema: KitSchema = SCHEMA) -> Any:
    """Return the result, which must be the same with both executors."""
    answers = []
    for executor in (Executor, StrawberryGraphQLCoreExecutionContext):
        schema.execution_context_class = executor
        result = await schema.execute(operation)
        errors = [(error.message, error.path, error.locations) for error in result.errors or ()]
        # Each failure that is masked has an id of its own.
        answers.append({"data": result.data, "errors": errors})
    schema.execution_context_class = Executor
    assert answers[0] == answers[1]
    return answers[0]


@pytest.mark.parametrize(
    "selection",
    [
        "id title price size note",
        "__typename id kind: __typename again: title title",
        "...F ... on Item { size } ... @include(if: false) { price }",
        "title @skip(if: true)",
        "title shout",
        "title tags",
        "title maker { name since __typename }",
    ],
)
async def test_the_fast_path_returns_the_same_as_graphql_core(items: list[Any], selection: str) -> None:
    items += [
        Raw(maker=Maker(name="Bob")),
        Raw(id="x", note="dark", size=Size.SMALL, maker=Maker(name="", since=1810)),
    ]
    fragment = "fragment F on Item { id title }" if "...F" in selection else ""
    document = f"{{ items {{ {selection} }} maybe {{ {selection} }} one {{ {selection} }} }} {fragment}"
    if "shout" in selection:
        items[:] = [Item(id=strawberry.ID("1"), title="Stout", price=Decimal(3), size=Size.SMALL)]
    answer = await both(document)
    assert answer["errors"] == []
    assert len(answer["data"]["items"]) == len(items)


@pytest.mark.parametrize(
    "odd",
    [
        Raw(title=None),
        Raw(price="dear"),
        Raw(price=Decimal("NaN")),
        Raw(size="medium"),
        Raw(id={}),
        Raw(title=RuntimeError("an error as a value")),
        Raw(title=object()),
        Broken(),
        object(),
        None,
    ],
)
async def test_errors_are_reported_at_the_right_path(items: list[Any], odd: Any) -> None:
    items += [Raw(), odd, Raw(id=3)]
    answer = await both("{ maybe { id title price size } }")
    assert answer["data"] is not None
    assert [item is None for item in answer["data"]["maybe"]] == [False, True, False]
    (message, path, _), *others = answer["errors"] or [("", None, None)]
    assert others == []
    assert (odd is None and message == "") or path[:2] == ["maybe", 1]
    answer = await both("{ items { id title price size } }")
    assert answer["data"] is None


async def test_a_guarded_field_is_not_read_on_the_fast_path(items: list[Any]) -> None:
    rights = Rights(
        Right("ask", Need.EVERYONE, fields=("Query.*", "Item.*", "Maker.*", "_Service.*")),
        Right("peek", Need.ADMIN, fields=("Item.price",)),
    )
    guarded = guard(make_schema(Query, production=False), rights)
    items.append(Raw())
    result = await guarded.execute("{ items { title price } }", context_value=_Nobody())
    assert result.data is None
    assert [error.extensions["code"] for error in result.errors or () if error.extensions] == ["UNAUTHENTICATED"]
    assert (await guarded.execute("{ items { title } }", context_value=_Nobody())).data == {
        "items": [{"title": "Stout"}]
    }


@given(
    st.lists(
        st.sampled_from(["id", "title", "price", "size", "note", "__typename", "a: title", "b: note", "tags"]),
        min_size=1,
    ),
    st.lists(
        st.builds(
            Raw, title=st.one_of(st.none(), st.text(max_size=5)), note=st.one_of(st.none(), st.text(max_size=5))
        ),
        max_size=4,
    ),
)
@pytest.mark.long
@settings(max_examples=effort(30, 1200), deadline=None)
def test_both_executors_agree_on_any_selection_and_objects(selection: Sequence[str], objects: list[Raw]) -> None:
    import asyncio

    ITEMS[:] = objects
    asyncio.run(both(f"{{ maybe {{ {' '.join(selection)} }} items {{ {' '.join(selection)} }} }}"))


class _Identity:
    known, now, token, header, serves_visitors = True, None, "", "", False


class _Nobody:
    identity = _Identity()
