"""Pages of products."""

from testing.checks.pages import PageChecks


class TestPages(PageChecks):
    """The suite that both services pass."""
