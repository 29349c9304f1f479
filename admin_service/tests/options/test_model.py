"""The validation of options."""

from decimal import Decimal
from typing import Any

import pytest
from admin_service.options.draft import OptionsDraft
from service_kit.errors import InvalidInput

from testing.bad_input import REFUSED_LINE, all_harmless_texts

from .samples import CUPCAKE, DRAFT, group, rule


def mistakes(*groups: dict[str, Any], rules: list[dict[str, Any]] | None = None) -> dict[str, list[str]]:
    """Returns the error messages by the path of the field."""
    with pytest.raises(InvalidInput) as raised:
        OptionsDraft.read({"groups": groups, "rules": rules or []})
    return raised.value.fields


def with_option(**fields: object) -> dict[str, Any]:
    return {"code": "body", "name": "Body", "options": [{"code": "vanilla", "name": "Vanilla", **fields}]}


def test_absent_fields_have_defaults() -> None:
    read = OptionsDraft.read({"groups": [group("body", "vanilla")]})
    (found,) = read.groups
    (option,) = found.options
    assert (found.required, found.max_choices, read.rules) == (False, 1, ())
    assert (option.picture, option.text, option.available) == (None, "", True)
    assert option.price_difference == Decimal("0.00")


def test_empty_options_are_valid() -> None:
    assert OptionsDraft.read({}) == OptionsDraft.read({"groups": [], "rules": []})


def test_texts_are_trimmed_and_amounts_have_two_decimals() -> None:
    read = OptionsDraft.read({"groups": [with_option(name=" Vanilla ", text=" Light ", price_difference="-0.5")]})
    (option,) = read.options.values()
    assert (option.name, option.text, str(option.price_difference)) == ("Vanilla", "Light", "-0.50")
    read = OptionsDraft.read({"groups": [with_option(price_difference="-0")]})
    assert str(read.options["vanilla"].price_difference) == "0.00"


def test_targets_are_sorted_by_the_order_of_the_options() -> None:
    rules = [rule("EXCLUDES", "neon", "ribbon", "flag")]
    read = OptionsDraft.read({"groups": CUPCAKE["groups"], "rules": rules})
    assert read.rules[0].targets == ("flag", "ribbon")


@all_harmless_texts
def test_texts_are_kept_unchanged(text: str) -> None:
    read = OptionsDraft.read({"groups": [with_option(name=text, text=text, picture=text)]})
    option = read.options["vanilla"]
    assert (option.name, option.text, option.picture) == (text, text, text)


@pytest.mark.parametrize(
    ("fields", "path", "message"),
    [
        ({"code": "Vanilla"}, "code", "Use lower-case letters and digits, with single hyphens between."),
        ({"code": "a--b"}, "code", "Use lower-case letters and digits, with single hyphens between."),
        ({"code": "x" * 51}, "code", "Ensure this field has no more than 50 characters."),
        ({"code": ""}, "code", "This field may not be blank."),
        ({"name": " "}, "name", "This field may not be blank."),
        ({"name": "x" * 101}, "name", "Ensure this field has no more than 100 characters."),
        ({"name": "a\x00"}, "name", "Null characters are not allowed."),
        ({"picture": ""}, "picture", "This field may not be blank."),
        ({"picture": "x" * 201}, "picture", "Ensure this field has no more than 200 characters."),
        ({"text": "x" * 301}, "text", "Ensure this field has no more than 300 characters."),
        (
            {"price_difference": "0.001"},
            "price_difference",
            "Ensure that there are no more than 2 decimal places.",
        ),
        ({"price_difference": "a lot"}, "price_difference", "A valid number is required."),
    ],
)
def test_invalid_fields_are_reported_with_their_path(fields: dict[str, object], path: str, message: str) -> None:
    assert mistakes(group("first"), with_option(**fields)) == {f"groups.1.options.0.{path}": [message]}


@pytest.mark.parametrize("number", [0, 21])
def test_max_choices_is_one_to_twenty(number: int) -> None:
    assert mistakes(group("body", max_choices=number)).keys() == {"groups.0.max_choices"}
    for right in (1, 20):
        assert OptionsDraft.read({"groups": [group("body", max_choices=right)]}).groups[0].max_choices == right


