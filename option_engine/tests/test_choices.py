"""The option engine: examples, and random rule sets compared with trying every selection."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from option_engine.choices import Block, Cause, Choices, Group, Option, Problem, Rule, RuleKind, Verdict

from testing.effort import effort

from .rule_sets import EverySelection, members, rule_sets, subsets

ONLY, EXCLUDES, NEEDS = RuleKind
BODY, FROSTING, TOPPING = 1, 2, 3
PLAIN, COCOA, CARROT = 11, 12, 13
VANILLA, DARK, STRAWBERRY, NEON = 21, 22, 23, 24
SPRINKLES, CHERRY, FLAG = 31, 32, 33
CARROT_RULE = Rule(2, ONLY, CARROT, frozenset({VANILLA}), FROSTING)
STRAWBERRY_RULE = Rule(3, ONLY, STRAWBERRY, frozenset({CHERRY, FLAG}), TOPPING)
CUPCAKE = Choices(
    [Group(BODY, required=True), Group(FROSTING, required=True), Group(TOPPING, required=True)],
    [
        *(Option(id_, BODY) for id_ in (PLAIN, COCOA, CARROT)),
        *(Option(id_, FROSTING) for id_ in (VANILLA, DARK, STRAWBERRY, NEON)),
        *(Option(id_, TOPPING) for id_ in (SPRINKLES, CHERRY, FLAG)),
    ],
    [
        Rule(1, ONLY, COCOA, frozenset({DARK, VANILLA}), FROSTING),
        CARROT_RULE,
        STRAWBERRY_RULE,
        Rule(4, ONLY, NEON, frozenset({SPRINKLES}), TOPPING),
    ],
)


def selectable(choices: Choices, *selection: int) -> set[int]:
    """The options that can be added to, or exchanged in, this selection."""
    return {id_ for id_, verdict in choices.verdicts(selection).items() if not verdict.blocked} - set(selection)


def loose(*rules: Rule, most: int = 9, unavailable: frozenset[int] = frozenset()) -> Choices:
    """Options 1 to 5 in a group with at most `most` selected options; option 6 in a group of its own."""
    options = [Option(id_, 1 if id_ < 6 else 2, id_ not in unavailable) for id_ in range(1, 7)]
    return Choices([Group(1, most=most), Group(2)], options, rules)


def needs(number: int, option: int, *targets: int) -> Rule:
    return Rule(number, NEEDS, option, frozenset(targets))


def excludes(number: int, option: int, *targets: int) -> Rule:
    return Rule(number, EXCLUDES, option, frozenset(targets))


class TestACupcake:
    def test_a_body_allows_its_frostings(self) -> None:
        assert selectable(CUPCAKE, PLAIN) >= {VANILLA, DARK, STRAWBERRY, NEON}
        assert selectable(CUPCAKE, COCOA) & {VANILLA, DARK, STRAWBERRY, NEON} == {VANILLA, DARK}
        assert selectable(CUPCAKE, CARROT) & {VANILLA, DARK, STRAWBERRY, NEON} == {VANILLA}

    def test_a_frosting_allows_its_bodies(self) -> None:
        assert selectable(CUPCAKE, NEON) & {PLAIN, COCOA, CARROT} == {PLAIN}
        assert selectable(CUPCAKE, NEON) & {SPRINKLES, CHERRY, FLAG} == {SPRINKLES}
        assert selectable(CUPCAKE, STRAWBERRY) & {SPRINKLES, CHERRY, FLAG} == {CHERRY, FLAG}

    def test_reports_the_blocking_rule_and_the_options_to_remove(self) -> None:
        verdict = CUPCAKE.verdicts({CARROT, VANILLA, SPRINKLES})[STRAWBERRY]
        assert verdict == Verdict(
            STRAWBERRY,
            chosen=False,
            blocks=(
                Block(Cause.CLASH, CARROT, CARROT_RULE),
                Block(Cause.CLASH, SPRINKLES, STRAWBERRY_RULE),
            ),
            without=frozenset({CARROT, SPRINKLES}),
            then=frozenset({STRAWBERRY}),
        )

    def test_another_option_in_a_group_of_one_replaces_the_first(self) -> None:
        verdict = CUPCAKE.verdicts({PLAIN, NEON, SPRINKLES})[STRAWBERRY]
        assert {block.other for block in verdict.blocks} == {SPRINKLES}
        free = CUPCAKE.verdicts({CARROT, VANILLA})[COCOA]
        assert (free.blocked, free.then) == (False, frozenset({COCOA, VANILLA}))

    def test_a_selected_option_can_be_removed(self) -> None:
        verdict = CUPCAKE.verdicts({PLAIN, NEON})[NEON]
        assert (verdict.chosen, verdict.blocked, verdict.then) == (True, False, frozenset({PLAIN}))

    def test_is_complete_with_one_option_of_each_group(self) -> None:
        assert CUPCAKE.problems({CARROT, VANILLA, FLAG}) == []
        assert CUPCAKE.problems({CARROT, VANILLA}) == [Problem(Cause.MISSING, group=TOPPING)]
        assert CUPCAKE.problems({CARROT, DARK, FLAG, CHERRY}) == [
            Problem(Cause.CLASH, (CARROT, DARK), CARROT_RULE),
            Problem(Cause.FULL, (CHERRY, FLAG), group=TOPPING),
        ]

    def test_number_of_valid_selections(self) -> None:
        assert len([some for some in subsets(list(CUPCAKE.option)) if not CUPCAKE.problems(some)]) == 18


class TestNeeds:
    def test_a_missing_needed_option_is_a_problem_and_blocks_nothing(self) -> None:
        choices = loose(needs(1, 1, 2, 3))
        assert not choices.verdicts(set())[1].blocked
        assert choices.problems({1, 3}) == [Problem(Cause.NEEDS, (1, 2), choices.rules[0])]
        assert choices.problems({1, 2, 3}) == []

    def test_needs_are_transitive(self) -> None:
        choices = loose(needs(1, 1, 2), needs(2, 2, 3), needs(3, 3, 1))
        assert choices.needed([1]) == {1: None, 2: choices.rules[0], 3: choices.rules[1]}
        assert choices.consistent({1})

    def test_an_option_is_blocked_by_a_clash_at_the_end_of_a_chain(self) -> None:
        choices = loose(needs(1, 1, 2), needs(2, 2, 3), excludes(3, 6, 3))
        (block,) = choices.verdicts({6})[1].blocks
        assert block == Block(Cause.CLASH, 6, choices.rules[2], needed=3)
        assert choices.verdicts({6})[1].then == frozenset({1})
        (block,) = choices.verdicts({1})[6].blocks
        assert block == Block(Cause.CLASH, 3, choices.rules[2])
        assert choices.verdicts({1})[6].without == frozenset({1})  # nobody chose 3: what needs it has to go

    def test_needing_an_unavailable_option_cannot_be_resolved(self) -> None:
        verdict = loose(needs(1, 1, 2), unavailable=frozenset({2})).verdicts(set())[1]
        assert verdict.blocks[0].cause == Cause.UNAVAILABLE
        assert verdict.blocks[0].needed == 2
        assert (verdict.without, verdict.then) == (None, None)

    def test_contradictory_needs_cannot_be_resolved(self) -> None:
        for rule in (excludes(2, 2, 3), excludes(2, 3, 1)):
            verdict = loose(needs(1, 1, 2, 3), rule).verdicts(set())[1]
            assert (verdict.blocked, verdict.then) == (True, None)


class TestAGroupThatIsFull:
    def test_names_the_last_options_as_those_to_remove(self) -> None:
        choices = loose(most=2)
        verdict = choices.verdicts({1, 2})[3]
        assert verdict.blocks == (Block(Cause.FULL, 2, None, group=1),)
        assert verdict.then == frozenset({1, 3})

    def test_blocks_options_that_need_a_place_in_it(self) -> None:
        choices = loose(needs(1, 6, 3, 4), most=3)
        verdict = choices.verdicts({1, 2})[6]
        assert verdict.blocks == (Block(Cause.FULL, 2, None, group=1, needed=3),)
        assert verdict.then == frozenset({1, 6})

    def test_counts_needed_options_of_other_groups(self) -> None:
        choices = loose(needs(1, 6, 1, 2), most=2)
        assert choices.verdicts({6})[1].blocked is False
        verdict = choices.verdicts({6})[3]
        assert [block.other for block in verdict.blocks] == [2]
        assert verdict.without == frozenset({6})

    def test_can_be_too_small_for_the_needs_of_one_option(self) -> None:
        choices = loose(needs(1, 6, 1, 2, 3), most=2)
        verdict = choices.verdicts(set())[6]
        assert (verdict.blocks[0].cause, verdict.blocks[0].group, verdict.then) == (Cause.FULL, 1, None)


class TestExclusion:
    def test_is_symmetric(self) -> None:
        choices = loose(excludes(1, 1, 2))
        assert choices.verdicts({1})[2].blocked
        assert choices.verdicts({2})[1].blocked
        assert list(choices.clashing_with(2)) == [1]

    def test_of_its_whole_group_does_not_exclude_the_option_itself(self) -> None:
        choices = loose(Rule(1, ONLY, 1, frozenset(), 1))
        assert selectable(choices, 1) == {6}
        assert choices.problems({1, 6}) == []


@pytest.mark.long
@settings(max_examples=effort(100, 6000), deadline=None)
@given(choices=rule_sets(), data=st.data())
def test_agrees_with_trying_every_selection(choices: Choices, data: st.DataObject) -> None:
    every = EverySelection(choices)
    for selection in subsets([option.id for option in choices.options]):
        assert choices.consistent(selection) == every.consistent(selection)
        assert (not choices.problems(selection)) == (selection in every.complete_selections)
    chosen = data.draw(st.sampled_from(sorted(every.consistent_selections, key=sorted)))
    for id_, verdict in choices.verdicts(chosen).items():
        check(choices, every, chosen, id_, verdict)


def check(choices: Choices, every: EverySelection, chosen: frozenset[int], id_: int, verdict: Verdict) -> None:
    """An option is blocked if no selection that keeps the rules contains it and the selected options."""
    if id_ in chosen:
        assert verdict.chosen
        assert not verdict.blocked
        assert verdict.then == chosen - {id_}
        return
    group = choices.group[choices.option[id_].group]
    replaced = members(choices, group) if group.most == 1 else frozenset()
    kept = chosen - replaced
    assert verdict.blocked == (not every.consistent(kept | {id_}))
    if verdict.then is None:
        assert not every.consistent({id_})
        assert verdict.without is None
    else:
        assert every.consistent(verdict.then)
        assert verdict.without is not None
        assert verdict.then == kept - verdict.without | {id_}
        assert bool(verdict.without) == verdict.blocked
