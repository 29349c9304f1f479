"""Configurations: the problems of a selection, blocked options and their messages."""

from datetime import UTC, datetime
from decimal import Decimal

import orjson
import pytest
from main_service.options.configuration import Configuration, ConfigurationOption, configure
from main_service.options.document import Document, read_document
from main_service.options.queries import OptionsCopy
from main_service.options.snapshot import read_snapshot, repriced, write_snapshot

from testing.choosing import Menu, crate, cupcake

SYNCED = datetime(2026, 1, 31, 12, tzinfo=UTC)
CUPCAKE, CRATE = cupcake(1), crate(2)


def document(menu: Menu) -> Document:
    return read_document(orjson.dumps(orjson.loads(menu.told())["data"]))


def chosen(menu: Menu, *codes: str, price: str = "3.00") -> Configuration:
    return configure(OptionsCopy(document(menu), SYNCED), Decimal(price), menu.ids(*codes))


def option(menu: Menu, code: str, *codes: str) -> ConfigurationOption:
    """The option with this code, in the configuration with the other options selected."""
    options = [option for group in chosen(menu, *codes).groups for option in group.options]
    return next(option for option in options if option.code == code)


def codes_of(menu: Menu, ids: object) -> list[str] | None:
    assert ids is None or isinstance(ids, list)
    return None if ids is None else menu.codes([str(id_) for id_ in ids])


def test_an_empty_selection_misses_every_required_group() -> None:
    begun = chosen(CUPCAKE)
    assert (begun.selected, begun.valid, begun.price, begun.layers) == ([], False, Decimal("3.00"), [])
    assert [(problem.kind, problem.message, problem.group_id) for problem in begun.problems] == [
        ("MISSING", "Body: select one option.", 101),
        ("MISSING", "Frosting: select one option.", 102),
        ("MISSING", "Topping: select one option.", 103),
    ]
    states = {option.state for group in begun.groups for option in group.options}
    assert states == {"AVAILABLE"}


def test_selected_options_and_layers_are_in_display_order() -> None:
    made = chosen(CUPCAKE, "cherry", "carrot", "frosting-vanilla", "carrot")
    assert codes_of(CUPCAKE, made.selected) == ["carrot", "frosting-vanilla", "cherry"]
    assert [(layer.picture, layer.name) for layer in made.layers] == [
        ("/static/carrot.svg", "Carrot"),
        ("/static/frosting-vanilla.svg", "Vanilla"),
        ("/static/cherry.svg", "Cherry"),
    ]
    assert (made.valid, made.problems) == (True, [])


def test_an_option_without_a_picture_has_no_layer() -> None:
    menu = cupcake(1, without_picture=["carrot"])
    assert [layer.name for layer in chosen(menu, "carrot", "cherry").layers] == ["Cherry"]


@pytest.mark.parametrize(
    ("code", "others", "message", "remedy"),
    [
        (
            "frosting-neon",
            ["carrot"],
            "Carrot can only be combined with Vanilla frosting.",
            "Remove Carrot to select this.",
        ),
        (
            "frosting-strawberry",
            ["chocolate"],
            "Chocolate body can only be combined with Vanilla frosting or Chocolate frosting.",
            "Remove Chocolate body to select this.",
        ),
        (
            "carrot",
            ["frosting-neon"],
            "Carrot can only be combined with Vanilla frosting.",
            "Remove Neon to select this.",
        ),
        ("flag", ["frosting-neon"], "Neon can only be combined with Sprinkles.", "Remove Neon to select this."),
        (
            "sprinkles",
            ["frosting-strawberry"],
            "Strawberry can only be combined with Cherry or Flag.",
            "Remove Strawberry to select this.",
        ),
    ],
)
def test_a_blocked_option_of_a_cupcake_names_the_rule_and_the_options_to_remove(
    code: str, others: list[str], message: str, remedy: str
) -> None:
    blocked = option(CUPCAKE, code, *others)
    (block,) = blocked.blocks
    assert (blocked.state, block.kind, block.message, block.remedy) == ("BLOCKED", "CLASH", message, remedy)
    assert [str(block.option_id)] == [str(one.id) for one in blocked.without] == CUPCAKE.ids(*others)
    assert block.rule_id is not None
    assert codes_of(CUPCAKE, blocked.then) == [code]


@pytest.mark.parametrize(
    ("code", "others", "kind", "message", "remedy"),
    [
        ("bock", ["six"], "CLASH", "Six cannot be combined with Bock.", "Remove Six to select this."),
        ("six", ["bock"], "CLASH", "Six cannot be combined with Bock.", "Remove Bock to select this."),
        ("opener", ["ribbon"], "CLASH", "Ribbon cannot be combined with Opener.", "Remove Ribbon to select this."),
        (
            "glass",
            ["six"],
            "FULL",
            "Glass requires Twelve. Size: you can select at most 1.",
            "Remove Six to select this.",
        ),
        (
            "stout",
            ["six"],
            "FULL",
            "Stout requires Twelve. Size: you can select at most 1.",
            "Remove Six to select this.",
        ),
        (
            "six",
            ["stout"],
            "FULL",
            "Size: you can select at most 1. Stout requires Twelve.",
            "Remove Stout to select this.",
        ),
        (
            "bock",
            ["pale", "wheat", "amber", "alcohol-free"],
            "FULL",
            "Kinds: you can select at most 4.",
            "Remove Alcohol-free to select this.",
        ),
    ],
)
def test_a_blocked_option_of_a_crate_names_the_reason(
    code: str, others: list[str], kind: str, message: str, remedy: str
) -> None:
    blocked = option(CRATE, code, *others)
    (block,) = blocked.blocks
    assert (block.kind, block.message, block.remedy) == (kind, message, remedy)
    assert blocked.then is not None


