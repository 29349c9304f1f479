"""How large an operation may be: as large as the schema of admin_service needs it, and no larger."""

from admin_service.app import COMMANDS
from admin_service.schema import build_schema

from testing.checks.limits import LimitChecks


class TestLimits(LimitChecks):
    """The suite that both services pass."""

    commands = COMMANDS
    schema = build_schema(production=False)
