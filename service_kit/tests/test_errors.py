"""Domain errors: codes, and messages by field."""

from decimal import Decimal
from typing import Annotated

import pytest
from pydantic import BaseModel, ConfigDict, Field
from service_kit.db.database import DatabaseUnavailable
from service_kit.db.idempotency import IdempotencyConflict
from service_kit.errors import Forbidden, InvalidInput, NotFound, ServiceError, Unavailable, read_input
from service_kit.events.transports.base import TransportUnavailable
from service_kit.fields import code, text


class Cake(BaseModel):
    """Input with fields of every kind."""

    model_config = ConfigDict(extra="forbid", hide_input_in_errors=True)

    title: Annotated[str, *text(10)]
    sku: Annotated[str, *code(8, "[A-Z0-9]+", "Capital letters and digits only.")] = "A1"
    price: Decimal = Field(default=Decimal(1), ge=0, max_digits=6, decimal_places=2)
    likes: int = Field(default=0, ge=0)


class Box(BaseModel):
    """Nested input."""

    cakes: list[Cake]


def complaints(**fields: object) -> dict[str, list[str]]:
    with pytest.raises(InvalidInput) as caught:
        read_input(Cake, {"title": "Pie", **fields})
    return caught.value.fields


@pytest.mark.parametrize(
    ("error", "expected"),
    [
        (ServiceError, "ERROR"),
        (NotFound, "NOT_FOUND"),
        (InvalidInput, "INVALID_INPUT"),
        (Forbidden, "FORBIDDEN"),
        (Unavailable, "UNAVAILABLE"),
        (DatabaseUnavailable, "DATABASE_UNAVAILABLE"),
        (TransportUnavailable, "TRANSPORT_UNAVAILABLE"),
        (IdempotencyConflict, "IDEMPOTENCY_CONFLICT"),
    ],
)
def test_each_error_has_a_stable_code(error: type[ServiceError], expected: str) -> None:
    assert error.code == expected


def test_valid_input_is_read_and_trimmed() -> None:
    cake = read_input(Cake, {"title": "  Pie ", "price": "2.50"})
    assert (cake.title, cake.price) == ("Pie", Decimal("2.50"))


@pytest.mark.parametrize(
    ("field", "value", "message"),
    [
        ("title", "x" * 11, "Ensure this field has no more than 10 characters."),
        ("title", "", "This field may not be blank."),
        ("title", "   ", "This field may not be blank."),
        ("title", 5, "Not a valid string."),
        ("title", None, "Not a valid string."),
        ("title", "a\x00b", "Null characters are not allowed."),
        ("title", "a\ud800b", "Not valid text: it has characters that cannot be stored."),
        ("sku", "abc", "Capital letters and digits only."),
        ("sku", "A\nB", "Capital letters and digits only."),
        ("price", "cheap", "A valid number is required."),
        ("price", [1], "A valid number is required."),
        ("price", "NaN", "A valid number is required."),
        ("price", "-1", "Ensure this value is greater than or equal to 0."),
        ("price", "1.005", "Ensure that there are no more than 2 decimal places."),
        ("likes", "many", "A valid integer is required."),
        ("likes", None, "A valid integer is required."),
        ("likes", -1, "Ensure this value is greater than or equal to 0."),
        ("colour", "red", "Unknown field."),
    ],
)
def test_each_violated_rule_has_a_message(field: str, value: object, message: str) -> None:
    assert complaints(**{field: value}) == {field: [message]}


def test_a_missing_field_is_required() -> None:
    with pytest.raises(InvalidInput) as caught:
        read_input(Cake, {})
    assert caught.value.fields == {"title": ["This field is required."]}


def test_all_violated_rules_are_reported_together() -> None:
    assert set(complaints(title="", price="x", likes="y")) == {"title", "price", "likes"}


def test_a_nested_field_is_named_by_its_path() -> None:
    with pytest.raises(InvalidInput) as caught:
        read_input(Box, {"cakes": [{"title": "Pie"}, {"title": "Pie", "price": "free"}]})
    assert caught.value.fields == {"cakes.1.price": ["A valid number is required."]}


def test_the_message_lists_the_fields() -> None:
    error = InvalidInput({"title": ["Too long.", "Too loud."], "price": ["Too high."]})
    assert error.message == "title: Too long. Too loud.; price: Too high."
