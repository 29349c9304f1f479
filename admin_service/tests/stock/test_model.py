"""The stock model, without a database."""

import pytest
from admin_service.stock.model import Adjustment, Reason, Reservation, StockLevel, StockMovement
from admin_service.stock.units import MAX_STOCK
from pydantic import ValidationError


def units(level: StockLevel) -> tuple[int, int, int]:
    return level.available, level.reserved, level.sold


def changes(movement: StockMovement) -> tuple[str, int, int, int]:
    return movement.kind, movement.available_change, movement.reserved_change, movement.sold_change


def level_of(available: int, reserved: int = 0) -> StockLevel:
    level = StockLevel.open(7)
    level.available, level.reserved = available, reserved
    return level


def test_a_new_level_has_no_units_and_version_zero() -> None:
    level = StockLevel.open(7)
    assert (units(level), level.version, level.withdrawn_at) == ((0, 0, 0), 0, None)


def test_every_change_of_a_level_is_a_movement_of_the_same_size() -> None:
    level = StockLevel.open(7)
    movements = [level.receive(10), level.correct(-2), level.correct(1)]
    assert [changes(movement) for movement in movements] == [
        ("RECEIVED", 10, 0, 0),
        ("CORRECTED", -2, 0, 0),
        ("CORRECTED", 1, 0, 0),
    ]
    assert (units(level), level.version) == ((9, 0, 0), 3)


def test_a_movement_has_a_user_and_a_note() -> None:
    movement = StockLevel.open(7).receive(10, user_id=3, note="Tuesday's van")
    assert (movement.product_id, movement.user_id, movement.note, movement.order_id) == (
        7,
        3,
        "Tuesday's van",
        None,
    )
    assert movement.created_at.tzinfo is not None


def test_reserved_units_are_released_or_sold() -> None:
    level = level_of(1, reserved=5)
    moved = [*level.release(2, order_id=4), *level.sell(3, order_id=5)]
    assert [(*changes(movement), movement.order_id) for movement in moved] == [
        ("RELEASED", 2, -2, 0, 4),
        ("SOLD", 0, -3, 3, 5),
    ]
    assert units(level) == (3, 0, 3)


def test_only_changes_of_available_units_increase_the_version() -> None:
    level = level_of(0, reserved=2)
    level.sell(1, order_id=1)
    assert level.version == 0
    level.release(1, order_id=2)
    assert level.version == 1


def test_the_stock_of_a_deleted_product_is_written_off() -> None:
    level = level_of(4, reserved=3)
    (written_off,) = level.withdraw()
    assert changes(written_off) == ("CORRECTED", -4, 0, 0)
    assert [changes(movement) for movement in level.release(3, order_id=1)] == [
        ("RELEASED", 3, -3, 0),
        ("CORRECTED", -3, 0, 0),
    ]
    assert units(level) == (0, 0, 0)


def test_without_available_units_nothing_is_written_off() -> None:
    assert level_of(0, reserved=3).withdraw() == []


def test_an_answered_reservation_is_unsettled_until_the_order_ends() -> None:
    held, refused = Reservation.open(1, order_version=1), Reservation.open(2, order_version=1)
    assert [item.is_unsettled for item in (held, refused)] == [False, False]
    held.answer(None)
    refused.answer(Reason.OUT_OF_STOCK)
    assert [item.is_unsettled for item in (held, refused)] == [True, True]
    assert (held.state, held.reason, refused.state, refused.reason) == ("HELD", None, "REFUSED", "OUT_OF_STOCK")
    held.end(sold=True)
    refused.end(sold=False)
    assert [item.is_unsettled for item in (held, refused)] == [False, False]
    assert (held.state, refused.state) == ("SOLD", "RELEASED")


def test_a_withdrawn_reservation_is_a_new_version() -> None:
    reservation = Reservation.open(1, order_version=1)
    reservation.answer(None)
    reservation.withdraw()
    assert (reservation.state, reservation.reason, reservation.version) == ("HELD", "PRODUCT_GONE", 2)


@pytest.mark.parametrize("fields", [{"change": 5}, {"change": -5}, {"quantity": 0}, {"quantity": MAX_STOCK}])
def test_an_adjustment_is_a_change_or_a_quantity(fields: dict[str, int]) -> None:
    assert Adjustment.model_validate(fields).model_dump(exclude_unset=True) == fields


@pytest.mark.parametrize(
    "fields",
    [
        {},
        {"change": 1, "quantity": 1},
        {"change": 0},
        {"quantity": -1},
        {"quantity": MAX_STOCK + 1},
        {"change": MAX_STOCK + 1},
        {"change": -MAX_STOCK - 1},
        {"change": 1, "note": "x" * 201},
        {"change": 1, "note": "a\x00b"},
    ],
)
def test_other_adjustments_are_invalid(fields: dict[str, object]) -> None:
    with pytest.raises(ValidationError):
        Adjustment.model_validate(fields)
