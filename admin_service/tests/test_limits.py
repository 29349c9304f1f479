"""The limits of the size of GraphQL operations of admin_service."""

from admin_service.app import COMMANDS
from admin_service.schema import build_schema

from testing.checks.limits import LimitChecks


class TestLimits(LimitChecks):
    """Runs the checks that both services share."""

    commands = COMMANDS
    schema = build_schema(production=False)
