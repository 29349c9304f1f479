"""GraphQL queries of options, and the check of unsaved options."""

from typing import Any

import pytest
from service_kit.db.database import Database

from testing.api import Client, codes
from testing.rows import contents, statements
from testing.shop import Shop
from testing.signed_in import SignedIn

from .conftest import Configurable
from .samples import draft, group, rule

SHOWN = """{ products(first: 50) { nodes { title optionsVersion
  optionGroups { id code name required maxChoices
    options { id code name picture text priceDifference available addedAt } }
  optionRules { id kind option { code } group { code } targets { code } }
} } }"""
ISSUES = "{ products { nodes { title optionIssues { kind message optionCodes groupCode example } } } }"
CHECK = """query($input: CheckProductOptionsInput!) { checkProductOptions(input: $input) {
  __typename
  ... on OptionCheck { issues { kind message optionCodes groupCode example } }
  ... on InvalidInput { code message fields { field messages } }
} }"""
BLIND_ALLEY = draft(
    group("size", "small", "large", required=True),
    group("extra", "glass", "opener", max_choices=2),
    rules=[rule("EXCLUDES", "glass", "small"), rule("EXCLUDES", "opener", "large")],
)
ISSUE = {
    "kind": "DEAD_END",
    "message": "After selecting Glass and Opener, no option of Size can be selected.",
    "optionCodes": [],
    "groupCode": "size",
    "example": ["glass", "opener"],
}


async def products(client: Client, operation: str = SHOWN) -> dict[str, Any]:
    """Returns the products by title."""
    return {node["title"]: node for node in (await client.graphql(operation))["products"]["nodes"]}


async def test_returns_options_in_order(client: Client, configurable: Configurable) -> None:
    configurable()
    shown = (await products(client))["Cupcake"]
    assert shown["optionsVersion"] == 1
    body, frosting, extras = shown["optionGroups"]
    assert {name: body[name] for name in ("code", "name", "required", "maxChoices")} == {
        "code": "body",
        "name": "Body",
        "required": True,
        "maxChoices": 1,
    }
    vanilla, carrot, poppy = body["options"]
    assert vanilla == {
        "id": vanilla["id"],
        "code": "vanilla",
        "name": "Vanilla",
        "picture": "/static/vanilla.svg",
        "text": "Light.",
        "priceDifference": "0.00",
        "available": True,
        "addedAt": vanilla["addedAt"],
    }
    assert (carrot["priceDifference"], carrot["picture"], carrot["text"]) == ("0.30", None, "")
    assert (poppy["available"], frosting["options"][1]["priceDifference"]) == (False, "-0.50")
    assert [option["code"] for option in extras["options"]] == ["flag", "box", "ribbon"]
    assert [{**item, "id": None} for item in shown["optionRules"]] == [
        {
            "id": None,
            "kind": "ONLY",
            "option": {"code": "carrot"},
            "group": {"code": "frosting"},
            "targets": [{"code": "cream"}],
        },
        {"id": None, "kind": "NEEDS", "option": {"code": "ribbon"}, "group": None, "targets": [{"code": "box"}]},
        {
            "id": None,
            "kind": "EXCLUDES",
            "option": {"code": "neon"},
            "group": None,
            "targets": [{"code": "flag"}, {"code": "ribbon"}],
        },
    ]


async def test_a_product_without_options_has_empty_lists(staff: SignedIn, shop: Shop) -> None:
    shop.add("Stout")
    shown = (await products(staff))["Stout"]
    assert (shown["optionsVersion"], shown["optionGroups"], shown["optionRules"]) == (0, [], [])
    assert (await products(staff, ISSUES))["Stout"]["optionIssues"] == []


async def test_options_of_any_number_of_products_are_read_with_four_statements(
    client: Client, shop: Shop, configurable: Configurable
) -> None:
    for number in range(6):
        configurable(f"Cupcake {number}")
    shop.add("Stout")
    with statements() as sent:
        shown = await products(client)
    assert len(shown) == 7
    assert len(sent) == 1 + 4, sent


async def test_one_statement_is_enough_if_no_product_has_options(client: Client, shop: Shop) -> None:
    for number in range(3):
        shop.add(f"Stout {number}")
    with statements() as sent:
        await products(client)
    assert len(sent) == 1 + 1, sent


async def test_staff_can_read_issues(staff: SignedIn, configurable: Configurable) -> None:
    configurable("Crate", BLIND_ALLEY)
    configurable("Cupcake")
    shown = await products(staff, ISSUES)
    assert shown["Crate"]["optionIssues"] == [ISSUE]
    assert shown["Cupcake"]["optionIssues"] == []


async def test_only_staff_can_read_issues(client: Client, customer: SignedIn, configurable: Configurable) -> None:
    configurable("Crate", BLIND_ALLEY)
    assert set(codes(await client.graphql_errors(ISSUES))) == {"UNAUTHENTICATED"}
    assert set(codes(await customer.graphql_errors(ISSUES))) == {"FORBIDDEN"}


def sent(*groups: dict[str, Any], rules: list[dict[str, Any]]) -> dict[str, Any]:
    """Converts the input to the names of GraphQL."""
    renamed = {"max_choices": "maxChoices"}
    return {
        "groups": [{renamed.get(name, name): value for name, value in one.items()} for one in groups],
        "rules": rules,
    }


async def test_options_can_be_checked_before_they_are_saved(staff: SignedIn, database: Database) -> None:
    before = contents(database)
    groups = (
        group("size", "small", "large", required=True),
        group("extra", "glass", "opener", max_choices=2),
    )
    rules = [rule("EXCLUDES", "glass", "small"), rule("EXCLUDES", "opener", "large")]
    answer = await staff.graphql(CHECK, input=sent(*groups, rules=rules))
    assert answer["checkProductOptions"] == {"__typename": "OptionCheck", "issues": [ISSUE]}
    answer = await staff.graphql(CHECK, input=sent(*groups, rules=rules[:1]))
    assert answer["checkProductOptions"]["issues"] == []
    assert contents(database) == before


async def test_a_check_sends_only_the_statement_of_the_session(
    staff: SignedIn,
) -> None:
    with statements() as seen:
        await staff.graphql(CHECK, input=sent(group("size", "small"), rules=[]))
    assert len(seen) == 1


@pytest.mark.parametrize("rules", [[], None])
async def test_rules_are_optional(staff: SignedIn, rules: list[Any] | None) -> None:
    given = {"groups": [], **({} if rules is None else {"rules": rules})}
    assert (await staff.graphql(CHECK, input=given))["checkProductOptions"] == {
        "__typename": "OptionCheck",
        "issues": [],
    }


async def test_a_check_reports_invalid_fields_with_their_path(staff: SignedIn) -> None:
    wrong = sent(group("size", "small", "small"), rules=[rule("NEEDS", "small", "nothing")])
    answer = (await staff.graphql(CHECK, input=wrong))["checkProductOptions"]
    assert (answer["__typename"], answer["code"]) == ("InvalidInput", "INVALID_INPUT")
    assert answer["fields"] == [
        {"field": "groups.0.options.0.code", "messages": ["Another option has the same code."]},
        {"field": "groups.0.options.1.code", "messages": ["Another option has the same code."]},
        {"field": "rules.0.targets", "messages": ["There is no option 'nothing'."]},
    ]
