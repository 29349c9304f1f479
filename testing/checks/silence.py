"""Changes that were not published: subscriptions find them with a recheck."""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import text
from structlog.typing import EventDict

from testing.one_service import ON_SQLITE, MakeService, Stage
from testing.rows import statements
from testing.watching import subscribed


@dataclass(frozen=True)
class Lost:
    """A subscription, and a statement that changes its data without publishing the change."""

    operation: str
    variables: Mapping[str, object]
    statement: str


class SilenceChecks:
    """Derive from it and provide `token` and `lost`: a `Lost` for each kind of change."""

    @ON_SQLITE
    async def test_a_change_that_was_not_published_is_still_sent(
        self,
        stage: Stage,
        make_service: MakeService,
        lost: Mapping[str, Lost],
        token: str,
        log_entries: list[EventDict],
    ) -> None:
        service = make_service(live_recheck_seconds=0.1)
        app = stage.make_app(service)
        for name, change in lost.items():
            log_entries.clear()
            async with subscribed(app, change.operation, token, **change.variables) as subscriber:
                before = await subscriber.next()
                is_list = "{ all }" in change.operation
                if is_list:  # after the first RECHECK, lists are always read again
                    assert await subscriber.next() == before
                with statements() as sent:
                    await checked(sent)  # so that the next message can only be about the change
                with service.database.engine.begin() as connection:
                    assert connection.execute(text(change.statement)).rowcount
                assert (name, await subscriber.next() == before) == (name, is_list)
            events = [entry["event"] for entry in log_entries]
            assert (name, events.count("live_change_missed")) == (name, 1)


async def checked(sent: Sequence[str]) -> None:
    """Wait until the subscription has read the database again."""
    before = len(sent)
    async with asyncio.timeout(5):
        while len(sent) < before + 3:  # noqa: ASYNC110 - no event signals this
            await asyncio.sleep(0.02)
