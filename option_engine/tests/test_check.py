"""Checks of options and rules: examples, and random rule sets compared with trying every selection."""

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


def test_finds_no_issues_in_satisfiable_rules() -> None:
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
def test_an_option_with_incompatible_needs_is_a_contradiction(option: int, rules: list[Rule]) -> None:
    other = rule(9, EXCLUDES, STOUT, RIBBON)
    (issue,) = issues(crate(*rules, other))
    assert issue == Issue(IssueKind.CONTRADICTION, option, rules=tuple(rules))


def test_an_option_that_needs_a_contradictory_option_is_a_contradiction() -> None:
    rules = (rule(1, NEEDS, STOUT, GLASS), rule(2, NEEDS, GLASS, SMALL, LARGE))
    assert issues(crate(*rules)) == [
        Issue(IssueKind.CONTRADICTION, STOUT, rules=rules),
        Issue(IssueKind.CONTRADICTION, GLASS, rules=rules[1:]),
    ]


def test_an_option_that_excludes_a_required_group_can_never_be_chosen() -> None:
    assert issues(crate(rule(1, ONLY, GLASS, group=SIZE))) == [
        Issue(IssueKind.NEVER_CHOOSABLE, GLASS),
        Issue(IssueKind.DEAD_END, group=SIZE, example=(GLASS,)),
    ]


def test_an_option_that_needs_an_unavailable_option_can_never_be_chosen() -> None:
    needs = rule(1, NEEDS, STOUT, GLASS)
    assert issues(crate(needs, unavailable=GLASS)) == [Issue(IssueKind.NEVER_CHOOSABLE, STOUT)]
    assert issues(crate(needs, unavailable=STOUT)) == []


def test_a_dead_end_is_reported_with_a_minimal_selection() -> None:
    rules = (rule(1, EXCLUDES, OPENER, SMALL), rule(2, EXCLUDES, STOUT, LARGE))
    assert issues(crate(*rules)) == [Issue(IssueKind.DEAD_END, group=SIZE, example=(STOUT, OPENER))]


def test_options_that_replace_each_other_are_not_a_dead_end() -> None:
    assert issues(crate(rule(1, EXCLUDES, PALE, SMALL), rule(2, EXCLUDES, STOUT, LARGE))) == []


def test_a_dead_end_can_result_from_full_groups() -> None:
    rules = (rule(1, NEEDS, PALE, GLASS), rule(2, NEEDS, STOUT, GLASS))
    assert issues(crate(*rules)) == [Issue(IssueKind.DEAD_END, group=DRINK, example=(OPENER, RIBBON))]


def test_without_a_complete_selection_only_that_issue_is_reported() -> None:
    rules = (rule(1, EXCLUDES, SMALL, PALE, STOUT), rule(2, EXCLUDES, LARGE, PALE, STOUT))
    assert issues(crate(*rules)) == [Issue(IssueKind.NO_VALID_CHOICE)]


def test_an_unselectable_required_group_is_named() -> None:
    empty = Choices([Group(SIZE), Group(DRINK, required=True)], [Option(SMALL, SIZE)], [])
    assert issues(empty) == [Issue(IssueKind.NO_VALID_CHOICE, group=DRINK)]
    alone = Choices([Group(SIZE, required=True)], [Option(SMALL, SIZE, available=False)], [])
    assert issues(alone) == [Issue(IssueKind.NO_VALID_CHOICE, group=SIZE)]


def test_an_empty_rule_set_has_no_issues() -> None:
    assert issues(Choices([], [], [])) == []


def pigeons(holes: int) -> Choices:
    """One more pigeon than holes: a problem that is hard to detect."""
    groups = [Group(pigeon, required=True) for pigeon in range(holes + 1)]
    options = [Option(100 * group.id + hole, group.id) for group in groups for hole in range(holes)]
    rules = [
        rule(one.id, EXCLUDES, one.id, *(other.id for other in options if same_hole(one, other)))
        for one in options
    ]
    return Choices(groups, options, rules)


def same_hole(one: Option, other: Option) -> bool:
    return one.id != other.id and one.id % 100 == other.id % 100


def test_a_search_that_takes_too_long_stops_and_reports_it() -> None:
    assert issues(pigeons(4)) == [Issue(IssueKind.NO_VALID_CHOICE)]
    assert issues(pigeons(9)) == [Issue(IssueKind.UNDECIDED)]


def test_issues_found_before_the_limit_are_reported() -> None:
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
def test_agrees_with_trying_every_selection(choices: Choices) -> None:
    found = issues(choices)
    by_kind = {kind: [issue for issue in found if issue.kind == kind] for kind in IssueKind}
    every, by_rules_alone = EverySelection(choices), EverySelection(choices, availability=False)
    whole = every.complete_selections
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
            if group.required and any(is_dead_end(choices, every, s, group) for s in every.consistent_selections)
        }
        for group_id, example in dead_ends.items():
            assert group_id is not None
            assert every.consistent(example)
            assert is_dead_end(choices, every, example, choices.group[group_id])
    for issue in by_kind[IssueKind.CONTRADICTION]:
        assert issue.option is not None
        because = EverySelection(replace(choices, rules=issue.rules), availability=False)
        assert not because.consistent({issue.option})


def is_dead_end(choices: Choices, every: EverySelection, selection: frozenset[int], group: Group) -> bool:
    """Whether the selection has no option of the group and blocks all of them."""
    inside = members(choices, group)
    return not selection & inside and not any(every.consistent(selection | {id_}) for id_ in inside)
