"""The selected options as an order line stores them. Later changes of the options do not affect them."""

from collections.abc import Sequence
from decimal import Decimal

from pydantic import BaseModel, ConfigDict, TypeAdapter

from main_service.options.document import Document


class ChosenOption(BaseModel):
    """An option as it was when it was selected. Until the checkout its price difference is updated."""

    model_config = ConfigDict(frozen=True)

    option_id: int
    group: str
    name: str
    picture: str | None
    price_difference: Decimal


_SNAPSHOT = TypeAdapter(tuple[ChosenOption, ...])


def write_snapshot(chosen: Sequence[ChosenOption]) -> bytes | None:
    """Serializes the selected options; returns None if there are none."""
    return _SNAPSHOT.dump_json(tuple(chosen)) if chosen else None


def read_snapshot(text: bytes | None) -> tuple[ChosenOption, ...]:
    """Parses stored options."""
    return () if text is None else _SNAPSHOT.validate_json(text)


def repriced(options: Sequence[ChosenOption], document: Document) -> tuple[ChosenOption, ...]:
    """Returns the options with their current price differences. Options that no longer exist keep theirs."""
    return tuple(
        chosen.model_copy(update={"price_difference": document.options[chosen.option_id].price_difference})
        if chosen.option_id in document.options
        else chosen
        for chosen in options
    )
