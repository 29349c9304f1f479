"""Tests of `eventually`."""

import time

import pytest

from testing.waiting import eventually


class Slow:
    """Passes at the third call."""

    def __init__(self, error: Exception) -> None:
        self.looks = 0
        self.error = error

    def look(self) -> str:
        self.looks += 1
        if self.looks < 3:
            raise self.error
        return "there"


def test_returns_what_the_assertion_returns_once_it_passes() -> None:
    slow = Slow(AssertionError("not yet"))
    assert eventually(slow.look, interval=0.001) == "there"
    assert slow.looks == 3


def test_raises_the_last_failure_when_time_is_up() -> None:
    started = time.monotonic()
    looks: list[int] = []

    def never() -> None:
        looks.append(1)
        raise AssertionError(f"look {len(looks)}")

    with pytest.raises(AssertionError) as failure:
        eventually(never, timeout=0.2, interval=0.01)
    assert str(failure.value) == f"look {len(looks)}"
    assert len(looks) > 3
    assert 0.2 <= time.monotonic() - started < 2


def test_any_other_error_is_raised_at_once_unless_it_is_named() -> None:
    slow = Slow(ConnectionError("refused"))
    with pytest.raises(ConnectionError):
        eventually(slow.look, interval=0.001)
    assert slow.looks == 1
    assert eventually(slow.look, interval=0.001, also_retry=(ConnectionError,)) == "there"
