"""Requests to main_service that nobody would think of."""

from testing.checks.fuzz import FuzzChecks


class TestFuzz(FuzzChecks):
    """The suite that both services pass."""
