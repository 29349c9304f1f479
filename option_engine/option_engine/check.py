"""Checks options and rules for problems before customers use them.

Like `choices`, it works on ids only. The searches add options one by one to a selection that keeps all rules, and
stop after a number of steps. Issues that were found before that are reported.
"""

from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace
from enum import StrEnum

from option_engine.choices import Block, Choices, Group, Needed, Rule

STEPS = 20_000
"""About a few tenths of a second. The options of the demo shop need a few hundred steps."""


class IssueKind(StrEnum):
    """The kind of issue."""

    CONTRADICTION = "CONTRADICTION"
    """Because of the rules, the option can never be selected, not even alone."""
    NEVER_CHOOSABLE = "NEVER_CHOOSABLE"
    """The option is available, but no complete selection contains it."""
    DEAD_END = "DEAD_END"
    """A selection exists that blocks every option of a required group."""
    NO_VALID_CHOICE = "NO_VALID_CHOICE"
    """No complete selection exists."""
    UNDECIDED = "UNDECIDED"
    """The check stopped after the maximum number of steps. There may be more issues."""


@dataclass(frozen=True)
class Issue:
    """An issue: the option or group, the rules that cause it, and an example selection."""

    kind: IssueKind
    option: int | None = None
    group: int | None = None
    rules: tuple[Rule, ...] = ()
    example: tuple[int, ...] = ()


def issues(choices: Choices, *, steps: int = STEPS) -> list[Issue]:
    """Return the issues that can be found in `steps` steps."""
    found = list(_contradictions(choices))
    try:
        # Issues found before the steps are used up are kept.
        found.extend(_search_issues(choices, steps, {issue.option for issue in found}))
    except _OutOfSteps:
        found.append(Issue(IssueKind.UNDECIDED))
    return found


def _search_issues(choices: Choices, steps: int, contradictory: Collection[int | None]) -> Iterator[Issue]:
    search = _Search(choices, steps)
    if not search.has_complete_selection:
        yield Issue(IssueKind.NO_VALID_CHOICE, group=search.unselectable_group)
        return
    for id_ in search.unselectable_options():
        if id_ not in contradictory:
            yield Issue(IssueKind.NEVER_CHOOSABLE, option=id_)
    for group in choices.groups:
        if group.required and (example := search.dead_end(group)) is not None:
            yield Issue(IssueKind.DEAD_END, group=group.id, example=example)


def _contradictions(choices: Choices) -> Iterator[Issue]:
    """Options that are blocked even if nothing is selected and everything is available."""
    options = [replace(option, available=True) for option in choices.options]
    available = Choices(choices.groups, options, choices.rules)
    for id_, verdict in available.verdicts(()).items():
        if verdict.blocks:
            rules = _rules_behind(available, id_, verdict.blocks[0])
            yield Issue(IssueKind.CONTRADICTION, id_, rules=tuple(rule for rule in choices.rules if rule in rules))


def _rules_behind(choices: Choices, option: int, block: Block) -> set[Rule]:
    """Return the rules that cause the contradiction: those that require options, and those that forbid them."""
    wanted = choices.needed([option])
    if block.group is not None:
        return _reasons(wanted, *choices.members(choices.group[block.group], wanted))
    assert block.other is not None
    assert block.rule is not None
    return {block.rule} | _reasons(wanted, block.other, option if block.needed is None else block.needed)


def _reasons(wanted: Needed, *options: int) -> set[Rule]:
    """Return the rules because of which these options are needed."""
    reasons: set[Rule] = set()
    for option in options:
        rule = wanted[option]
        while rule is not None:
            reasons.add(rule)
            rule = wanted[rule.option]
    return reasons


class _OutOfSteps(Exception):
    """All steps are used up."""


@dataclass(frozen=True)
class _Picked:
    """Selected options that can be combined, all options that they need, and all options that they bar."""

    chosen: frozenset[int] = frozenset()
    there: frozenset[int] = frozenset()
    barred: frozenset[int] = frozenset()


EMPTY = _Picked()


