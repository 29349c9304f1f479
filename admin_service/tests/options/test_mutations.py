"""`setProductOptions`: the whole document in, typed errors, and one answer."""

from typing import Any

import pytest
from service_kit.db.database import Database

from testing.api import Client
from testing.rows import contents, statements
from testing.shop import Shop
from testing.signed_in import SignedIn

from .conftest import Configurable

SET = """mutation($input: SetProductOptionsInput!) { setProductOptions(input: $input) {
  __typename
  ... on SetProductOptionsSuccess {
    product { id title optionsVersion
      optionGroups { code name required maxChoices options { code name picture text priceDifference available } }
      optionRules { kind option { code } group { code } targets { code } }
      optionIssues { kind }
    }
    issues { kind message }
  }
  ... on InvalidInput { fields { field messages } }
  ... on VersionConflict { currentVersion }
  ... on ProductNotFound { id }
  ... on Error { message code }
} }"""
TWICE = """mutation($id: ID!) {
  one: setProductOptions(input: {productId: $id, groups: [{code: "a", name: "A", options: []}]}) { ...S }
  two: setProductOptions(input: {productId: $id, groups: [{code: "b", name: "B", options: []}]}) { ...S }
}
fragment S on SetProductOptionsSuccess { product { optionsVersion optionGroups { code } } }"""
VANILLA = {"code": "vanilla", "name": "Vanilla"}
BODY = {"code": "body", "name": "Body", "options": [VANILLA]}
BOX = {
    "code": "box",
    "name": "Box",
    "picture": "/static/box.svg",
    "text": "Of tin.",
    "priceDifference": "-1.5",
    "available": False,
}
EXTRAS = {"code": "extras", "name": "Extras", "required": True, "maxChoices": 2, "options": [BOX]}
NEEDS = {"kind": "NEEDS", "option": "vanilla", "targets": ["box"]}
ONLY = {"kind": "ONLY", "option": "vanilla", "group": "extras", "targets": ["box"]}


async def put(client: Client, product_id: object, *groups: Any, **fields: object) -> Any:
    given = {"productId": str(product_id), "groups": list(groups), **fields}
    return (await client.graphql(SET, input=given))["setProductOptions"]


async def test_returns_the_current_product(staff: SignedIn, shop: Shop) -> None:
    product_id = shop.add("Cupcake")
    answer = await put(staff, product_id, BODY, EXTRAS, rules=[NEEDS, ONLY])
    assert answer["__typename"] == "SetProductOptionsSuccess"
    assert answer["product"] == {
        "id": str(product_id),
        "title": "Cupcake",
        "optionsVersion": 1,
        "optionGroups": [
            {
                "code": "body",
                "name": "Body",
                "required": False,
                "maxChoices": 1,
                "options": [
                    {**VANILLA, "picture": None, "text": "", "priceDifference": "0.00", "available": True}
                ],
            },
            {**EXTRAS, "options": [{**BOX, "priceDifference": "-1.50"}]},
        ],
        "optionRules": [
            {"kind": "NEEDS", "option": {"code": "vanilla"}, "group": None, "targets": [{"code": "box"}]},
            {
                "kind": "ONLY",
                "option": {"code": "vanilla"},
                "group": {"code": "extras"},
                "targets": [{"code": "box"}],
            },
        ],
        "optionIssues": [{"kind": "NO_VALID_CHOICE"}],
    }


async def test_options_with_issues_are_saved_and_reported(staff: SignedIn, shop: Shop) -> None:
    answer = await put(staff, shop.add("Cupcake"), EXTRAS)
    assert answer["issues"] == [
        {"kind": "NO_VALID_CHOICE", "message": "Extras is required, but none of its options can be selected."}
    ]
    assert answer["product"]["optionsVersion"] == 1


async def test_omitted_options_are_removed(staff: SignedIn, configurable: Configurable) -> None:
    answer = await put(staff, configurable(), BODY)
    assert [group["code"] for group in answer["product"]["optionGroups"]] == ["body"]
    assert answer["product"]["optionRules"] == []
    answer = await put(staff, answer["product"]["id"])
    assert (answer["product"]["optionGroups"], answer["product"]["optionsVersion"]) == ([], 3)


async def test_two_mutations_in_one_request_return_their_own_results(staff: SignedIn, shop: Shop) -> None:
    answer = await staff.graphql(TWICE, id=shop.add("Cupcake"))
    shown = [answer[name]["product"] for name in ("one", "two")]
    assert shown == [
        {"optionsVersion": 1, "optionGroups": [{"code": "a"}]},
        {"optionsVersion": 2, "optionGroups": [{"code": "b"}]},
    ]


