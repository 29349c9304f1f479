"""The limits of GraphQL operations of main_service."""

import pytest
from main_service.app import COMMANDS
from main_service.schema import build_schema

from testing.checks.limits import LimitChecks


class TestLimits(LimitChecks):
    """The suite that both services pass."""

    commands = COMMANDS
    schema = build_schema(production=False)

    @pytest.mark.parametrize(
        "query",
        [
            "{ products { edges { node { configuration { groups { options { name } } } } } } }",
            "{ basket { lines { product { configuration { groups { options { name } } } } } } }",
            "{ orders { nodes { lines { product { configuration { groups { options { name } } } } } } } }",
        ],
    )
    def test_options_can_be_selected_in_every_product_field(self, query: str) -> None:
        assert self.limit_exceeded(query) is None