def test_a_selected_option_is_not_blocked_and_can_be_removed() -> None:
    neon = option(CUPCAKE, "frosting-neon", "carrot", "frosting-neon")
    assert (neon.state, neon.blocks, neon.without) == ("CHOSEN", [], [])
    assert codes_of(CUPCAKE, neon.then) == ["carrot"]


def test_selecting_another_option_of_a_single_choice_group_replaces_the_first() -> None:
    assert codes_of(CUPCAKE, option(CUPCAKE, "vanilla", "carrot", "cherry").then) == ["vanilla", "cherry"]


def test_an_unavailable_option_is_blocked_and_has_no_remedy() -> None:
    menu = crate(2, unavailable=["glass"])
    glass, stout = option(menu, "glass"), option(menu, "stout")
    assert [(block.kind, block.message, block.remedy) for block in glass.blocks] == [
        ("UNAVAILABLE", "Glass is currently unavailable.", None)
    ]
    assert [(block.kind, block.message, block.remedy) for block in stout.blocks] == [
        ("UNAVAILABLE", "Stout requires Glass. Glass is currently unavailable.", None)
    ]
    assert (glass.then, stout.then, stout.without) == (None, None, [])


@pytest.mark.parametrize(
    ("codes", "kind", "message", "about"),
    [
        (["six", "bock"], "CLASH", "Six cannot be combined with Bock.", ["six", "bock"]),
        (["twelve", "stout"], "NEEDS", "Stout requires Glass.", ["stout", "glass"]),
        (["twelve"], "MISSING", "Kinds: select at least one option.", []),
        (
            ["twelve", "pale", "wheat", "amber", "bock", "alcohol-free"],
            "FULL",
            "Kinds: select at most 4.",
            ["pale", "wheat", "amber", "bock", "alcohol-free"],
        ),
    ],
)
def test_an_invalid_selection_lists_its_problems(
    codes: list[str], kind: str, message: str, about: list[str]
) -> None:
    made = chosen(CRATE, *codes)
    (problem,) = made.problems
    assert (problem.kind, problem.message, CRATE.codes(problem.option_ids)) == (kind, message, about)
    assert not made.valid


def test_an_invalid_cupcake_names_the_violated_rule() -> None:
    made = chosen(CUPCAKE, "carrot", "frosting-neon", "sprinkles")
    (problem,) = made.problems
    assert (problem.kind, problem.message) == ("CLASH", "Carrot can only be combined with Vanilla frosting.")
    assert (CUPCAKE.codes(problem.option_ids), problem.rule_id) == (["carrot", "frosting-neon"], 2)


def test_a_selected_option_that_became_unavailable_is_a_problem() -> None:
    menu = cupcake(1, unavailable=["cherry"])
    (problem,) = chosen(menu, "carrot", "frosting-vanilla", "cherry").problems
    assert (problem.kind, problem.message) == ("UNAVAILABLE", "Cherry is currently unavailable.")


@pytest.mark.parametrize("nonsense", ["999", "0", "-1", "abc", "", "00101"])
def test_an_unknown_option_id_is_a_problem_and_the_others_are_checked(nonsense: str) -> None:
    wanted = [*CUPCAKE.ids("carrot", "frosting-vanilla", "cherry"), nonsense]
    made = configure(OptionsCopy(document(CUPCAKE), SYNCED), Decimal(3), wanted)
    (problem,) = made.problems
    assert (problem.kind, problem.option_ids) == ("UNKNOWN", (nonsense,))
    assert problem.message == "A selected option is no longer available."
    assert codes_of(CUPCAKE, made.selected) == ["carrot", "frosting-vanilla", "cherry"]


def test_a_product_without_options_has_an_empty_selection() -> None:
    plain = configure(None, Decimal("4.50"), [])
    assert (plain.valid, plain.price, plain.key) == (True, Decimal("4.50"), "")
    assert (plain.snapshot, plain.groups) == ([], [])
    assert not configure(None, Decimal("4.50"), ["101"]).valid


@pytest.mark.parametrize(
    ("codes", "price"), [([], "3.00"), (["carrot"], "3.50"), (["carrot", "flag"], "1.25"), (["cherry"], "0")]
)
def test_the_price_includes_the_options_and_is_never_negative(codes: list[str], price: str) -> None:
    menu = cupcake(1, prices={"carrot": "0.50", "flag": "-2.25", "cherry": "-3.01"})
    assert chosen(menu, *codes).price == Decimal(price)


def test_the_same_selection_has_the_same_key_in_any_order() -> None:
    one, same = chosen(CUPCAKE, "carrot", "cherry"), chosen(CUPCAKE, "cherry", "carrot", "carrot")
    other = chosen(CUPCAKE, "carrot")
    assert one.key == same.key
    assert len({one.key, other.key, chosen(CUPCAKE).key}) == 3


def test_a_snapshot_keeps_the_options_and_can_be_repriced() -> None:
    kept = chosen(CUPCAKE, "cherry", "carrot").snapshot
    assert read_snapshot(write_snapshot(kept)) == tuple(kept)
    assert [(one.group, one.name, one.picture) for one in kept] == [
        ("Body", "Carrot", "/static/carrot.svg"),
        ("Topping", "Cherry", "/static/cherry.svg"),
    ]
    fewer = {"body": ["vanilla", "chocolate", "carrot"]}
    later = document(cupcake(1, groups=fewer, rules=[], prices={"carrot": "0.70"}, names={"carrot": "Turnip"}))
    assert [(one.name, one.price_difference) for one in repriced(kept, later)] == [
        ("Carrot", Decimal("0.70")),
        ("Cherry", Decimal("0.00")),
    ]
    assert (write_snapshot([]), read_snapshot(None)) == (None, ())