class _Search:
    """Searches with a common number of steps. The needs and clashes of each option are precomputed."""

    def __init__(self, choices: Choices, steps: int) -> None:
        self._choices = choices
        self._steps = steps
        self._order = [option.id for option in choices.options]
        self._needs = {id_: frozenset(choices.needed([id_])) for id_ in self._order}
        self._bars = {
            id_: frozenset(other for one in self._needs[id_] for other in choices.clashing_with(one))
            for id_ in self._order
        }
        self._members = {group.id: frozenset(choices.members(group, self._order)) for group in choices.groups}
        self._unavailable = frozenset(option.id for option in choices.options if not option.available)

    @property
    def unselectable_group(self) -> int | None:
        """A required group of which no option can be selected."""
        required = (group for group in self._choices.groups if group.required)
        hopeless = (group.id for group in required if self._blocks(EMPTY, group))
        return next(hopeless, None)

    @property
    def has_complete_selection(self) -> bool:
        """Whether a complete selection exists."""
        return self.unselectable_group is None and self._complete(EMPTY) is not None

    def unselectable_options(self) -> Iterator[int]:
        """Yield the available options that no complete selection contains."""
        part_of_some: set[int] = set()
        for id_ in self._order:
            if id_ in part_of_some or id_ in self._unavailable:
                continue
            picked = self._try_add(EMPTY, id_)
            complete = None if picked is None else self._complete(picked)
            if complete is None:
                yield id_
            else:
                part_of_some |= complete

    def dead_end(self, group: Group) -> tuple[int, ...] | None:
        """Return a selection without options of the group that blocks all of them, or None."""
        hindering = {id_: self._hindering(id_, group) for id_ in self._order if id_ in self._members[group.id]}
        found = self._blocking(group, hindering, EMPTY, set())
        return None if found is None else self._minimal(group, found)

    def _complete(self, picked: _Picked) -> frozenset[int] | None:
        """Return a complete selection with `picked`. Starts with the group that has the fewest candidates."""
        candidates = [
            [more for id_ in self._order if id_ in members and (more := self._try_add(picked, id_))]
            for group in self._choices.groups
            if group.required and not picked.there & (members := self._members[group.id])
        ]
        if not candidates:
            return picked.there
        completions = (self._complete(more) for more in min(candidates, key=len))
        return next((complete for complete in completions if complete is not None), None)

    def _blocking(
        self,
        group: Group,
        hindering: dict[int, list[int]],
        picked: _Picked,
        seen: set[frozenset[int]],
    ) -> _Picked | None:
        """Extend `picked` until it blocks the group. Each added option hinders the first unblocked option."""
        free = [id_ for id_ in hindering if self._try_add(picked, id_)]
        if not free:
            return picked
        fewest = min(free, key=lambda id_: len(hindering[id_]))
        for id_ in hindering[fewest]:
            more = None if id_ in picked.there else self._try_add(picked, id_)
            if more is None or more.there in seen:
                continue
            seen.add(more.there)
            found = self._blocking(group, hindering, more, seen)
            if found is not None:
                return found
        return None

    def _hindering(self, option: int, group: Group) -> list[int]:
        """Return the options that help to block this option: they clash with it or take places that it needs."""
        wanted = self._needs[option]
        shared = [members for members in self._members.values() if members & wanted]
        return [
            id_
            for id_ in self._order
            if not self._needs[id_] & self._members[group.id]
            and (self._bars[id_] & wanted or any(self._needs[id_] & members - wanted for members in shared))
        ]

    def _minimal(self, group: Group, picked: _Picked) -> tuple[int, ...]:
        """Remove the options that are not needed to block the group."""
        chosen = [id_ for id_ in self._order if id_ in picked.chosen]
        for id_ in tuple(chosen):
            fewer = EMPTY
            for other in chosen:
                fewer = fewer if other == id_ else self._add(fewer, other) or fewer
            if self._blocks(fewer, group):
                chosen.remove(id_)
        return tuple(chosen)

    def _blocks(self, picked: _Picked, group: Group) -> bool:
        return all(self._add(picked, id_) is None for id_ in self._members[group.id])

    def _try_add(self, picked: _Picked, option: int) -> _Picked | None:
        """Use one step to add an option. Returns None if it cannot be combined with `picked`."""
        self._steps -= 1
        if self._steps < 0:
            raise _OutOfSteps
        return self._add(picked, option)

    def _add(self, picked: _Picked, option: int) -> _Picked | None:
        there = picked.there | self._needs[option]
        barred = picked.barred | self._bars[option]
        fits = there.isdisjoint(barred) and there.isdisjoint(self._unavailable)
        if fits and all(len(there & self._members[group.id]) <= group.most for group in self._choices.groups):
            return _Picked(picked.chosen | {option}, there, barred)
        return None
