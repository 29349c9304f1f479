"""The configuration of a product: its options and a selection, checked by the option engine.

This module does no I/O. GraphQL, the basket, the checkout and the REST routes all use it to check a selection.
"""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from functools import cached_property

from option_engine.choices import Cause, Rule, Verdict

from main_service.options import errors
from main_service.options.document import NO_OPTIONS, Document, Option
from main_service.options.problems import ConfigurationProblem
from main_service.options.queries import OptionsCopy
from main_service.options.snapshot import ChosenOption
from main_service.options.wording import UNKNOWN, Wording

MAX_SELECTED = 60
UNKNOWN_KIND = "UNKNOWN"


@dataclass(frozen=True)
class ConfigurationBlock:
    """A reason why an option cannot be selected, and how to remove it."""

    kind: Cause
    message: str
    remedy: str | None
    rule_id: int | None
    option_id: int | None


@dataclass(frozen=True)
class ConfigurationOption:
    """An option and its state in the current selection."""

    id: int
    code: str
    name: str
    picture: str | None
    text: str
    price_difference: Decimal
    state: str
    blocks: Sequence[ConfigurationBlock]
    without: Sequence[Option]
    then: Sequence[int] | None


@dataclass(frozen=True)
class ConfigurationGroup:
    """A group of options."""

    id: int
    code: str
    name: str
    required: bool
    max_choices: int
    options: Sequence[ConfigurationOption]


@dataclass(frozen=True)
class PictureLayer:
    """The picture of a selected option."""

    picture: str
    name: str


@dataclass(frozen=True)
class Configuration:
    """A checked selection of options. `unknown` are selected ids that the product does not have."""

    document: Document
    product_price: Decimal
    chosen: frozenset[int]
    unknown: tuple[str, ...]
    synced_at: datetime | None

    @property
    def selected(self) -> list[int]:
        """The selected options in display order."""
        return self._in_order(self.chosen)

    @cached_property
    def problems(self) -> list[ConfigurationProblem]:
        """The problems of the selection."""
        wording = Wording(self.document)
        unknown = [ConfigurationProblem(UNKNOWN_KIND, UNKNOWN, self.unknown)] if self.unknown else []
        return unknown + [
            ConfigurationProblem(
                problem.cause,
                wording.problem(problem),
                tuple(str(option) for option in problem.options),
                problem.group,
                _id(problem.rule),
            )
            for problem in self.document.choices.problems(self.chosen)
        ]

    @property
    def valid(self) -> bool:
        """Whether the product can be ordered with this selection."""
        return not self.problems

    def check(self, *, line_id: int | None = None) -> None:
        """Raises InvalidConfiguration if the selection is not valid."""
        if not self.valid:
            raise errors.InvalidConfiguration(self.problems, line_id)

    @property
    def price(self) -> Decimal:
        """The price of one unit with the selected options. It is never negative."""
        options = self.document.options
        return price_of(self.product_price, [options[id_].price_difference for id_ in self.chosen])

    @property
    def layers(self) -> list[PictureLayer]:
        """The pictures of the selected options, from the bottom layer to the top."""
        options = [self.document.options[id_] for id_ in self.selected]
        return [PictureLayer(option.picture, option.name) for option in options if option.picture is not None]

    @cached_property
    def groups(self) -> list[ConfigurationGroup]:
        """All groups, with the state of each option in the current selection."""
        wording, verdicts = Wording(self.document), self.document.choices.verdicts(self.chosen)
        return [
            ConfigurationGroup(
                group.id,
                group.code,
                group.name,
                group.required,
                group.most,
                [self._option(option, verdicts[option.id], wording) for option in group.options],
            )
            for group in self.document.groups
        ]

    @property
    def snapshot(self) -> list[ChosenOption]:
        """The selected options, as they are stored with an order line."""
        return [
            ChosenOption(
                option_id=option.id,
                group=group.name,
                name=option.name,
                picture=option.picture,
                price_difference=option.price_difference,
            )
            for group in self.document.groups
            for option in group.options
            if option.id in self.chosen
        ]

    @property
    def key(self) -> str:
        """A key that identifies the selection; empty if nothing is selected."""
        if not self.chosen:
            return ""
        return hashlib.sha256(",".join(str(id_) for id_ in sorted(self.chosen)).encode()).hexdigest()

    def _option(self, option: Option, verdict: Verdict, wording: Wording) -> ConfigurationOption:
        blocks, without = (verdict.blocks, verdict.without or ()) if verdict.blocked else ((), ())
        return ConfigurationOption(
            **option.model_dump(exclude={"available", "added_at"}),
            state="CHOSEN" if verdict.chosen else "BLOCKED" if blocks else "AVAILABLE",
            blocks=[
                ConfigurationBlock(
                    block.cause,
                    wording.block(option.id, block, self.chosen),
                    wording.remedy(block, without),
                    _id(block.rule),
                    block.other,
                )
                for block in blocks
            ],
            without=[self.document.options[id_] for id_ in self._in_order(without)],
            then=None if verdict.then is None else self._in_order(verdict.then),
        )

    def _in_order(self, ids: Iterable[int]) -> list[int]:
        among = frozenset(ids)
        return [id_ for id_ in self.document.options if id_ in among]


def configure(copy: OptionsCopy | None, product_price: Decimal, wanted: Iterable[str]) -> Configuration:
    """Checks the selected option ids. `copy` is None for a product without options."""
    document = NO_OPTIONS if copy is None else copy.document
    known = {str(id_): id_ for id_ in document.options}
    ids = dict.fromkeys(wanted)
    return Configuration(
        document=document,
        product_price=product_price,
        chosen=frozenset(known[id_] for id_ in ids if id_ in known),
        unknown=tuple(id_ for id_ in ids if id_ not in known),
        synced_at=None if copy is None else copy.synced_at,
    )


def price_of(product_price: Decimal, differences: Iterable[Decimal]) -> Decimal:
    """The price of one unit with these price differences. It is never negative."""
    return max(Decimal(0), sum(differences, product_price))


def _id(rule: Rule | None) -> int | None:
    return None if rule is None else rule.id
