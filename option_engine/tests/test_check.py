"""What is odd about options and rules: examples, and any set of rules against going through every selection."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from option_engine.check import Issue, IssueKind, issues
from option_engine.choices import Choices, Group, Option, Rule, RuleKind

from testing.effort import effort

from .rule_sets import EverySelection, members, rule_sets

ONLY, EXCLUDES, NEEDS = RuleKind
SIZE, DRINK, EXTRA = 1, 2, 3
SMALL, LARGE = 11, 12
PALE, STOUT = 21, 22
GLASS, OPENER, RIBBON = 31, 32, 33
GROUPS = (Group(SIZE, required=True), Group(DRINK, required=True), Group(EXTRA, most=2))
OPTIONS = (
    *(Option(id_, SIZE) for id_ in (SMALL, LARGE)),
    *(Option(id_, DRINK) for id_ in (PALE, STOUT)),
    *(Option(id_, EXTRA) for id_ in (GLASS, OPENER, RIBBON)),
)


def crate(*rules: Rule, unavailable: int | None = None) -> Choices:
    return Choices(GROUPS, [replace(option, available=option.id != unavailable) for option in OPTIONS], rules)


def rule(number: int, kind: RuleKind, option: int, *targets: int, group: int | None = None) -> Rule:
    return Rule(number, kind, option, frozenset(targets), group)


def test_there_is_nothing_odd_about_rules_that_leave_a_choice() -> None:
    assert issues(crate()) == []
    assert issues(crate(rule(1, NEEDS, GLASS, LARGE), rule(2, NEEDS, STOUT, GLASS))) == []
    assert issues(crate(rule(1, EXCLUDES, SMALL, STOUT), rule(2, EXCLUDES, RIBBON, OPENER))) == []


@pytest.mark.parametrize(
    ("option", "rules"),
    [
        (GLASS, [rule(1, NEEDS, GLASS, LARGE), rule(2, EXCLUDES, LARGE, GLASS)]),
        (GLASS, [rule(1, NEEDS, GLASS, OPENER), rule(2, NEEDS, GLASS, RIBBON), rule(3, EXCLUDES, OPENER, RIBBON)]),
        (GLASS, [rule(1, NEEDS, GLASS, SMALL, LARGE)]),
        (GLASS, [rule(1, NEEDS, GLASS, SMALL), rule(2, ONLY, GLASS, LARGE, group=SIZE)]),
        (GLASS, [rule(1, NEEDS, GLASS, OPENER, RIBBON)]),
    ],
)
def test_an_option_whose_own_needs_do_not_go_together_contradicts_itself(option: int, rules: list[Rule]) -> None:
    other = rule(9, EXCLUDES, STOUT, RIBBON)
    (issue,) = issues(crate(*rules, other))
    assert issue == Issue(IssueKind.CONTRADICTION, option, rules=tuple(rules))


def test_what_needs_it_contradicts_itself_by_the_same_rules_and_one_more() -> None:
    rules = (rule(1, NEEDS, STOUT, GLASS), rule(2, NEEDS, GLASS, SMALL, LARGE))
    assert issues(crate(*rules)) == [
        Issue(IssueKind.CONTRADICTION, STOUT, rules=rules),
        Issue(IssueKind.CONTRADICTION, GLASS, rules=rules[1:]),
    ]


def test_an_option_that_goes_with_nothing_of_a_required_group_can_never_be_chosen() -> None:
    assert issues(crate(rule(1, ONLY, GLASS, group=SIZE))) == [
        Issue(IssueKind.NEVER_CHOOSABLE, GLASS),
        Issue(IssueKind.DEAD_END, group=SIZE, example=(GLASS,)),
    ]


def test_nor_one_that_needs_what_is_unavailable() -> None:
    needs = rule(1, NEEDS, STOUT, GLASS)
    assert issues(crate(needs, unavailable=GLASS)) == [Issue(IssueKind.NEVER_CHOOSABLE, STOUT)]
    assert issues(crate(needs, unavailable=STOUT)) == []


def test_a_dead_end_is_shown_by_the_choices_that_lead_there_and_no_others() -> None:
    rules = (rule(1, EXCLUDES, OPENER, SMALL), rule(2, EXCLUDES, STOUT, LARGE))
    assert issues(crate(*rules)) == [Issue(IssueKind.DEAD_END, group=SIZE, example=(STOUT, OPENER))]


def test_choices_that_one_gives_up_for_each_other_are_no_dead_end() -> None:
    assert issues(crate(rule(1, EXCLUDES, PALE, SMALL), rule(2, EXCLUDES, STOUT, LARGE))) == []


def test_a_dead_end_may_come_about_by_taking_the_places_of_what_is_needed() -> None:
    rules = (rule(1, NEEDS, PALE, GLASS), rule(2, NEEDS, STOUT, GLASS))
    assert issues(crate(*rules)) == [Issue(IssueKind.DEAD_END, group=DRINK, example=(OPENER, RIBBON))]


def test_without_any_valid_choice_that_is_all_that_is_said() -> None:
    rules = (rule(1, EXCLUDES, SMALL, PALE, STOUT), rule(2, EXCLUDES, LARGE, PALE, STOUT))
    assert issues(crate(*rules)) == [Issue(IssueKind.NO_VALID_CHOICE)]


def test_and_the_group_where_there_is_one_of_which_nothing_can_be_chosen() -> None:
    empty = Choices([Group(SIZE), Group(DRINK, required=True)], [Option(SMALL, SIZE)], [])
    assert issues(empty) == [Issue(IssueKind.NO_VALID_CHOICE, group=DRINK)]
    alone = Choices([Group(SIZE, required=True)], [Option(SMALL, SIZE, available=False)], [])
    assert issues(alone) == [Issue(IssueKind.NO_VALID_CHOICE, group=SIZE)]


def test_nothing_at_all_is_nothing_odd() -> None:
    assert issues(Choices([], [], [])) == []


def pigeons(holes: int) -> Choices:
    """One more pigeon than holes: nobody sees at a glance that they do not fit."""
    groups = [Group(pigeon, required=True) for pigeon in range(holes + 1)]
    options = [Option(100 * group.id + hole, group.id) for group in groups for hole in range(holes)]
    rules = [
        rule(one.id, EXCLUDES, one.id, *(other.id for other in options if same_hole(one, other)))
        for one in options
    ]
    return Choices(groups, options, rules)


def same_hole(one: Option, other: Option) -> bool:
    return one.id != other.id and one.id % 100 == other.id % 100


def test_a_search_that_takes_too_long_is_given_up_and_says_so() -> None:
    assert issues(pigeons(4)) == [Issue(IssueKind.NO_VALID_CHOICE)]
    assert issues(pigeons(9)) == [Issue(IssueKind.UNDECIDED)]


def test_what_was_found_before_that_is_told_as_well() -> None:
    choices = crate(rule(1, NEEDS, GLASS, SMALL, LARGE), rule(2, ONLY, RIBBON, group=SIZE))
    everything = issues(choices)
    assert [issue.kind for issue in everything] == [
        IssueKind.CONTRADICTION,
        IssueKind.NEVER_CHOOSABLE,
        IssueKind.DEAD_END,
    ]
    for steps in range(100):
        found = issues(choices, steps=steps)
        assert found == everything or found == [*everything[: len(found) - 1], Issue(IssueKind.UNDECIDED)]
    assert found == everything


@pytest.mark.long
@settings(max_examples=effort(100, 6000), deadline=None)
@given(choices=rule_sets())
def test_finds_what_going_through_every_selection_finds(choices: Choices) -> None:
    found = issues(choices)
    by_kind = {kind: [issue for issue in found if issue.kind == kind] for kind in IssueKind}
    every, by_rules_alone = EverySelection(choices), EverySelection(choices, availability=False)
    whole = every.whole_ones
    contradictory = [option.id for option in choices.options if not by_rules_alone.consistent({option.id})]
    assert [issue.option for issue in by_kind[IssueKind.CONTRADICTION]] == contradictory
    assert bool(by_kind[IssueKind.NO_VALID_CHOICE]) == (not whole)
    if whole:
        assert [issue.option for issue in by_kind[IssueKind.NEVER_CHOOSABLE]] == [
            option.id
            for option in choices.options
            if option.available and option.id not in contradictory and not any(option.id in one for one in whole)
        ]
        dead_ends = {issue.group: frozenset(issue.example) for issue in by_kind[IssueKind.DEAD_END]}
        assert dead_ends.keys() == {
            group.id
            for group in choices.groups
            if group.required and any(leads_nowhere(choices, every, one, group) for one in every.consistent_ones)
        }
        for group_id, example in dead_ends.items():
            assert group_id is not None
            assert every.consistent(example)
            assert leads_nowhere(choices, every, example, choices.group[group_id])
    for issue in by_kind[IssueKind.CONTRADICTION]:
        assert issue.option is not None
        because = EverySelection(replace(choices, rules=issue.rules), availability=False)
        assert not because.consistent({issue.option})


def leads_nowhere(choices: Choices, every: EverySelection, selection: frozenset[int], group: Group) -> bool:
    """Whether it has nothing of the group, and blocks all of it."""
    inside = members(choices, group)
    return not selection & inside and not any(every.consistent(selection | {id_}) for id_ in inside)
