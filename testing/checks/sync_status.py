"""The sync status of a service."""

from datetime import datetime

import httpx
import pytest
import respx
from service_kit.process import peer_health

from testing.api import Client
from testing.one_service import ON_SQLITE, SETTINGS

PEER = "{ syncStatus { pendingEvents peer { state checkedAt lastReadyAt } } }"


class SyncStatusChecks:
    """Derive from it for each service."""

    @ON_SQLITE
    async def test_reports_the_state_of_the_other_service(
        self, client: Client, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(peer_health, "FRESH_SECONDS", 0)
        with respx.mock(base_url=str(SETTINGS["peer_url"])) as router:
            readyz = router.get("/readyz")
            last = None
            for answer, state in (
                (httpx.Response(200), "READY"),
                (httpx.Response(503), "NOT_READY"),
                (httpx.ConnectError("refused"), "UNREACHABLE"),
            ):
                readyz.mock(side_effect=[answer])
                status = (await client.graphql(PEER))["syncStatus"]
                assert (status["pendingEvents"], status["peer"]["state"]) == (0, state)
                last = last or status["peer"]["checkedAt"]
                assert status["peer"]["lastReadyAt"] == last
                assert datetime.fromisoformat(status["peer"]["checkedAt"]) >= datetime.fromisoformat(last)
