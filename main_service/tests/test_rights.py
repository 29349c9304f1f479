"""The rights of main_service: the table covers every field and route, and is enforced."""

from main_service.rights import RIGHTS
from main_service.schema import build_schema

from testing.checks.rights import RightsChecks


class TestRights(RightsChecks):
    """The suite that both services pass."""

    rights = RIGHTS
    schema = build_schema(production=False)