def test_codes_are_unique_across_groups() -> None:
    found = mistakes(group("body", "vanilla"), group("frosting", "cream", "vanilla"), group("body"))
    assert found == {
        "groups.0.code": ["Another group has the same code."],
        "groups.2.code": ["Another group has the same code."],
        "groups.0.options.0.code": ["Another option has the same code."],
        "groups.1.options.1.code": ["Another option has the same code."],
    }


def test_a_group_and_an_option_may_share_a_code() -> None:
    assert OptionsDraft.read({"groups": [group("vanilla", "vanilla")]}).options.keys() == {"vanilla"}


@pytest.mark.parametrize(
    ("broken", "expected"),
    [
        (rule("NEEDS", "nothing", "b"), {"option": ["There is no option 'nothing'."]}),
        (rule("NEEDS", "a", "b", "nothing"), {"targets": ["There is no option 'nothing'."]}),
        (rule("NEEDS", "a", "a"), {"targets": ["An option cannot be its own target."]}),
        (rule("EXCLUDES", "a", "b", "b"), {"targets": ["'b' is listed twice."]}),
        (rule("EXCLUDES", "a"), {"targets": ["Add at least one option."]}),
        (rule("NEEDS", "a"), {"targets": ["Add at least one option."]}),
        (rule("NEEDS", "a", "b", group="one"), {"group": ["Only rules of the kind ONLY can have a group."]}),
        (
            rule("ONLY", "a", "c"),
            {"group": ["A rule of the kind ONLY needs the group of its targets."]},
        ),
        (rule("ONLY", "a", "c", group="three"), {"group": ["There is no group 'three'."]}),
        (rule("ONLY", "a", "b", "c", group="two"), {"targets": ["'b' is not in the group 'two'."]}),
        (
            rule("ONLY", "x", "y", "a", group="two"),
            {
                "option": ["There is no option 'x'."],
                "targets": ["There is no option 'y'.", "'a' is not in the group 'two'."],
            },
        ),
        (rule("NEEDS", "a" * 51, "b"), {"option": ["Ensure this field has no more than 50 characters."]}),
    ],
)
def test_invalid_rules_are_reported_with_the_reason(
    broken: dict[str, Any], expected: dict[str, list[str]]
) -> None:
    found = mistakes(group("one", "a", "b"), group("two", "c"), rules=[rule("NEEDS", "a", "b"), broken])
    assert found == {f"rules.1.{field}": messages for field, messages in expected.items()}


def test_a_rule_of_the_kind_only_can_have_no_targets() -> None:
    rules = [rule("ONLY", "a", group="two")]
    assert (
        OptionsDraft.read({"groups": [group("one", "a"), group("two", "c")], "rules": rules}).rules[0].targets
        == ()
    )


def test_groups_options_and_rules_are_limited() -> None:
    thirty = [f"a{number}" for number in range(30)], [f"b{number}" for number in range(30)]
    full = [group("a", *thirty[0]), group("b", *thirty[1]), *(group(f"g{number}") for number in range(8))]
    rules = [rule("NEEDS", "a0", "b0")] * 100
    assert len(OptionsDraft.read({"groups": full, "rules": rules}).options) == 60
    assert mistakes(*full, group("c")).keys() == {"groups"}
    assert mistakes(*full, rules=[*rules, *rules]).keys() == {"rules"}
    full[2] = group("c", "one-more")
    assert mistakes(*full) == {"groups": ["There are 61 options. The maximum is 60."]}


def test_the_longest_texts_fit_into_the_size_limit() -> None:
    longest = {"name": "🍺" * 100, "text": "🍺" * 300, "picture": "🍺" * 200}
    options = [{"code": f"o{number}", **longest} for number in range(60)]
    OptionsDraft.read({"groups": [{"code": "all", "name": "All", "options": options}]})


@pytest.mark.parametrize("field", ["name", "text", "picture"])
def test_texts_of_options_have_one_line(field: str) -> None:
    option = {"code": "a", "name": "A", field: "one\ntwo"}
    ((name, messages),) = mistakes({"code": "all", "name": "All", "options": [option]}).items()
    assert name.endswith(field)
    assert REFUSED_LINE.fullmatch(messages[0])


def test_the_draft_of_a_product_without_options_is_empty() -> None:
    assert OptionsDraft.read({}) != DRAFT
    assert OptionsDraft.read(CUPCAKE) == DRAFT
