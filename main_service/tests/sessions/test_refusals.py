"""The tokens that a process remembers as refused."""

from types import SimpleNamespace

import pytest
from main_service.sessions import refusals
from main_service.sessions.refusals import Refusals


def test_the_longest_ago_is_forgotten_where_there_are_too_many(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(refusals, "MOST", 2)
    refused = Refusals()
    for digest in ("first", "second", "first", "third"):
        refused.add(digest)
    assert [digest in refused for digest in ("first", "second", "third", "never")] == [True, False, True, False]


def test_a_refusal_counts_for_half_a_minute_after_the_last_time(monkeypatch: pytest.MonkeyPatch) -> None:
    clock, refused = 1000.0, Refusals()
    monkeypatch.setattr(refusals, "time", SimpleNamespace(monotonic=lambda: clock))
    refused.add("once")
    refused.add("twice")
    clock += refusals.SECONDS - 1
    refused.add("twice")
    assert "once" in refused
    clock += 1
    assert ("once" in refused, "twice" in refused) == (False, True)
