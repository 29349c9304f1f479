"""What is odd about a set of options, in words for those who edit it. The finding is the kit's, on numbers."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from option_engine.check import Issue, IssueKind, issues
from option_engine.choices import Choices, Group, Option, Rule, RuleKind

from admin_service.options.draft import GroupDraft, OptionDraft, OptionsDraft, RuleDraft


@dataclass(frozen=True)
class OptionIssue:
    """Something odd, by the codes of what it is about."""

    kind: IssueKind
    message: str
    option_codes: Sequence[str]
    group_code: str | None
    example: Sequence[str]


def issues_of(draft: OptionsDraft) -> list[OptionIssue]:
    """Everything odd about these options."""
    numbered = _Numbered(draft)
    return [numbered.told(issue) for issue in issues(numbered.choices)]


class _Numbered:
    """A draft with numbers in place of its codes, which are the places in its lists."""

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

    def told(self, issue: Issue) -> OptionIssue:
        """The issue in words and codes."""
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
                rules = " ".join(self._said(self._rules[rule.id]) for rule in issue.rules)
                return f"{option} can never be chosen, as its own rules contradict each other: {rules}"
            case IssueKind.NEVER_CHOOSABLE:
                return f"{option} is available, but nothing that can be put together has it."
            case IssueKind.DEAD_END:
                chosen = _listed(self._options[place].name for place in issue.example)
                return f"After {chosen} nothing of {group} can be chosen any more."
            case IssueKind.NO_VALID_CHOICE if group:
                return f"Nothing of {group} can be chosen, and something has to be."
            case IssueKind.NO_VALID_CHOICE:
                return "Nothing can be put together that has something of every group that needs it."
            case IssueKind.UNDECIDED:
                return "There are too many ways to choose to look at all of them: there may be more to say."

    def _said(self, rule: RuleDraft) -> str:
        names = {option.code: option.name for option in self._options}
        option, targets = names[rule.option], _listed(names[code] for code in rule.targets)
        match rule.kind:
            case RuleKind.NEEDS:
                return f"{option} needs {targets}."
            case RuleKind.EXCLUDES:
                return f"{option} does not go with {targets}."
            case RuleKind.ONLY:
                group = next(group.name for group in self._groups if group.code == rule.group)
                return (
                    f"{option} goes only with {targets} of {group}."
                    if targets
                    else f"{option} goes with no {group}."
                )


def _rule(place: int, rule: RuleDraft, groups: Sequence[GroupDraft], number: Mapping[str, int]) -> Rule:
    group = next((place for place, group in enumerate(groups) if group.code == rule.group), None)
    targets = frozenset(number[code] for code in rule.targets)
    return Rule(place, rule.kind, number[rule.option], targets, group)


def _listed(names: Iterable[str]) -> str:
    """`a`, `a and b`, `a, b and c`."""
    *most, last = [*names] or [""]
    return f"{', '.join(most)} and {last}" if most else last
