"""Pages of products."""

from testing.checks.pages import PageChecks


class TestPages(PageChecks):
    """Runs the checks that both services share."""
