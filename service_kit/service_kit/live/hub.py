"""In-process publish/subscribe for live updates. It passes on which subjects changed, never their state.

After each commit, the changed subjects are published: `product/17`, or a part of one such as `product/17/likes`. A
subscriber then reads the current state itself. No messages are queued for slow or disconnected subscribers: after
a gap they get RESYNC and read everything again. See decision 0023.

A subscription that got no update for a while gets RECHECK. The subscriber then compares the current state with the
last one it sent, in case a change was never published. A stalled subscriber is logged. See decision 0028.
"""

import asyncio
import secrets
import threading
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping
from enum import Enum, auto
from itertools import chain
from types import TracebackType
from typing import Final, Literal, Self

import structlog

from service_kit.telemetry import LIVE_MISSED, LIVE_STALLED, LIVE_STALLS

log = structlog.get_logger(__name__)
DEBOUNCE_SECONDS = 0.05
"""Minimum time between two deliveries. Changes published in between are delivered together."""
MAX_PENDING = 1000
"""Maximum number of pending subjects. If there are more, they are replaced by RESYNC."""


class Signal(Enum):
    """An update that names no subjects.

    RESYNC: anything may have changed. RECHECK: nothing was published for `recheck_seconds`.
    """

    RESYNC = auto()
    RECHECK = auto()


RESYNC: Final = Signal.RESYNC
RECHECK: Final = Signal.RECHECK
Changes = frozenset[str] | Literal[Signal.RESYNC]
"""The changed subjects, or RESYNC."""
Update = Changes | Literal[Signal.RECHECK]
"""What a subscription yields. On RECHECK, a state that differs is a change that was not published."""


class HubClosed(Exception):
    """The process is stopping; there will be no more updates."""


class PendingSubjects:
    """Collects changed subjects without duplicates; more than MAX_PENDING become RESYNC. Not thread-safe."""

    def __init__(self, first: Changes = frozenset()) -> None:
        self._subjects: set[str] | None = None if first is RESYNC else set(first)

    def __bool__(self) -> bool:
        return self._subjects is None or bool(self._subjects)

    def add(self, changes: Changes) -> None:
        """Add changed subjects."""
        if self._subjects is None:
            return
        if changes is not RESYNC:
            self._subjects |= changes
        if changes is RESYNC or len(self._subjects) > MAX_PENDING:
            self._subjects = None

    def take(self) -> Changes:
        """Return and clear the collected subjects."""
        subjects, self._subjects = self._subjects, set()
        return RESYNC if subjects is None else frozenset(subjects)


class Hub:
    """Publishes changes to the subscriptions of this process. Subscribers must run on one event loop.

    A subscription without an update for `recheck_seconds` gets RECHECK. A subscriber that needs more than
    `stall_seconds` to handle an update is logged as stalled.
    """

    def __init__(self, service: str = "", *, recheck_seconds: float = 60.0, stall_seconds: float = 40.0) -> None:
        self.service = service
        self.recheck_seconds = recheck_seconds
        self.stall_seconds = stall_seconds
        self._subscriptions: defaultdict[str, set[TopicSubscription]] = defaultdict(set)
        self._all_subscriptions: set[TopicSubscription] = set()
        self._sweep_timer: asyncio.TimerHandle | None = None
        self._loop: asyncio.AbstractEventLoop | None = None
        self._lock = threading.Lock()
        self._pending = PendingSubjects()
        self._delivering = False
        self._not_before = 0.0
        self._process = secrets.token_hex(4)
        self._resyncs = 0
        self._changes: Counter[str] = Counter()
        self.closing = False

    def revision(self, topic: str) -> str:
        """Return a revision for the list of subjects under a topic such as `product/`, as known to this process.

        A client that takes the revision before it reads a list, and gets the same one when it subscribes to the
        topic, has missed no change in between. Revisions differ between processes.
        """
        with self._lock:
            return f"{self._process}.{self._resyncs}.{self._changes[topic]}"

    def invalidate_revisions(self) -> None:
        """Change every revision, because a change may have been missed and lists read earlier may be outdated."""
        with self._lock:
            self._resyncs += 1

    def subscribe(self, *topics: str) -> "TopicSubscription":
        """Create a subscription. `product/17` matches one subject, `product/` all subjects directly below it."""
        return TopicSubscription(self, topics)

    def publish(self, changes: Changes) -> None:
        """Publish changes. Call it after the commit; thread-safe."""
        with self._lock:
            if changes is RESYNC:
                self._resyncs += 1
            else:
                # Count whole subjects only. Counting parts would need one counter per subject.
                self._changes.update(parent_topic(subject) for subject in changes if subject.count("/") == 1)
            self._pending.add(changes)
            self._schedule()

    def close(self) -> None:
        """End all current and future subscriptions. Thread-safe."""
        self.closing = True
        self._pending.add(RESYNC)
        if self._loop is not None and not self._loop.is_closed():
            self._loop.call_soon_threadsafe(self._deliver)

    def add(self, subscription: "TopicSubscription") -> None:
        """Register a subscription. Call it on the event loop."""
        loop = asyncio.get_running_loop()
        if loop is not self._loop:
            with self._lock:
                self._loop, self._delivering, self._not_before = loop, False, 0.0
            self._sweep_timer = None
        for topic in subscription.topics:
            self._subscriptions[topic].add(subscription)
        self._all_subscriptions.add(subscription)
        if self._sweep_timer is None:
            self._sweep()

    def remove(self, subscription: "TopicSubscription") -> None:
        """Unregister a subscription."""
        self._all_subscriptions.discard(subscription)
        for topic in subscription.topics:
            self._subscriptions[topic].discard(subscription)
            if not self._subscriptions[topic]:
                del self._subscriptions[topic]

    def _schedule(self) -> None:
        """Schedule a delivery unless one is already scheduled."""
        if self._delivering or self._loop is None or self._loop.is_closed():
            return
        self._delivering = True
        self._loop.call_soon_threadsafe(self._deliver_when_due)

    def _deliver_when_due(self) -> None:
        loop = asyncio.get_running_loop()
        if loop.time() < self._not_before:
            loop.call_at(self._not_before, self._deliver)
        else:
            self._deliver()

    def _deliver(self) -> None:
        with self._lock:
            self._delivering = False
            changes = self._pending.take()
        deliveries = self._matching(changes)
        for subscription, matches in deliveries.items():
            subscription.notify(matches)
        if deliveries:
            self._not_before = asyncio.get_running_loop().time() + DEBOUNCE_SECONDS

    def _sweep(self) -> None:
        """Check every subscription, and schedule the next check if there are any."""
        loop = asyncio.get_running_loop()
        stalled = sum(subscription.check(loop.time()) for subscription in self._all_subscriptions)
        LIVE_STALLED.labels(self.service).set(stalled)
        pause = min(self.recheck_seconds, self.stall_seconds) / 4
        self._sweep_timer = loop.call_later(pause, self._sweep) if self._all_subscriptions else None

    def _matching(self, changes: Changes) -> "Mapping[TopicSubscription, Changes]":
        if changes is RESYNC:
            return dict.fromkeys(chain.from_iterable(self._subscriptions.values()), RESYNC)
        matches: defaultdict[TopicSubscription, set[str]] = defaultdict(set)
        for subject in changes:
            for topic in (subject, parent_topic(subject)):
                for subscription in self._subscriptions.get(topic, ()):
                    matches[subscription].add(subject)
        return {subscription: frozenset(subjects) for subscription, subjects in matches.items()}


