"""The relay publishes committed events from the outbox.

claim (with a lease, SKIP LOCKED) -> commit -> publish and wait for confirms -> mark -> commit. If anything fails
in between, the row is still in the outbox and is published again (at least once).
"""

import random
import uuid
from collections.abc import Mapping, Sequence

import structlog
from sqlalchemy.orm import Session

from service_kit.db.database import Database
from service_kit.events import outbox
from service_kit.events.outbox import Claimed
from service_kit.events.transports.base import Message, Publisher, TransportUnavailable
from service_kit.telemetry import EVENTS_PUBLISHED, PUBLISH_FAILURES

log = structlog.get_logger(__name__)
BATCH = 200
MAX_RETRY_SECONDS = 300.0


class Relay:
    """Publishes one service's outbox. Several relays may run on one database."""

    def __init__(
        self, service: str, database: Database, publisher: Publisher, *, lease_seconds: float = 30.0
    ) -> None:
        self._service = service
        self._database = database
        self._publisher = publisher
        self._lease_seconds = lease_seconds
        self._name = str(uuid.uuid4())

    def step(self) -> bool:
        """Publish one batch. Returns whether there may be more. Raises Unavailable if nothing can be published."""
        claimed = self._database.write(
            lambda session: outbox.claim(session, self._name, limit=BATCH, lease_seconds=self._lease_seconds)
        )
        if not claimed:
            return False
        try:
            refused = self._publisher.publish([Message(item.event_id, item.type, item.body) for item in claimed])
        except TransportUnavailable as error:
            self._settle(claimed, error.refused, untried=error.untried)
            raise
        self._settle(claimed, refused, untried=frozenset())
        return len(claimed) == BATCH

    def _settle(self, claimed: Sequence[Claimed], refused: Mapping[str, str], *, untried: frozenset[str]) -> None:
        failed = [item for item in claimed if item.event_id in refused]
        back = [item.id for item in claimed if item.event_id in untried]
        published = [item.id for item in claimed if item.event_id not in refused and item.event_id not in untried]

        def work(session: Session) -> None:
            outbox.mark_published(session, published)
            outbox.release(session, self._name, back)
            for item in failed:
                error = refused[item.event_id]
                outbox.mark_failed(session, self._name, item, error=error, retry_seconds=_delay(item.attempts + 1))

        self._database.write(work)
        EVENTS_PUBLISHED.labels(self._service).inc(len(published))
        for item in failed:
            PUBLISH_FAILURES.labels(self._service).inc()
            log.warning(
                "event_refused", event_id=item.event_id, event_type=item.type, error=refused[item.event_id]
            )


def _delay(attempts: int) -> float:
    seconds: float = min(0.5 * 2.0 ** min(attempts - 1, 20), MAX_RETRY_SECONDS)
    return seconds * random.uniform(1, 1.25)  # noqa: S311 - jitter, not a secret
