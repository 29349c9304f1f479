"""Tests of RaisedErrors: direct, nested, returned and caught errors."""

from contextlib import suppress

import pytest
from service_kit.errors import Forbidden, InvalidInput, NotFound, ServiceError, Unavailable

import testing
from testing.raised_errors import RaisedErrors


class Level:
    """Has a method that raises an error."""

    def withdraw_everything(self) -> None:
        raise Forbidden("Only staff.")


def directly() -> None:
    raise NotFound


def by_choice(known: bool) -> None:
    raise NotFound if known else Unavailable("Later.")


def through_a_lambda() -> object:
    return lambda known: by_choice(not known)


def through_a_method_of_a_parameter(level: Level) -> None:
    level.withdraw_everything()


def create() -> ServiceError:
    return InvalidInput({"name": ["Too long."]})


def returned() -> None:
    raise create()


def caught() -> None:
    try:
        directly()
    except NotFound:
        raise Forbidden("No.") from None


def suppressed() -> None:
    with suppress(NotFound):
        directly()


def recursive(depth: int) -> None:
    recursive(depth - 1)
    directly()


@pytest.mark.parametrize(
    ("function", "expected"),
    [
        (directly, {NotFound}),
        (by_choice, {NotFound, Unavailable}),
        (through_a_lambda, {NotFound, Unavailable}),
        (through_a_method_of_a_parameter, {Forbidden}),
        (returned, {InvalidInput}),
        (caught, {Forbidden}),
        (suppressed, set()),
        (recursive, {NotFound}),
        (print, set()),
    ],
)
def test_finds_the_errors_that_a_function_can_raise(function: object, expected: set[type]) -> None:
    assert RaisedErrors(testing).by(function) == expected
