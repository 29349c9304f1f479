"""The messages for users about options and compatibility rules."""

from collections import Counter
from collections.abc import Collection, Iterable

from option_engine.choices import Block, Cause, Problem, Rule, RuleKind

from main_service.options.document import Document, Group

UNKNOWN = "A selected option is no longer available."


class Wording:
    """Builds the messages about the options of one product."""

    def __init__(self, document: Document) -> None:
        self._document = document
        self._groups = {group.id: group for group in document.groups}
        self._options = {option.id: (option.name, group) for group in document.groups for option in group.options}
        self._count = Counter(name for name, _ in self._options.values())

    def problem(self, problem: Problem) -> str:
        """Describes a problem of a selection."""
        match problem.cause:
            case Cause.UNAVAILABLE:
                return self._unavailable(problem.options[0])
            case Cause.CLASH:
                assert problem.rule is not None
                return self._clash(problem.rule, *problem.options)
            case Cause.NEEDS:
                return self._requires(*problem.options)
            case Cause.FULL:
                return f"{self._group(problem.group).name}: select at most {self._group(problem.group).most}."
            case Cause.MISSING:
                group = self._group(problem.group)
                return f"{group.name}: select {'one option' if group.most == 1 else 'at least one option'}."

    def block(self, option: int, block: Block, chosen: Collection[int]) -> str:
        """Explains why an option cannot be selected, including the rule and the required options."""
        sentences = []
        if block.needed is not None:
            sentences.append(self._requires(option, block.needed))
        sentences.append(self._obstacle(option, block))
        if block.other is not None and block.other not in {option, block.needed}:
            sentences += [self._requires(one, block.other) for one in self._requiring(block.other, chosen)]
        return " ".join(sentences)

    def remedy(self, block: Block, without: Collection[int]) -> str | None:
        """Names the options to remove so that the blocked option can be selected; None if that does not help."""
        requiring = [
            one for one in self._options if one in without and block.other in self._document.choices.needed([one])
        ]
        return f"Remove {self._names(requiring, 'and')} to select this." if requiring else None

    def _obstacle(self, option: int, block: Block) -> str:
        match block.cause:
            case Cause.UNAVAILABLE:
                assert block.other is not None
                return self._unavailable(block.other)
            case Cause.FULL:
                group = self._group(block.group)
                return f"{group.name}: you can select at most {group.most}."
            case _:
                assert block.rule is not None
                assert block.other is not None
                return self._clash(block.rule, option if block.needed is None else block.needed, block.other)

    def _clash(self, rule: Rule, one: int, other: int) -> str:
        name = self._name(rule.option)
        if rule.kind == RuleKind.ONLY:
            group = self._group(rule.group)
            targets = [option.id for option in group.options if option.id in rule.targets]
            if targets:
                return f"{name} can only be combined with {self._names(targets, 'or')}."
            return f"{name} cannot be combined with any {_inside(group.name)}."
        return f"{name} cannot be combined with {self._name(other if rule.option == one else one)}."

    def _requires(self, one: int, other: int) -> str:
        return f"{self._name(one)} requires {self._name(other)}."

    def _unavailable(self, option: int) -> str:
        return f"{self._name(option)} is currently unavailable."

    def _requiring(self, needed: int, chosen: Collection[int]) -> Iterable[int]:
        """The selected options that require the given option, if it is not selected itself."""
        if needed in chosen:
            return []
        return [one for one in self._options if one in chosen and needed in self._document.choices.needed([one])]

    def _group(self, id_: int | None) -> Group:
        assert id_ is not None
        return self._groups[id_]

    def _names(self, ids: Iterable[int], word: str) -> str:
        names = [self._name(id_) for id_ in ids]
        return f" {word} ".join([", ".join(names[:-1]), names[-1]] if len(names) > 1 else names)

    def _name(self, id_: int) -> str:
        """The name of an option, followed by its group if another option has the same name."""
        name, group = self._options[id_]
        return name if self._count[name] == 1 else f"{name} {_inside(group.name)}"


def _inside(name: str) -> str:
    """The name of a group as it is written inside a sentence."""
    return name[:1].lower() + name[1:] if name[1:2].islower() else name