async def test_concurrent_changes_are_not_overwritten(
    staff: SignedIn, configurable: Configurable, database: Database
) -> None:
    product_id = configurable()
    before = contents(database)
    assert await put(staff, product_id, BODY, expectedVersion=0) == {
        "__typename": "VersionConflict",
        "currentVersion": 1,
        "message": "The product has been changed in the meantime. Reload it and try again.",
        "code": "VERSION_CONFLICT",
    }
    assert contents(database) == before
    assert (await put(staff, product_id, BODY, expectedVersion=1))["product"]["optionsVersion"] == 2


@pytest.mark.parametrize(
    ("groups", "rules", "expected"),
    [
        ([{**BODY, "code": "Body!"}], [], ["groups.0.code"]),
        ([{**BODY, "maxChoices": 21}], [], ["groups.0.maxChoices"]),
        ([BODY, {**EXTRAS, "options": [{**BOX, "name": ""}]}], [], ["groups.1.options.0.name"]),
        ([{**BODY, "options": [{**VANILLA, "text": "x" * 301}]}], [], ["groups.0.options.0.text"]),
        ([{**BODY, "options": [{**VANILLA, "picture": " "}]}], [], ["groups.0.options.0.picture"]),
        (
            [BODY, BODY],
            [],
            ["groups.0.code", "groups.1.code", "groups.0.options.0.code", "groups.1.options.0.code"],
        ),
        ([BODY, EXTRAS], [NEEDS, {**NEEDS, "targets": ["vanilla"]}], ["rules.1.targets"]),
        ([BODY, EXTRAS], [{**NEEDS, "option": "x", "targets": []}], ["rules.0.option", "rules.0.targets"]),
        ([BODY, EXTRAS], [{**ONLY, "group": "x"}], ["rules.0.group"]),
        ([BODY, EXTRAS], [{**ONLY, "group": None}], ["rules.0.group"]),
        ([BODY, EXTRAS], [{**ONLY, "group": "body"}], ["rules.0.targets"]),
        ([{**BODY, "code": f"b{number}", "options": []} for number in range(11)], [], ["groups"]),
    ],
)
async def test_invalid_fields_are_reported_with_their_path(
    staff: SignedIn, shop: Shop, database: Database, groups: list[Any], rules: list[Any], expected: list[str]
) -> None:
    product_id = shop.add("Cupcake")
    before = contents(database)
    answer = await put(staff, product_id, *groups, rules=rules)
    assert (answer["__typename"], answer["code"]) == ("InvalidInput", "INVALID_INPUT")
    assert [item["field"] for item in answer["fields"]] == expected
    assert all(item["messages"] for item in answer["fields"])
    assert contents(database) == before


async def test_deleted_and_unknown_products_are_not_found(staff: SignedIn, shop: Shop) -> None:
    gone = shop.add("Cupcake")
    shop.remove(gone)
    for nothing in (gone, gone + 1, 0, "abc", 2**40):
        assert await put(staff, nothing, BODY) == {
            "__typename": "ProductNotFound",
            "id": str(nothing),
            "message": "Not found.",
            "code": "NOT_FOUND",
        }


async def test_one_operation_can_set_the_largest_options(staff: SignedIn, shop: Shop) -> None:
    options = [{"code": f"o{number}", "name": f"Option {number}"} for number in range(60)]
    rules = [
        {"kind": "EXCLUDES", "option": f"o{number % 60}", "targets": [f"o{(number + 7) % 60}"]}
        for number in range(100)
    ]
    answer = await put(staff, shop.add("Cupcake"), {"code": "all", "name": "All", "options": options}, rules=rules)
    assert len(answer["product"]["optionGroups"][0]["options"]) == 60
    assert len(answer["product"]["optionRules"]) == 100


async def test_unchanged_options_send_six_statements_and_no_writes(staff: SignedIn, shop: Shop) -> None:
    product_id = shop.add("Cupcake")
    await put(staff, product_id, BODY)
    operation = "mutation($input: SetProductOptionsInput!) { setProductOptions(input: $input) { __typename } }"
    with statements() as sent:
        await staff.graphql(operation, input={"productId": str(product_id), "groups": [BODY]})
    assert [statement.split()[0] for statement in sent] == ["SELECT"] * 7, sent  # with whose session it is
