"""The option engine: which options of a configurable product can be combined.

It works on ids only; the services define what the options are and format the messages. All rules are reduced to
two relations: two options *clash*, or one option *needs* another.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum


class RuleKind(StrEnum):
    """The kind of relation between a rule's option and its targets."""

    ONLY = "ONLY"
    """If the option is selected, only the targets may be selected from the rule's group."""
    EXCLUDES = "EXCLUDES"
    """The option cannot be combined with any target."""
    NEEDS = "NEEDS"
    """The option requires all targets."""


@dataclass(frozen=True)
class Group:
    """A group of options: whether a selection is required, and the maximum number of selected options."""

    id: int
    required: bool = False
    most: int = 1


@dataclass(frozen=True)
class Option:
    """An option. An unavailable option cannot be selected at the moment."""

    id: int
    group: int
    available: bool = True


@dataclass(frozen=True)
class Rule:
    """A rule for an option. `group` is the group of the targets; only rules of kind ONLY have it."""

    id: int
    kind: RuleKind
    option: int
    targets: frozenset[int]
    group: int | None = None


class Cause(StrEnum):
    """Why an option is blocked, or a selection is incomplete."""

    UNAVAILABLE = "UNAVAILABLE"
    CLASH = "CLASH"
    FULL = "FULL"
    NEEDS = "NEEDS"
    MISSING = "MISSING"


@dataclass(frozen=True)
class Block:
    """A reason why an option is blocked: `other` is unavailable, clashes, or takes the last place of `group`.

    `needed` is set if the reason applies not to the option itself, but to an option that it needs. `rule` is the
    rule because of which two options clash, or because of which an option that was not selected is needed.
    """

    cause: Cause
    other: int | None = None
    rule: Rule | None = None
    group: int | None = None
    needed: int | None = None


@dataclass(frozen=True)
class Problem:
    """A reason why a selection is not valid: the selected options with the violated rule, or the group."""

    cause: Cause
    options: tuple[int, ...] = ()
    rule: Rule | None = None
    group: int | None = None


@dataclass(frozen=True)
class Verdict:
    """The relation of an option to a selection.

    `without` are the selected options to remove so that this one can be selected; None if that is not possible.
    `then` is the selection after toggling the option; None if the option cannot be selected.
    """

    option: int
    chosen: bool
    blocks: tuple[Block, ...]
    without: frozenset[int] | None
    then: frozenset[int] | None

    @property
    def blocked(self) -> bool:
        """Whether the option cannot be selected at the moment."""
        return bool(self.blocks) and not self.chosen


Needed = Mapping[int, Rule | None]
"""Required options, each with the rule that requires it; None for options that were selected directly."""


