"""How the engine's findings are put for people: every text about what goes with what is here."""

from collections import Counter
from collections.abc import Collection, Iterable

from option_engine.choices import Block, Cause, Problem, Rule, RuleKind

from main_service.options.document import Document, Group

UNKNOWN = "Something that was chosen is no longer offered."


class Wording:
    """Names what there is to choose of one product, and says what is wrong with a choice."""

    def __init__(self, document: Document) -> None:
        self._document = document
        self._groups = {group.id: group for group in document.groups}
        self._options = {option.id: (option.name, group) for group in document.groups for option in group.options}
        self._count = Counter(name for name, _ in self._options.values())

    def problem(self, problem: Problem) -> str:
        """Why a selection is not whole."""
        match problem.cause:
            case Cause.UNAVAILABLE:
                return self._unavailable(problem.options[0])
            case Cause.CLASH:
                assert problem.rule is not None
                return self._clash(problem.rule, *problem.options)
            case Cause.NEEDS:
                return self._needs(*problem.options)
            case Cause.FULL:
                return f"{self._group(problem.group).name}: choose at most {self._group(problem.group).most}."
            case Cause.MISSING:
                group = self._group(problem.group)
                return f"{group.name}: choose {'one' if group.most == 1 else 'at least one'}."

    def block(self, option: int, block: Block, chosen: Collection[int]) -> str:
        """Why an option cannot be chosen: which rule is in the way, and how that comes to matter."""
        sentences = []
        if block.needed is not None:
            sentences.append(self._needs(option, block.needed))
        sentences.append(self._in_the_way(option, block))
        if block.other is not None and block.other not in {option, block.needed}:
            sentences += [self._needs(one, block.other) for one in self._asking(block.other, chosen)]
        return " ".join(sentences)

    def remedy(self, block: Block, without: Collection[int]) -> str | None:
        """What to give up to have the block go away."""
        asking = [
            one for one in self._options if one in without and block.other in self._document.choices.needed([one])
        ]
        return f"Give up {self._names(asking, 'and')} for it." if asking else None

    def _in_the_way(self, option: int, block: Block) -> str:
        match block.cause:
            case Cause.UNAVAILABLE:
                assert block.other is not None
                return self._unavailable(block.other)
            case Cause.FULL:
                group = self._group(block.group)
                return f"{group.name}: at most {group.most} can be chosen."
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
                return f"{name} goes only with {self._names(targets, 'or')}."
            return f"{name} goes with no {_inside(group.name)}."
        return f"{name} does not go with {self._name(other if rule.option == one else one)}."

    def _needs(self, one: int, other: int) -> str:
        return f"{self._name(one)} needs {self._name(other)}."

    def _unavailable(self, option: int) -> str:
        return f"{self._name(option)} cannot be had at present."

    def _asking(self, needed: int, chosen: Collection[int]) -> Iterable[int]:
        """The chosen options that need one which nobody chose."""
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
        """What an option is called; with its group, where another one is called the same."""
        name, group = self._options[id_]
        return name if self._count[name] == 1 else f"{name} {_inside(group.name)}"


def _inside(name: str) -> str:
    """A group's name as it is written inside a sentence."""
    return name[:1].lower() + name[1:] if name[1:2].islower() else name
