"""What goes with what: examples, and any set of rules against going through every selection."""

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


def goes(choices: Choices, *selection: int) -> set[int]:
    """What can be chosen besides, or instead, where this is chosen."""
    return {id_ for id_, verdict in choices.verdicts(selection).items() if not verdict.blocked} - set(selection)


def loose(*rules: Rule, most: int = 9, unavailable: frozenset[int] = frozenset()) -> Choices:
    """Options 1 to 5 in a group of which `most` can be chosen, 6 in one of its own."""
    options = [Option(id_, 1 if id_ < 6 else 2, id_ not in unavailable) for id_ in range(1, 7)]
    return Choices([Group(1, most=most), Group(2)], options, rules)


def needs(number: int, option: int, *targets: int) -> Rule:
    return Rule(number, NEEDS, option, frozenset(targets))


def excludes(number: int, option: int, *targets: int) -> Rule:
    return Rule(number, EXCLUDES, option, frozenset(targets))


class TestACupcake:
    def test_goes_with_the_frostings_that_its_body_is_for(self) -> None:
        assert goes(CUPCAKE, PLAIN) >= {VANILLA, DARK, STRAWBERRY, NEON}
        assert goes(CUPCAKE, COCOA) & {VANILLA, DARK, STRAWBERRY, NEON} == {VANILLA, DARK}
        assert goes(CUPCAKE, CARROT) & {VANILLA, DARK, STRAWBERRY, NEON} == {VANILLA}

    def test_and_the_other_way_round_with_the_bodies_that_are_for_its_frosting(self) -> None:
        assert goes(CUPCAKE, NEON) & {PLAIN, COCOA, CARROT} == {PLAIN}
        assert goes(CUPCAKE, NEON) & {SPRINKLES, CHERRY, FLAG} == {SPRINKLES}
        assert goes(CUPCAKE, STRAWBERRY) & {SPRINKLES, CHERRY, FLAG} == {CHERRY, FLAG}

    def test_says_which_rule_blocks_what_and_what_would_have_to_be_given_up(self) -> None:
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

    def test_another_choice_in_a_group_of_one_replaces_the_first(self) -> None:
        verdict = CUPCAKE.verdicts({PLAIN, NEON, SPRINKLES})[STRAWBERRY]
        assert {block.other for block in verdict.blocks} == {SPRINKLES}
        free = CUPCAKE.verdicts({CARROT, VANILLA})[COCOA]
        assert (free.blocked, free.then) == (False, frozenset({COCOA, VANILLA}))

    def test_what_is_chosen_can_be_given_up(self) -> None:
        verdict = CUPCAKE.verdicts({PLAIN, NEON})[NEON]
        assert (verdict.chosen, verdict.blocked, verdict.then) == (True, False, frozenset({PLAIN}))

    def test_is_whole_with_one_of_each(self) -> None:
        assert CUPCAKE.problems({CARROT, VANILLA, FLAG}) == []
        assert CUPCAKE.problems({CARROT, VANILLA}) == [Problem(Cause.MISSING, group=TOPPING)]
        assert CUPCAKE.problems({CARROT, DARK, FLAG, CHERRY}) == [
            Problem(Cause.CLASH, (CARROT, DARK), CARROT_RULE),
            Problem(Cause.FULL, (CHERRY, FLAG), group=TOPPING),
        ]

    def test_there_are_so_many(self) -> None:
        assert len([some for some in subsets(list(CUPCAKE.option)) if not CUPCAKE.problems(some)]) == 18


