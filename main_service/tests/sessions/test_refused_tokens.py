"""The cache of refused tokens."""

from types import SimpleNamespace

import pytest
from main_service.sessions import refused_tokens
from main_service.sessions.refused_tokens import RefusedTokens


def test_the_oldest_is_removed_if_there_are_too_many(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(refused_tokens, "MAX_TOKENS", 2)
    refused = RefusedTokens()
    for digest in ("first", "second", "first", "third"):
        refused.add(digest)
    assert [digest in refused for digest in ("first", "second", "third", "never")] == [True, False, True, False]


def test_a_refusal_is_cached_for_thirty_seconds_after_the_last_one(monkeypatch: pytest.MonkeyPatch) -> None:
    clock, refused = 1000.0, RefusedTokens()
    monkeypatch.setattr(refused_tokens, "time", SimpleNamespace(monotonic=lambda: clock))
    refused.add("once")
    refused.add("twice")
    clock += refused_tokens.SECONDS - 1
    refused.add("twice")
    assert "once" in refused
    clock += 1
    assert ("once" in refused, "twice" in refused) == (False, True)
