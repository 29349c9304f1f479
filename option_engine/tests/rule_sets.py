"""Random rule sets for tests, and an oracle that tries every selection."""

from collections.abc import Collection, Iterable
from itertools import chain, combinations

from hypothesis import strategies as st
from option_engine.choices import Choices, Group, Option, Rule, RuleKind

MAX_OPTIONS = 7


@st.composite
def rule_sets(draw: st.DrawFn) -> Choices:
    """Up to three groups, seven options and five rules."""
    groups = [
        Group(number, required=draw(st.booleans()), most=draw(st.integers(1, 3)))
        for number in range(1, draw(st.integers(1, 3)) + 1)
    ]
    group_ids = st.sampled_from([group.id for group in groups])
    options = [
        Option(number, draw(group_ids), available=draw(st.integers(0, 9)) > 0)
        for number in range(1, draw(st.integers(1, MAX_OPTIONS)) + 1)
    ]
    rules = [_rule(draw, number, options, draw(group_ids)) for number in range(draw(st.integers(0, 5)))]
    return Choices(groups, options, [rule for rule in rules if rule.targets or rule.kind == RuleKind.ONLY])


def _rule(draw: st.DrawFn, number: int, options: list[Option], group: int) -> Rule:
    kind = draw(st.sampled_from(RuleKind))
    option = draw(st.sampled_from(options)).id
    targets = draw(st.frozensets(st.sampled_from([option.id for option in options]), min_size=1, max_size=3))
    if kind == RuleKind.ONLY:
        inside = {option.id for option in options if option.group == group}
        return Rule(number, kind, option, targets & inside, group)
    return Rule(number, kind, option, targets - {option})


class EverySelection:
    """An oracle: answers questions about the options by trying every selection."""

    def __init__(self, choices: Choices, *, availability: bool = True) -> None:
        ids = [option.id for option in choices.options if option.available or not availability]
        self._choices = choices
        self._kept = [selection for selection in subsets(ids) if self._keeps_rules(selection)]

    def consistent(self, selection: Collection[int]) -> bool:
        """Whether some selection that keeps all rules contains this one."""
        return any(kept.issuperset(selection) for kept in self._kept)

    @property
    def consistent_selections(self) -> Iterable[frozenset[int]]:
        """Every selection that can be extended to one that keeps all rules."""
        return {part for kept in self._kept for part in subsets(kept)}

    @property
    def complete_selections(self) -> list[frozenset[int]]:
        """Every selection that keeps all rules and has an option of each required group."""
        return [
            kept
            for kept in self._kept
            if all(kept & members(self._choices, group) for group in self._choices.groups if group.required)
        ]

    def _keeps_rules(self, selection: frozenset[int]) -> bool:
        groups = self._choices.groups
        few_enough = all(len(selection & members(self._choices, group)) <= group.most for group in groups)
        rules = (rule for rule in self._choices.rules if rule.option in selection)
        return few_enough and all(self._is_kept(rule, selection - {rule.option}) for rule in rules)

    def _is_kept(self, rule: Rule, others: frozenset[int]) -> bool:
        match rule.kind:
            case RuleKind.NEEDS:
                return rule.targets <= others
            case RuleKind.EXCLUDES:
                return not rule.targets & others
            case RuleKind.ONLY:
                inside = {option.id for option in self._choices.options if option.group == rule.group}
                return others & inside <= rule.targets


def members(choices: Choices, group: Group) -> frozenset[int]:
    """The options of a group."""
    return frozenset(option.id for option in choices.options if option.group == group.id)


def subsets(ids: Collection[int]) -> list[frozenset[int]]:
    """Every subset of these options, smaller ones first."""
    return [
        frozenset(some) for some in chain.from_iterable(combinations(ids, size) for size in range(len(ids) + 1))
    ]
