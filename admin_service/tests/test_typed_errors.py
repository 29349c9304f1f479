"""The result unions of admin_service's mutations name every error that the mutations can raise."""

from admin_service.schema import build_schema
from admin_service.users.errors import UserNotFound

import admin_service
from testing.checks.typed_errors import TypedErrorsChecks


class TestTypedErrors(TypedErrorsChecks):
    """Runs the checks that both services share."""

    package = admin_service
    schema = build_schema(production=False)
    also_top_level = (UserNotFound,)  # the account was deleted after the session was checked
