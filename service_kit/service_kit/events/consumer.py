"""The consumer applies each received event exactly once, and stores events that fail.

`receive` returns when every delivery is settled: applied, skipped as a duplicate, stored for a retry, or parked.
Only then may the transport acknowledge it. Raises DatabaseUnavailable if deliveries cannot be stored.
"""

import random
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

import structlog
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from service_kit.db.database import Database, DatabaseUnavailable
from service_kit.events import failed_events, inbox
from service_kit.events.event import Event, EventRegistry, MalformedEvent
from service_kit.telemetry import (
    EVENT_LAG,
    EVENTS_APPLIED,
    EVENTS_FAILED,
    EVENTS_PARKED,
    EVENTS_REPEATED,
    consuming,
)

log = structlog.get_logger(__name__)
SUSPICIOUS_DELIVERIES = 3
MAX_RETRY_SECONDS = 300.0


@dataclass(frozen=True)
class Delivery:
    """A message as received from the transport.

    `redeliveries` is the number of earlier deliveries without an acknowledgement. `expired` means that the
    transport gave up delivering it.
    """

    body: bytes
    redeliveries: int = 0
    expired: bool = False


class _Conflict(Exception):
    """An event with the same id but another body was already applied."""


class Consumer:
    """Applies deliveries to one service's database, each in one transaction with its inbox row."""

    def __init__(
        self,
        service: str,
        database: Database,
        registry: EventRegistry,
        *,
        max_attempts: int = 6,
        retry_seconds: float = 1.0,
        lease_seconds: float = 30.0,
    ) -> None:
        self._service = service
        self._database = database
        self._registry = registry
        self._max_attempts = max_attempts
        self._retry_seconds = retry_seconds
        self._lease_seconds = lease_seconds

    def receive(self, deliveries: Sequence[Delivery]) -> None:
        """Settle every delivery. Raises DatabaseUnavailable; then none of them may be acknowledged."""
        readable = [item for item in deliveries if self._is_regular(item)]
        if not self._apply_batch([item.body for item in readable]):
            for item in readable:
                self._receive_one(item.body)
        for item in deliveries:
            if not self._is_regular(item):
                self._isolate(item)

    def retry_due(self) -> bool:
        """Retry one failed event that is due. Returns whether there may be more.

        Only one at a time: if an event crashes the process, the attempts of other events are not affected.
        """
        letters = self._database.write(
            lambda session: failed_events.claim(session, limit=1, lease_seconds=self._lease_seconds)
        )
        for letter in letters:
            self._retry(letter)
        return bool(letters)

    def _is_regular(self, delivery: Delivery) -> bool:
        return not delivery.expired and delivery.redeliveries < SUSPICIOUS_DELIVERIES

    def _apply_batch(self, bodies: Sequence[bytes]) -> bool:
        """Apply a batch in one transaction. Returns False, with no changes, if any event fails."""
        if len(bodies) < 2:
            return not bodies
        try:
            events = [Event.from_json(body) for body in bodies]
            fresh = self._database.write(lambda session: self._apply_all(session, events, bodies))
        except DatabaseUnavailable:
            raise
        except Exception:  # noqa: BLE001 - the events are then applied one by one, and errors stored with each
            return False
        for event in fresh:
            self._count_applied(event)
        EVENTS_REPEATED.labels(self._service).inc(len(events) - len(fresh))
        return True

    def _apply_all(self, session: Session, events: Sequence[Event], bodies: Sequence[bytes]) -> list[Event]:
        digests = dict(inbox.seen(session, [event.id for event in events]))
        fresh: list[Event] = []
        for event, body in zip(events, bodies, strict=True):
            digest = failed_events.digest_of(body)
            if event.id not in digests:
                digests[event.id] = digest
                fresh.append(event)
            elif digests[event.id] != digest:
                raise _Conflict
        if fresh:
            inbox.add(session, *((event, digests[event.id]) for event in fresh))
        for event in fresh:
            with consuming(event.type, event.traceparent):
                self._registry.subscription(event).apply(session, event)
        return fresh

    def _receive_one(self, body: bytes) -> None:
        event: Event | None = None
        try:
            event = Event.from_json(body)
            self._apply(event, body)
        except DatabaseUnavailable:
            raise
        except (MalformedEvent, _Conflict) as error:
            self._park(body, str(error), event)
        except Exception as error:  # noqa: BLE001 - any handler error is stored with the event
            self._schedule(body, event, error)

    def _apply(self, event: Event, body: bytes, letter: failed_events.DueLetter | None = None) -> None:
        """Apply one event unless it was already applied. With `letter`, delete that in the same transaction."""
        subscription = self._registry.subscription(event)
        digest = failed_events.digest_of(body)

        def work(session: Session) -> bool:
            if letter is not None:
                failed_events.settle(session, letter)
            if self._is_repeat(session, event, digest):
                return False
            subscription.apply(session, event)
            return True

        with consuming(event.type, event.traceparent):
            if self._database.write(work):
                self._count_applied(event)
            else:
                EVENTS_REPEATED.labels(self._service).inc()

    def _is_repeat(self, session: Session, event: Event, digest: str) -> bool:
        """Add the event to the inbox. Returns True if it was there. Raises _Conflict for another body."""
        try:
            with session.begin_nested():
                inbox.add(session, (event, digest))
        except IntegrityError:
            if inbox.seen(session, [event.id]).get(event.id) != digest:
                raise _Conflict(f"event {event.id} was applied before with another body") from None
            return True
        return False

    def _isolate(self, delivery: Delivery) -> None:
        """Store a delivery that is redelivered repeatedly, so that it is retried separately."""
        try:
            event = Event.from_json(delivery.body)
        except MalformedEvent as error:
            self._park(delivery.body, str(error), None)
            return
        reason = f"delivered {delivery.redeliveries + 1} times without an acknowledgement"
        self._database.write(
            lambda session: failed_events.schedule(
                session,
                delivery.body,
                reason,
                attempts=0,
                retry_seconds=0,
                event_id=event.id,
                type=event.type,
            )
        )
        log.warning("event_isolated", event_id=event.id, event_type=event.type, reason=reason)

    def _schedule(self, body: bytes, event: Event | None, error: Exception) -> None:
        if event is None:
            self._park(body, _describe(error), None)
            return
        delay = self._delay(1)
        self._database.write(
            lambda session: failed_events.schedule(
                session,
                body,
                _describe(error),
                attempts=1,
                retry_seconds=delay,
                event_id=event.id,
                type=event.type,
            )
        )
        EVENTS_FAILED.labels(self._service).inc()
        log.warning("event_failed", event_id=event.id, event_type=event.type, attempt=1, exc_info=error)

    def _park(self, body: bytes, error: str, event: Event | None) -> None:
        event_id, kind = (event.id, event.type) if event else (None, None)
        if self._database.write(
            lambda session: failed_events.park(session, body, error, event_id=event_id, type=kind)
        ):
            EVENTS_PARKED.labels(self._service).inc()
            log.error("event_parked", event_id=event_id, event_type=kind, error=error)

    def _retry(self, letter: failed_events.DueLetter) -> None:
        if letter.attempts > self._max_attempts:
            self._give_up(letter, "the last attempt did not finish; the event may crash the process")
            return
        try:
            self._apply(Event.from_json(letter.body), letter.body, letter)
        except DatabaseUnavailable:
            raise
        except Exception as error:  # noqa: BLE001 - any handler error is stored with the event
            self._retry_failed(letter, error)

    def _retry_failed(self, letter: failed_events.DueLetter, error: Exception) -> None:
        is_final = isinstance(error, MalformedEvent | _Conflict) or letter.attempts >= self._max_attempts
        if is_final:
            self._give_up(letter, _describe(error))
            return
        delay = self._delay(letter.attempts)
        self._database.write(
            lambda session: failed_events.postpone(session, letter, _describe(error), retry_seconds=delay)
        )
        EVENTS_FAILED.labels(self._service).inc()
        log.warning("event_failed", dead_letter=letter.id, attempt=letter.attempts, exc_info=error)

    def _give_up(self, letter: failed_events.DueLetter, error: str) -> None:
        self._database.write(lambda session: failed_events.give_up(session, letter, error))
        EVENTS_PARKED.labels(self._service).inc()
        log.error("event_parked", dead_letter=letter.id, attempt=letter.attempts, error=error)

    def _delay(self, attempts: int) -> float:
        """Seconds before the next attempt: doubled each time, plus up to 25 % jitter."""
        seconds = min(self._retry_seconds * 2.0 ** (attempts - 1), MAX_RETRY_SECONDS)
        return seconds * random.uniform(1, 1.25)  # noqa: S311 - jitter, not a secret

    def _count_applied(self, event: Event) -> None:
        EVENTS_APPLIED.labels(self._service).inc()
        EVENT_LAG.labels(self._service).observe(max(0.0, (datetime.now(UTC) - event.time).total_seconds()))


def _describe(error: Exception) -> str:
    return str(error) if isinstance(error, MalformedEvent | _Conflict) else f"{type(error).__name__}: {error}"
