"""Random requests to admin_service, from anonymous clients and from an administrator."""

from typing import Any, cast

import pytest
from requests import Response, Session
from schemathesis.python import asgi
from service_kit.identity import Role

from testing.api import bearer
from testing.checks.fuzz import FuzzChecks
from testing.one_service import Stage
from testing.shop import Shop
from testing.signed_in import Accounts


class TestFuzz(FuzzChecks):
    """Runs the checks that both services share."""


class TestFuzzAsAdmin(FuzzChecks):
    """Runs the same checks as an administrator, who has all rights."""

    @pytest.fixture
    def session(self, stage: Stage, shop: Shop, accounts: Accounts, monkeypatch: pytest.MonkeyPatch) -> Session:
        """Returns a client that signs in again after it has signed out."""
        shop.add("Ale")
        user = accounts.add(role=Role.ADMIN)
        client = asgi.get_client(cast("asgi.ASGIApp", stage.app))
        send = client.request

        def signed_in(*arguments: Any, **options: Any) -> Response:
            answer = send(*arguments, **options)
            if answer.status_code == 401 or "UNAUTHENTICATED" in answer.text:
                client.headers.update(bearer(accounts.sign_in(user)))
                return send(*arguments, **options)
            return answer

        monkeypatch.setattr(client, "request", signed_in)
        return client
