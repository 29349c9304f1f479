"""Requests to main_service from pages of other origins."""

from testing.checks.origins import OriginChecks


class TestOrigins(OriginChecks):
    """The suite that both services pass."""

    path = "/api/products"
