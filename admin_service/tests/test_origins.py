"""Requests from pages of other origins."""

from testing.checks.origins import OriginChecks


class TestOrigins(OriginChecks):
    """Runs the checks that both services share."""

    path = "/api/products"
