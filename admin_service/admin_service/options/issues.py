"""Describes the problems in a set of options. The option engine finds them, and identifies options by number."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from option_engine.check import Issue, IssueKind, issues
from option_engine.choices import Choices, Group, Option, Rule, RuleKind

from admin_service.options.draft import GroupDraft, OptionDraft, OptionsDraft, RuleDraft


@dataclass(frozen=True)
class OptionIssue:
    """A problem, with the codes of the options and the group that have it."""

    kind: IssueKind
    message: str
    option_codes: Sequence[str]
    group_code: str | None
    example: Sequence[str]


def issues_of(draft: OptionsDraft) -> list[OptionIssue]:
    """Returns all problems in these options."""
    numbered = _Numbered(draft)
    return [numbered.describe(issue) for issue in issues(numbered.choices)]


class _Numbered:
    """A draft for the option engine: its numbers are positions in the lists of the draft."""

    def __init__(self, draft: OptionsDraft) -> None:
        self._groups: Sequence[GroupDraft] = draft.groups
        self._options: Sequence[OptionDraft] = list(draft.options.values())
        self._rules: Sequence[RuleDraft] = draft.rules
        group_of = {option.code: place for place, group in enumerate(draft.groups) for option in group.options}
        number = {code: place for place, code in enumerate(draft.options)}
        self.choices = Choices(
            [Group(place, group.required, group.max_choices) for place, group in enumerate(draft.groups)],
            [Option(number[one.code], group_of[one.code], one.available) for one in self._options],
            [_rule(place, rule, draft.groups, number) for place, rule in enumerate(draft.rules)],
        )

    def describe(self, issue: Issue) -> OptionIssue:
        """Converts an issue of the engine: with a message, and codes instead of numbers."""
        return OptionIssue(
            kind=issue.kind,
            message=self._message(issue),
            option_codes=[] if issue.option is None else [self._options[issue.option].code],
            group_code=None if issue.group is None else self._groups[issue.group].code,
            example=[self._options[place].code for place in issue.example],
        )

    def _message(self, issue: Issue) -> str:
        option = "" if issue.option is None else self._options[issue.option].name
        group = "" if issue.group is None else self._groups[issue.group].name
        match issue.kind:
            case IssueKind.CONTRADICTION:
                rules = " ".join(self._describe_rule(self._rules[rule.id]) for rule in issue.rules)
                return f"{option} can never be selected, because its rules contradict each other: {rules}"
            case IssueKind.NEVER_CHOOSABLE:
                return f"{option} is available, but no complete selection can contain it."
            case IssueKind.DEAD_END:
                chosen = _join(self._options[place].name for place in issue.example)
                return f"After selecting {chosen}, no option of {group} can be selected."
            case IssueKind.NO_VALID_CHOICE if group:
                return f"{group} is required, but none of its options can be selected."
            case IssueKind.NO_VALID_CHOICE:
                return "No selection can contain an option of every required group."
            case IssueKind.UNDECIDED:
                return "There are too many possible selections to check all of them. There may be more problems."

    def _describe_rule(self, rule: RuleDraft) -> str:
        names = {option.code: option.name for option in self._options}
        option, targets = names[rule.option], _join(names[code] for code in rule.targets)
        match rule.kind:
            case RuleKind.NEEDS:
                return f"{option} requires {targets}."
            case RuleKind.EXCLUDES:
                return f"{option} cannot be combined with {targets}."
            case RuleKind.ONLY:
                group = next(group.name for group in self._groups if group.code == rule.group)
                return (
                    f"{option} can only be combined with {targets} ({group})."
                    if targets
                    else f"{option} cannot be combined with any option of {group}."
                )


def _rule(place: int, rule: RuleDraft, groups: Sequence[GroupDraft], number: Mapping[str, int]) -> Rule:
    group = next((place for place, group in enumerate(groups) if group.code == rule.group), None)
    targets = frozenset(number[code] for code in rule.targets)
    return Rule(place, rule.kind, number[rule.option], targets, group)


def _join(names: Iterable[str]) -> str:
    """`a`, `a and b`, `a, b and c`."""
    *most, last = [*names] or [""]
    return f"{', '.join(most)} and {last}" if most else last
