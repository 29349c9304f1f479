"""The result unions of main_service's mutations name every error that the mutations can raise."""

from main_service.orders.errors import WrongState
from main_service.schema import build_schema

import main_service
from testing.checks.typed_errors import TypedErrorsChecks


class TestTypedErrors(TypedErrorsChecks):
    """The suite that both services pass."""

    package = main_service
    schema = build_schema(production=False)
    also_top_level = (WrongState,)  # the order is a basket, which always accepts changes
