"""The input to replace the options of a product, with its validation. Options are referred to by code."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Mapping
from decimal import Decimal
from typing import Annotated

import orjson
from option_engine.choices import RuleKind
from pydantic import AfterValidator, BaseModel, ConfigDict, Field
from service_kit.errors import InvalidInput, read_input
from service_kit.fields import code, optional_text, text
from service_kit.images import image_address

from admin_service.money import in_cents
from admin_service.options.model import Group, Option, ProductOptions, Rule

MAX_GROUPS, MAX_OPTIONS, MAX_RULES = 10, 60, 100
MAX_BYTES = 170_000
"""The maximum size of the groups in JSON, so that one event can carry them with all rules."""

Code = Annotated[
    str, *code(50, r"[a-z0-9]+(-[a-z0-9]+)*", "Use lower-case letters and digits, with single hyphens between.")
]
Reference = Annotated[str, Field(max_length=50)]
Name = Annotated[str, *text(100)]
Picture = Annotated[str, *image_address(200)]
Info = Annotated[str, *optional_text(300)]
Difference = Annotated[Decimal, Field(max_digits=12, decimal_places=2), AfterValidator(in_cents)]


class OptionDraft(BaseModel):
    """An option to set."""

    model_config = ConfigDict(extra="ignore", frozen=True)

    code: Code
    name: Name
    picture: Picture | None = None
    text: Info = ""
    price_difference: Difference = Decimal("0.00")
    available: bool = True

    @classmethod
    def of(cls, option: Option) -> "OptionDraft":
        return cls.model_construct(**{name: getattr(option, name) for name in cls.model_fields})


class GroupDraft(BaseModel):
    """A group to set, with its options in display order."""

    model_config = ConfigDict(extra="ignore", frozen=True)

    code: Code
    name: Name
    required: bool = False
    max_choices: Annotated[int, Field(ge=1, le=20)] = 1
    options: tuple[OptionDraft, ...] = ()

    @classmethod
    def of(cls, group: Group) -> "GroupDraft":
        return cls.model_construct(
            code=group.code,
            name=group.name,
            required=group.required,
            max_choices=group.max_choices,
            options=tuple(OptionDraft.of(option) for option in group.options),
        )


class RuleDraft(BaseModel):
    """A rule to set. `group` is the group of the targets if the kind is ONLY."""

    model_config = ConfigDict(extra="ignore", frozen=True)

    kind: RuleKind
    option: Reference
    group: Reference | None = None
    targets: tuple[Reference, ...] = ()

    @classmethod
    def of(cls, rule: Rule) -> "RuleDraft":
        return cls.model_construct(
            kind=rule.kind,
            option=rule.option.code,
            group=None if rule.group is None else rule.group.code,
            targets=tuple(target.code for target in rule.targets),
        )


class OptionsDraft(BaseModel):
    """All options to set for a product. `read` creates a draft from untrusted input."""

    model_config = ConfigDict(extra="ignore", frozen=True)

    groups: Annotated[tuple[GroupDraft, ...], Field(max_length=MAX_GROUPS)] = ()
    rules: Annotated[tuple[RuleDraft, ...], Field(max_length=MAX_RULES)] = ()

    @classmethod
    def read(cls, fields: Mapping[str, object], context: Mapping[str, object] | None = None) -> "OptionsDraft":
        """Validates the input. Raises InvalidInput with the path of each field: `groups.0.options.2.code`."""
        draft = read_input(cls, fields, context)
        wrong: dict[str, list[str]] = defaultdict(list)
        for path, message in draft._mistakes():
            wrong[path].append(message)
        if wrong:
            raise InvalidInput(wrong)
        return draft.model_copy(update={"rules": tuple(draft._in_order(rule) for rule in draft.rules)})

    @classmethod
    def of(cls, options: ProductOptions) -> "OptionsDraft":
        """Returns the draft that leaves the options of a product unchanged."""
        return cls.model_construct(
            groups=tuple(GroupDraft.of(group) for group in options.groups),
            rules=tuple(RuleDraft.of(rule) for rule in options.rules),
        )

    @property
    def options(self) -> Mapping[str, OptionDraft]:
        """All options by code, in display order."""
        return {option.code: option for group in self.groups for option in group.options}

    def _in_order(self, rule: RuleDraft) -> RuleDraft:
        targets = tuple(code for code in self.options if code in rule.targets)
        return rule.model_copy(update={"targets": targets})

    def _mistakes(self) -> Iterator[tuple[str, str]]:
        """Finds mistakes that concern several fields. Yields the path and a message of each."""
        groups = {f"groups.{place}.code": group.code for place, group in enumerate(self.groups)}
        options = {
            f"groups.{place}.options.{number}.code": option.code
            for place, group in enumerate(self.groups)
            for number, option in enumerate(group.options)
        }
        if len(options) > MAX_OPTIONS:
            yield "groups", f"There are {len(options)} options. The maximum is {MAX_OPTIONS}."
        size = len(orjson.dumps([group.model_dump(mode="json") for group in self.groups]))
        if size > MAX_BYTES:
            yield "groups", f"The groups take {size} bytes. The maximum is {MAX_BYTES}. Shorten the texts."
        yield from _duplicates(groups, "Another group has the same code.")
        yield from _duplicates(options, "Another option has the same code.")
        members = {group.code: {option.code for option in group.options} for group in self.groups}
        for place, rule in enumerate(self.rules):
            for field, message in _mistakes_of(rule, members, set(options.values())):
                yield f"rules.{place}.{field}", message


def _duplicates(codes: Mapping[str, str], message: str) -> Iterator[tuple[str, str]]:
    times = Counter(codes.values())
    yield from ((path, message) for path, one in codes.items() if times[one] > 1)


def _mistakes_of(
    rule: RuleDraft, members: Mapping[str, Collection[str]], options: Collection[str]
) -> Iterator[tuple[str, str]]:
    if rule.option not in options:
        yield "option", f"There is no option {rule.option!r}."
    yield from _mistakes_of_group(rule, members)
    for number, target in enumerate(rule.targets):
        if target not in options:
            yield "targets", f"There is no option {target!r}."
        elif target == rule.option:
            yield "targets", "An option cannot be its own target."
        elif target in rule.targets[:number]:
            yield "targets", f"{target!r} is listed twice."
        elif rule.kind == RuleKind.ONLY and target not in members.get(rule.group or "", options):
            yield "targets", f"{target!r} is not in the group {rule.group!r}."
    if not rule.targets and rule.kind != RuleKind.ONLY:
        yield "targets", "Add at least one option."


def _mistakes_of_group(rule: RuleDraft, members: Mapping[str, Collection[str]]) -> Iterator[tuple[str, str]]:
    if rule.kind != RuleKind.ONLY:
        if rule.group is not None:
            yield "group", "Only rules of the kind ONLY can have a group."
    elif rule.group is None:
        yield "group", "A rule of the kind ONLY needs the group of its targets."
    elif rule.group not in members:
        yield "group", f"There is no group {rule.group!r}."
