"""What was chosen of a product, as an order keeps it: whatever becomes of the options since."""

from collections.abc import Sequence
from decimal import Decimal

from pydantic import BaseModel, ConfigDict, TypeAdapter

from main_service.options.document import Document


class ChosenOption(BaseModel):
    """An option as it was when it was chosen. What it adds to the price is followed until the checkout."""

    model_config = ConfigDict(frozen=True)

    option_id: int
    group: str
    name: str
    picture: str | None
    price_difference: Decimal


_SNAPSHOT = TypeAdapter(tuple[ChosenOption, ...])


def write_snapshot(chosen: Sequence[ChosenOption]) -> bytes | None:
    """The text to be stored; None where nothing was chosen."""
    return _SNAPSHOT.dump_json(tuple(chosen)) if chosen else None


def read_snapshot(text: bytes | None) -> tuple[ChosenOption, ...]:
    """What was stored."""
    return () if text is None else _SNAPSHOT.validate_json(text)


def followed(kept: Sequence[ChosenOption], document: Document) -> tuple[ChosenOption, ...]:
    """The same at today's prices, as far as it is still offered."""
    return tuple(
        chosen.model_copy(update={"price_difference": document.options[chosen.option_id].price_difference})
        if chosen.option_id in document.options
        else chosen
        for chosen in kept
    )
