"""Who may do what on main_service: the table says it of everything, and is kept."""

from main_service.rights import RIGHTS
from main_service.schema import build_schema

from testing.checks.rights import RightsChecks


class TestRights(RightsChecks):
    """The suite that both services pass."""

    rights = RIGHTS
    schema = build_schema(production=False)
