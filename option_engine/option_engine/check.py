"""What is odd about a set of options and rules: looked for before anybody has to choose from it.

Pure mechanism on numbers, as `choices`. The searches add one option after the other to a selection that keeps all
rules, and keep to a budget of steps: what was found until then is true in any case.
"""

from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace
from enum import StrEnum

from option_engine.choices import Block, Choices, Group, Needed, Rule

STEPS = 20_000
"""Some tenths of a second. A shop's own options take a few hundred."""


class IssueKind(StrEnum):
    """What kind of oddity it is."""

    CONTRADICTION = "CONTRADICTION"
    """By the rules alone an option cannot be chosen, not even by itself."""
    NEVER_CHOOSABLE = "NEVER_CHOOSABLE"
    """An option is available, and part of no selection that is whole."""
    DEAD_END = "DEAD_END"
    """One can choose so that every option of a required group is blocked."""
    NO_VALID_CHOICE = "NO_VALID_CHOICE"
    """No selection is whole."""
    UNDECIDED = "UNDECIDED"
    """The budget was used up: there may be more."""


@dataclass(frozen=True)
class Issue:
    """An oddity: the option or group that it is about, the rules that make it, and a selection that shows it."""

    kind: IssueKind
    option: int | None = None
    group: int | None = None
    rules: tuple[Rule, ...] = ()
    example: tuple[int, ...] = ()


def issues(choices: Choices, *, steps: int = STEPS) -> list[Issue]:
    """Everything odd about them, as far as so many steps show."""
    found = list(_contradictions(choices))
    try:
        # What comes before the budget is used up is kept.
        found.extend(_searched_for(choices, steps, {issue.option for issue in found}))
    except _OutOfSteps:
        found.append(Issue(IssueKind.UNDECIDED))
    return found


def _searched_for(choices: Choices, steps: int, contradictory: Collection[int | None]) -> Iterator[Issue]:
    search = _Search(choices, steps)
    if not search.any_whole:
        yield Issue(IssueKind.NO_VALID_CHOICE, group=search.hopeless_group)
        return
    for id_ in search.never_choosable():
        if id_ not in contradictory:
            yield Issue(IssueKind.NEVER_CHOOSABLE, option=id_)
    for group in choices.groups:
        if group.required and (example := search.dead_end(group)) is not None:
            yield Issue(IssueKind.DEAD_END, group=group.id, example=example)


def _contradictions(choices: Choices) -> Iterator[Issue]:
    """Options that are blocked where nothing is chosen yet, and everything is available."""
    options = [replace(option, available=True) for option in choices.options]
    available = Choices(choices.groups, options, choices.rules)
    for id_, verdict in available.verdicts(()).items():
        if verdict.blocks:
            rules = _rules_behind(available, id_, verdict.blocks[0])
            yield Issue(IssueKind.CONTRADICTION, id_, rules=tuple(rule for rule in choices.rules if rule in rules))


def _rules_behind(choices: Choices, option: int, block: Block) -> set[Rule]:
    """The rules by which an option is in its own way: how it comes to need what, and why that does not go."""
    wanted = choices.needed([option])
    if block.group is not None:
        return _reasons(wanted, *choices.members(choices.group[block.group], wanted))
    assert block.other is not None
    assert block.rule is not None
    return {block.rule} | _reasons(wanted, block.other, option if block.needed is None else block.needed)


def _reasons(wanted: Needed, *options: int) -> set[Rule]:
    """The rules by which these options came to be needed."""
    reasons: set[Rule] = set()
    for option in options:
        rule = wanted[option]
        while rule is not None:
            reasons.add(rule)
            rule = wanted[rule.option]
    return reasons


class _OutOfSteps(Exception):
    """The budget is used up."""


@dataclass(frozen=True)
class _Picked:
    """Chosen options that go together, everything that they need (and they), and everything that this bars."""

    chosen: frozenset[int] = frozenset()
    there: frozenset[int] = frozenset()
    barred: frozenset[int] = frozenset()


NOTHING = _Picked()