class TestNeeds:
    def test_what_is_needed_is_said_to_be_lacking_and_blocks_nothing(self) -> None:
        choices = loose(needs(1, 1, 2, 3))
        assert not choices.verdicts(set())[1].blocked
        assert choices.problems({1, 3}) == [Problem(Cause.NEEDS, (1, 2), choices.rules[0])]
        assert choices.problems({1, 2, 3}) == []

    def test_go_on_from_one_to_the_next(self) -> None:
        choices = loose(needs(1, 1, 2), needs(2, 2, 3), needs(3, 3, 1))
        assert choices.needed([1]) == {1: None, 2: choices.rules[0], 3: choices.rules[1]}
        assert choices.consistent({1})

    def test_block_what_is_in_the_way_at_the_end_of_a_chain(self) -> None:
        choices = loose(needs(1, 1, 2), needs(2, 2, 3), excludes(3, 6, 3))
        (block,) = choices.verdicts({6})[1].blocks
        assert block == Block(Cause.CLASH, 6, choices.rules[2], needed=3)
        assert choices.verdicts({6})[1].then == frozenset({1})
        (block,) = choices.verdicts({1})[6].blocks
        assert block == Block(Cause.CLASH, 3, choices.rules[2])
        assert choices.verdicts({1})[6].without == frozenset({1})  # nobody chose 3: what needs it has to go

    def test_of_something_unavailable_cannot_be_helped(self) -> None:
        verdict = loose(needs(1, 1, 2), unavailable=frozenset({2})).verdicts(set())[1]
        assert verdict.blocks[0].cause == Cause.UNAVAILABLE
        assert verdict.blocks[0].needed == 2
        assert (verdict.without, verdict.then) == (None, None)

    def test_that_contradict_each_other_cannot_be_helped_either(self) -> None:
        for rule in (excludes(2, 2, 3), excludes(2, 3, 1)):
            verdict = loose(needs(1, 1, 2, 3), rule).verdicts(set())[1]
            assert (verdict.blocked, verdict.then) == (True, None)


class TestAGroupThatIsFull:
    def test_names_the_last_ones_as_what_could_leave(self) -> None:
        choices = loose(most=2)
        verdict = choices.verdicts({1, 2})[3]
        assert verdict.blocks == (Block(Cause.FULL, 2, None, group=1),)
        assert verdict.then == frozenset({1, 3})

    def test_keeps_out_what_is_needed_as_well(self) -> None:
        choices = loose(needs(1, 6, 3, 4), most=3)
        verdict = choices.verdicts({1, 2})[6]
        assert verdict.blocks == (Block(Cause.FULL, 2, None, group=1, needed=3),)
        assert verdict.then == frozenset({1, 6})

    def test_has_places_taken_by_what_others_need(self) -> None:
        choices = loose(needs(1, 6, 1, 2), most=2)
        assert choices.verdicts({6})[1].blocked is False
        verdict = choices.verdicts({6})[3]
        assert [block.other for block in verdict.blocks] == [2]
        assert verdict.without == frozenset({6})

    def test_can_be_too_small_for_what_one_option_needs(self) -> None:
        choices = loose(needs(1, 6, 1, 2, 3), most=2)
        verdict = choices.verdicts(set())[6]
        assert (verdict.blocks[0].cause, verdict.blocks[0].group, verdict.then) == (Cause.FULL, 1, None)


class TestExclusion:
    def test_holds_from_both_sides(self) -> None:
        choices = loose(excludes(1, 1, 2))
        assert choices.verdicts({1})[2].blocked
        assert choices.verdicts({2})[1].blocked
        assert list(choices.clashing_with(2)) == [1]

    def test_of_all_others_of_its_own_group_leaves_the_option_itself_alone(self) -> None:
        choices = loose(Rule(1, ONLY, 1, frozenset(), 1))
        assert goes(choices, 1) == {6}
        assert choices.problems({1, 6}) == []


@pytest.mark.long
@settings(max_examples=effort(100, 6000), deadline=None)
@given(choices=rule_sets(), data=st.data())
def test_says_what_going_through_every_selection_says(choices: Choices, data: st.DataObject) -> None:
    every = EverySelection(choices)
    for selection in subsets([option.id for option in choices.options]):
        assert choices.consistent(selection) == every.consistent(selection)
        assert (not choices.problems(selection)) == (selection in every.whole_ones)
    chosen = data.draw(st.sampled_from(sorted(every.consistent_ones, key=sorted)))
    for id_, verdict in choices.verdicts(chosen).items():
        check(choices, every, chosen, id_, verdict)


def check(choices: Choices, every: EverySelection, chosen: frozenset[int], id_: int, verdict: Verdict) -> None:
    """Blocked is what no selection that keeps the rules has besides the chosen ones, or instead of the one."""
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
