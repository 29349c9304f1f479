"""Changes that no signal tells of: the subscriptions of a service find them by themselves."""

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
    """A subscription, and a statement that changes what it shows behind its back."""

    operation: str
    variables: Mapping[str, object]
    statement: str


class SilenceChecks:
    """Derive from it where there is a `token`, and `lost`: each kind of change by the name of what has changed."""

    @ON_SQLITE
    async def test_a_change_whose_signal_was_lost_is_shown_all_the_same(
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
                if is_list:  # after the first silence it is read again in any case
                    assert await subscriber.next() == before
                with statements() as sent:
                    await checked(sent)  # a message without a change would be taken for the next one
                with service.database.engine.begin() as connection:
                    assert connection.execute(text(change.statement)).rowcount
                assert (name, await subscriber.next() == before) == (name, is_list)
            events = [entry["event"] for entry in log_entries]
            assert (name, events.count("live_change_missed")) == (name, 1)


async def checked(sent: Sequence[str]) -> None:
    """Wait until the subscription has looked at the database again."""
    before = len(sent)
    async with asyncio.timeout(5):
        while len(sent) < before + 3:  # noqa: ASYNC110 - there is no event for it
            await asyncio.sleep(0.02)
