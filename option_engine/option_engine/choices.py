"""Choices with rules: what goes with what, where something is put together from options in groups.

Pure mechanism, on numbers: what the options are, and how an answer is worded, is the services' business. All rules
come down to two relations: two options *clash*, or one *needs* another.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum


class RuleKind(StrEnum):
    """What a rule says of its option and its targets."""

    ONLY = "ONLY"
    """With the option, none of the rule's group but the targets."""
    EXCLUDES = "EXCLUDES"
    """The option goes with none of the targets."""
    NEEDS = "NEEDS"
    """The option goes only together with all of the targets."""


@dataclass(frozen=True)
class Group:
    """Options of one kind: whether one of them has to be chosen, and how many may be."""

    id: int
    required: bool = False
    most: int = 1


@dataclass(frozen=True)
class Option:
    """Something to choose. What is not available can be chosen by nobody at present."""

    id: int
    group: int
    available: bool = True


@dataclass(frozen=True)
class Rule:
    """A rule about an option; `group` is that of the targets, and only the kind ONLY has it."""

    id: int
    kind: RuleKind
    option: int
    targets: frozenset[int]
    group: int | None = None


class Cause(StrEnum):
    """Why an option is blocked, or a selection is not whole."""

    UNAVAILABLE = "UNAVAILABLE"
    CLASH = "CLASH"
    FULL = "FULL"
    NEEDS = "NEEDS"
    MISSING = "MISSING"


@dataclass(frozen=True)
class Block:
    """What keeps an option from being chosen: `other` is unavailable, clashes, or takes the last place of `group`.

    `needed` is set where that does not meet the option itself, but another one that it needs. `rule` says by which
    rule two options clash, or by which an option that nobody chose has to be there.
    """

    cause: Cause
    other: int | None = None
    rule: Rule | None = None
    group: int | None = None
    needed: int | None = None


@dataclass(frozen=True)
class Problem:
    """What keeps a selection from being whole: these chosen options, by this rule, or this group."""

    cause: Cause
    options: tuple[int, ...] = ()
    rule: Rule | None = None
    group: int | None = None


@dataclass(frozen=True)
class Verdict:
    """How an option stands to a selection.

    `without` are the chosen options that would have to be given up for it; None where that would not help. `then`
    is the selection after it is chosen so, or given up where it is chosen already; None where it cannot be had.
    """

    option: int
    chosen: bool
    blocks: tuple[Block, ...]
    without: frozenset[int] | None
    then: frozenset[int] | None

    @property
    def blocked(self) -> bool:
        """Whether it cannot be chosen as things are."""
        return bool(self.blocks) and not self.chosen


Needed = Mapping[int, Rule | None]
"""Options that have to be there, each with the rule that asks for it; None for what was chosen itself."""


@dataclass(frozen=True)
class Choices:
    """The groups, options and rules of one thing to put together, each kind in the order in which it is shown."""

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
        """What keeps the selection from being whole; nothing where it is. Unknown options are for the caller."""
        chosen = [option.id for option in self.options if option.id in selection]
        return [
            *(Problem(Cause.UNAVAILABLE, (id_,)) for id_ in chosen if not self.option[id_].available),
            *self._clashing(chosen),
            *self._lacking(chosen),
            *self._groups_unfit(chosen),
        ]

    def verdicts(self, selection: Collection[int]) -> dict[int, Verdict]:
        """How each option stands to the selection, in their order."""
        chosen = frozenset(selection) & self.option.keys()
        return {option.id: self._verdict(option.id, chosen) for option in self.options}

    def consistent(self, selection: Collection[int]) -> bool:
        """Whether more choices could make the selection keep all rules, required groups aside."""
        there = self.needed(selection)
        return (
            all(self.option[id_].available for id_ in there)
            and not self._clashing(list(there))
            and all(len(self.members(group, there)) <= group.most for group in self.groups)
        )

    def needed(self, selection: Iterable[int]) -> Needed:
        """The selection, with all that it needs, and what that needs, and so on."""
        found: dict[int, Rule | None] = dict.fromkeys(selection)
        waiting = list(found)
        while waiting:
            for target, rule in self._needs.get(waiting.pop(), {}).items():
                if target not in found:
                    found[target] = rule
                    waiting.append(target)
        return found

    def clashing_with(self, option: int) -> Collection[int]:
        """The options that never go with this one."""
        return self._clashes.get(option, {}).keys()

    def members(self, group: Group, among: Collection[int]) -> list[int]:
        """Those that are options of the group, in their order."""
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

    def _lacking(self, chosen: Sequence[int]) -> list[Problem]:
        return [
            Problem(Cause.NEEDS, (one, target), rule)
            for one in chosen
            for target, rule in self._needs.get(one, {}).items()
            if target not in chosen
        ]

    def _groups_unfit(self, chosen: Collection[int]) -> list[Problem]:
        unfit = []
        for group in self.groups:
            inside = self.members(group, chosen)
            if len(inside) > group.most:
                unfit.append(Problem(Cause.FULL, tuple(inside), group=group.id))
            elif group.required and not inside:
                unfit.append(Problem(Cause.MISSING, group=group.id))
        return unfit

    def _verdict(self, option: int, chosen: frozenset[int]) -> Verdict:
        rest = chosen - self._replaced(option, chosen) - {option}
        wanted, there = self.needed([option]), self.needed(rest)
        blocks = [
            *self._unavailable(option, wanted),
            *self._clashes_between(option, wanted, there),
            *self._places_lacking(option, wanted, there),
        ]
        # Each block names one that is in the way; it goes with all that needs it. One of its own stays in the way.
        in_the_way = {block.other for block in blocks}
        hopeless = None in in_the_way or bool(in_the_way & wanted.keys())
        without = None if hopeless else frozenset(s for s in rest if in_the_way & self.needed([s]).keys())
        if option in chosen:
            then: frozenset[int] | None = chosen - {option}
        else:
            then = None if without is None else rest - without | {option}
        return Verdict(option, option in chosen, tuple(blocks), without, then)

    def _replaced(self, option: int, chosen: frozenset[int]) -> frozenset[int]:
        """Where only one may be chosen, choosing another gives up the one before."""
        group = self.group[self.option[option].group]
        return frozenset(self.members(group, chosen)) if group.most == 1 else frozenset()

    def _unavailable(self, option: int, wanted: Needed) -> list[Block]:
        return [
            Block(Cause.UNAVAILABLE, one, rule, needed=None if one == option else one)
            for one, rule in wanted.items()
            if not self.option[one].available
        ]

    def _clashes_between(self, option: int, wanted: Needed, there: Needed) -> list[Block]:
        return [
            Block(Cause.CLASH, other, rule, needed=None if one == option else one)
            for one in wanted
            for other, rule in self._clashes.get(one, {}).items()
            if other in wanted or other in there
        ]

    def _places_lacking(self, option: int, wanted: Needed, there: Needed) -> list[Block]:
        """Groups that what is wanted would make too full, each with those that would have to leave it."""
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