class TopicSubscription:
    """An async iterator over the changes of some topics. The first update is always RESYNC.

    Enter it before the first read, so that no change is missed in between. Raises HubClosed when the process
    stops.
    """

    def __init__(self, hub: Hub, topics: Iterable[str]) -> None:
        self.topics: Collection[str] = frozenset(topics)
        self._first_topics = sorted(self.topics)[:5]
        self._hub = hub
        self._pending = PendingSubjects(RESYNC)
        self._updated = asyncio.Event()
        self._updated.set()
        self._is_waiting = False
        self._is_stalled = False
        self._since = self._updated_at = self._previous_update_at = asyncio.get_running_loop().time()
        """When it started to wait or to work, and when it got the last two updates."""

    async def __aenter__(self) -> Self:
        self._hub.add(self)
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._hub.remove(self)

    def __aiter__(self) -> Self:
        return self

    async def __anext__(self) -> Update:
        self._enter(waiting=True)
        try:
            if not self._hub.closing:
                await self._updated.wait()
            if self._hub.closing:
                raise HubClosed
        finally:
            self._enter(waiting=False)
        self._updated.clear()
        self._previous_update_at, self._updated_at = self._updated_at, self._since
        return self._pending.take() if self._pending else RECHECK

    def ignore_last(self) -> None:
        """Treat the last update as irrelevant: it does not delay the next RECHECK."""
        self._updated_at = self._previous_update_at

    def notify(self, changes: Changes) -> None:
        """Store the changes for the subscriber's next iteration."""
        self._pending.add(changes)
        self._updated.set()

    def check(self, now: float) -> bool:
        """Send RECHECK if it is due and log a stall. Returns whether the subscriber is stalled."""
        if self._is_waiting:
            if now - self._updated_at >= self._hub.recheck_seconds:
                self._updated.set()
        elif now - self._since >= self._hub.stall_seconds and not self._is_stalled:
            self._is_stalled = True
            LIVE_STALLS.labels(self._hub.service).inc()
            log.warning("subscription_stalled", topics=self._first_topics, seconds=round(now - self._since, 1))
        return self._is_stalled

    def report_missed(self) -> None:
        """Log and count a state that changed without being published."""
        LIVE_MISSED.labels(self._hub.service).inc()
        log.warning("live_change_missed", topics=self._first_topics)

    def _enter(self, *, waiting: bool) -> None:
        now = asyncio.get_running_loop().time()
        if self._is_stalled:
            log.info("subscription_recovered", topics=self._first_topics, seconds=round(now - self._since, 1))
        self._is_waiting, self._is_stalled, self._since = waiting, False, now


def parent_topic(subject: str) -> str:
    """Return the topic above a subject: `product/` for `product/17`."""
    return f"{subject.rpartition('/')[0]}/"
