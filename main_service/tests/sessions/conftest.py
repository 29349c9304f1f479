"""Fixtures for the authentication of callers."""

from collections.abc import AsyncIterator

import pytest
from main_service.peer import Peer, connect
from main_service.sessions.client import SessionClient
from service_kit.db.database import Database

from testing.one_service import SETTINGS


@pytest.fixture
async def sessions(database: Database) -> AsyncIterator[SessionClient]:
    """A client that has sent no request yet."""
    async with connect(str(SETTINGS["peer_url"]), timeout=1) as admin:
        yield SessionClient(Peer(admin), database)
