"""Pages of other origins that call admin_service."""

from testing.checks.origins import OriginChecks


class TestOrigins(OriginChecks):
    """The suite that both services pass."""

    path = "/api/products"