class _Search:
    """Searches with one budget. What each option needs and bars is looked up once: a step is cheap."""

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
    def hopeless_group(self) -> int | None:
        """A required group of which nothing can be chosen at all."""
        required = (group for group in self._choices.groups if group.required)
        hopeless = (group.id for group in required if self._blocks(NOTHING, group))
        return next(hopeless, None)

    @property
    def any_whole(self) -> bool:
        """Whether there is a selection that is whole."""
        return self.hopeless_group is None and self._completed(NOTHING) is not None

    def never_choosable(self) -> Iterator[int]:
        """The available options that are part of no selection that is whole."""
        part_of_some: set[int] = set()
        for id_ in self._order:
            if id_ in part_of_some or id_ in self._unavailable:
                continue
            picked = self._tried(NOTHING, id_)
            whole = None if picked is None else self._completed(picked)
            if whole is None:
                yield id_
            else:
                part_of_some |= whole

    def dead_end(self, group: Group) -> tuple[int, ...] | None:
        """A selection with nothing of the group that blocks all of it; None where there is none."""
        hindering = {id_: self._hindering(id_, group) for id_ in self._order if id_ in self._members[group.id]}
        found = self._blocking(group, hindering, NOTHING, set())
        return None if found is None else self._shortened(group, found)

    def _completed(self, picked: _Picked) -> frozenset[int] | None:
        """A selection that is whole and has what is picked. The group with the fewest ways on is tried first."""
        ways = [
            [more for id_ in self._order if id_ in members and (more := self._tried(picked, id_))]
            for group in self._choices.groups
            if group.required and not picked.there & (members := self._members[group.id])
        ]
        if not ways:
            return picked.there
        completed = (self._completed(more) for more in min(ways, key=len))
        return next((whole for whole in completed if whole is not None), None)

    def _blocking(
        self,
        group: Group,
        hindering: dict[int, list[int]],
        picked: _Picked,
        seen: set[frozenset[int]],
    ) -> _Picked | None:
        """What is picked, with more, so that it blocks the group. Each addition hinders the first that is not."""
        free = [id_ for id_ in hindering if self._tried(picked, id_)]
        if not free:
            return picked
        fewest = min(free, key=lambda id_: len(hindering[id_]))
        for id_ in hindering[fewest]:
            more = None if id_ in picked.there else self._tried(picked, id_)
            if more is None or more.there in seen:
                continue
            seen.add(more.there)
            found = self._blocking(group, hindering, more, seen)
            if found is not None:
                return found
        return None

    def _hindering(self, option: int, group: Group) -> list[int]:
        """The options that can help to block this one of the group: they clash with it, or take places from it."""
        wanted = self._needs[option]
        shared = [members for members in self._members.values() if members & wanted]
        return [
            id_
            for id_ in self._order
            if not self._needs[id_] & self._members[group.id]
            and (self._bars[id_] & wanted or any(self._needs[id_] & members - wanted for members in shared))
        ]

    def _shortened(self, group: Group, picked: _Picked) -> tuple[int, ...]:
        """Without what is not needed to block the group."""
        chosen = [id_ for id_ in self._order if id_ in picked.chosen]
        for id_ in tuple(chosen):
            fewer = NOTHING
            for other in chosen:
                fewer = fewer if other == id_ else self._joined(fewer, other) or fewer
            if self._blocks(fewer, group):
                chosen.remove(id_)
        return tuple(chosen)

    def _blocks(self, picked: _Picked, group: Group) -> bool:
        return all(self._joined(picked, id_) is None for id_ in self._members[group.id])

    def _tried(self, picked: _Picked, option: int) -> _Picked | None:
        """A step: the option as well; None where it does not go with what is picked."""
        self._steps -= 1
        if self._steps < 0:
            raise _OutOfSteps
        return self._joined(picked, option)

    def _joined(self, picked: _Picked, option: int) -> _Picked | None:
        there = picked.there | self._needs[option]
        barred = picked.barred | self._bars[option]
        fits = there.isdisjoint(barred) and there.isdisjoint(self._unavailable)
        if fits and all(len(there & self._members[group.id]) <= group.most for group in self._choices.groups):
            return _Picked(picked.chosen | {option}, there, barred)
        return None