@dataclass(frozen=True)
class Choices:
    """The groups, options and rules of one product, in display order."""

    groups: Sequence[Group]
    options: Sequence[Option]
    rules: Sequence[Rule]
    option: Mapping[int, Option] = field(init=False)
    group: Mapping[int, Group] = field(init=False)
    _clashes: Mapping[int, Mapping[int, Rule]] = field(init=False)
    _needs: Mapping[int, Mapping[int, Rule]] = field(init=False)

    def __post_init__(self) -> None:
        clashes: dict[int, dict[int, Rule]] = defaultdict(dict)
        needs: dict[int, dict[int, Rule]] = defaultdict(dict)
        for rule in self.rules:
            if rule.kind == RuleKind.NEEDS:
                needs[rule.option] |= dict.fromkeys(sorted(rule.targets), rule)
            for other in self._excluded(rule):
                clashes[rule.option].setdefault(other, rule)
                clashes[other].setdefault(rule.option, rule)
        vars(self).update(
            option={option.id: option for option in self.options},
            group={group.id: group for group in self.groups},
            _clashes=clashes,
            _needs=needs,
        )

    def problems(self, selection: Collection[int]) -> list[Problem]:
        """Return the problems of a selection; empty if it is valid and complete. Unknown options are ignored."""
        chosen = [option.id for option in self.options if option.id in selection]
        return [
            *(Problem(Cause.UNAVAILABLE, (id_,)) for id_ in chosen if not self.option[id_].available),
            *self._clashing(chosen),
            *self._unmet_needs(chosen),
            *self._group_problems(chosen),
        ]

    def verdicts(self, selection: Collection[int]) -> dict[int, Verdict]:
        """Return the relation of each option to the selection, in display order."""
        chosen = frozenset(selection) & self.option.keys()
        return {option.id: self._verdict(option.id, chosen) for option in self.options}

    def consistent(self, selection: Collection[int]) -> bool:
        """Whether the selection can be extended so that it keeps all rules. Ignores required groups."""
        there = self.needed(selection)
        return (
            all(self.option[id_].available for id_ in there)
            and not self._clashing(list(there))
            and all(len(self.members(group, there)) <= group.most for group in self.groups)
        )

    def needed(self, selection: Iterable[int]) -> Needed:
        """Return the selection and all options that it needs, directly or indirectly."""
        found: dict[int, Rule | None] = dict.fromkeys(selection)
        waiting = list(found)
        while waiting:
            for target, rule in self._needs.get(waiting.pop(), {}).items():
                if target not in found:
                    found[target] = rule
                    waiting.append(target)
        return found

    def clashing_with(self, option: int) -> Collection[int]:
        """Return the options that cannot be combined with this one."""
        return self._clashes.get(option, {}).keys()

    def members(self, group: Group, among: Collection[int]) -> list[int]:
        """Return the options of the group that are in `among`, in display order."""
        return [option.id for option in self.options if option.group == group.id and option.id in among]

    def _excluded(self, rule: Rule) -> frozenset[int]:
        if rule.kind == RuleKind.EXCLUDES:
            return rule.targets
        if rule.kind == RuleKind.ONLY:
            inside = {option.id for option in self.options if option.group == rule.group}
            return frozenset(inside - rule.targets - {rule.option})
        return frozenset()

    def _clashing(self, there: Sequence[int]) -> list[Problem]:
        return [
            Problem(Cause.CLASH, (one, other), rule)
            for place, one in enumerate(there)
            for other in there[place:]
            if (rule := self._clashes.get(one, {}).get(other))
        ]

    def _unmet_needs(self, chosen: Sequence[int]) -> list[Problem]:
        return [
            Problem(Cause.NEEDS, (one, target), rule)
            for one in chosen
            for target, rule in self._needs.get(one, {}).items()
            if target not in chosen
        ]

    def _group_problems(self, chosen: Collection[int]) -> list[Problem]:
        problems = []
        for group in self.groups:
            inside = self.members(group, chosen)
            if len(inside) > group.most:
                problems.append(Problem(Cause.FULL, tuple(inside), group=group.id))
            elif group.required and not inside:
                problems.append(Problem(Cause.MISSING, group=group.id))
        return problems

    def _verdict(self, option: int, chosen: frozenset[int]) -> Verdict:
        rest = chosen - self._replaced(option, chosen) - {option}
        wanted, there = self.needed([option]), self.needed(rest)
        blocks = [
            *self._unavailable(option, wanted),
            *self._clashing_options(option, wanted, there),
            *self._full_groups(option, wanted, there),
        ]
        # Each block names an option to remove, together with all options that need it. The option's own needs must
        # stay.
        in_the_way = {block.other for block in blocks}
        hopeless = None in in_the_way or bool(in_the_way & wanted.keys())
        without = None if hopeless else frozenset(s for s in rest if in_the_way & self.needed([s]).keys())
        if option in chosen:
            then: frozenset[int] | None = chosen - {option}
        else:
            then = None if without is None else rest - without | {option}
        return Verdict(option, option in chosen, tuple(blocks), without, then)

    def _replaced(self, option: int, chosen: frozenset[int]) -> frozenset[int]:
        """In a group with at most one selected option, selecting another one replaces it."""
        group = self.group[self.option[option].group]
        return frozenset(self.members(group, chosen)) if group.most == 1 else frozenset()

    def _unavailable(self, option: int, wanted: Needed) -> list[Block]:
        return [
            Block(Cause.UNAVAILABLE, one, rule, needed=None if one == option else one)
            for one, rule in wanted.items()
            if not self.option[one].available
        ]

    def _clashing_options(self, option: int, wanted: Needed, there: Needed) -> list[Block]:
        return [
            Block(Cause.CLASH, other, rule, needed=None if one == option else one)
            for one in wanted
            for other, rule in self._clashes.get(one, {}).items()
            if other in wanted or other in there
        ]

    def _full_groups(self, option: int, wanted: Needed, there: Needed) -> list[Block]:
        """Return a block for each option that would have to leave a group that would become too full."""
        blocks = []
        for group in self.groups:
            own = self.members(group, wanted)
            others = [one for one in self.members(group, there) if one not in wanted]
            over = len(own) + len(others) - group.most
            if not own or over <= 0:
                continue
            needed = None if option in own else own[0]
            if len(own) > group.most:
                blocks.append(Block(Cause.FULL, None, wanted[own[-1]], group.id, needed))
            else:
                blocks.extend(Block(Cause.FULL, one, there[one], group.id, needed) for one in others[-over:])
        return blocks
