"""What has changed, told to whoever shows it live: subjects, never states.

Each commit names the subjects that it changed (`product/17`, or a part of one: `product/17/likes`). Who watches
one reads it again, and so tells the state as it is, however many changes there were meanwhile. Nothing is kept for
a reader that is slow or away: after a gap it looks at everything again. Decision 0023.

After a while without a word a watch gets SILENCE: the state is compared with the one that was sent last, in case a
signal was lost. A watcher that does not come back for more is reported. Decision 0028.
"""

import asyncio
import secrets
import threading
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping
from enum import Enum, auto
from types import TracebackType
from typing import Final, Literal, Self

import structlog

from service_kit.telemetry import LIVE_MISSED, LIVE_STALLED, LIVE_STALLS

log = structlog.get_logger(__name__)
DEBOUNCE_SECONDS = 0.05
"""At least that long between two tellings: what changes meanwhile is told, and read by all watchers, together."""
MAX_WAITING = 1000
"""So many subjects are named to a watcher; where more are waiting, it is told to look at everything."""


class Gap(Enum):
    """In place of subjects: anything may have changed, or nothing was told for a while."""

    ALL = auto()
    SILENCE = auto()


ALL: Final = Gap.ALL
SILENCE: Final = Gap.SILENCE
Changed = frozenset[str] | Literal[Gap.ALL]
"""The subjects that have changed, or ALL."""
News = Changed | Literal[Gap.SILENCE]
"""What a watch gets. After SILENCE nothing should be different: what is, nobody has told of."""


class Closing(Exception):
    """The process stops: nothing more will be told here."""


class Pending:
    """Subjects that wait to be told, each once; more than MAX_WAITING of them are ALL. Safe in no two threads."""

    def __init__(self, first: Changed = frozenset()) -> None:
        self._subjects: set[str] | None = None if first is ALL else set(first)

    def __bool__(self) -> bool:
        return self._subjects is None or bool(self._subjects)

    def add(self, changed: Changed) -> None:
        """Keep these, too."""
        if self._subjects is None:
            return
        if changed is not ALL:
            self._subjects |= changed
        if changed is ALL or len(self._subjects) > MAX_WAITING:
            self._subjects = None

    def take(self) -> Changed:
        """What has come together since the last time."""
        subjects, self._subjects = self._subjects, set()
        return ALL if subjects is None else frozenset(subjects)


class Hub:
    """Tells the watchers of this process what has changed. They are coroutines of one event loop.

    A watch without news for `recheck_seconds` gets SILENCE. A watcher that takes `stall_seconds` is reported.
    """

    def __init__(self, service: str = "", *, recheck_seconds: float = 60.0, stall_seconds: float = 40.0) -> None:
        self.service = service
        self.recheck_seconds = recheck_seconds
        self.stall_seconds = stall_seconds
        self._watches: defaultdict[str, set[Watch]] = defaultdict(set)
        self._all: set[Watch] = set()
        self._sweep_timer: asyncio.TimerHandle | None = None
        self._loop: asyncio.AbstractEventLoop | None = None
        self._lock = threading.Lock()
        self._pending = Pending()
        self._delivering = False
        self._not_before = 0.0
        self._process = secrets.token_hex(4)
        self._gaps = 0
        self._changes: Counter[str] = Counter()
        self.closing = False

    def revision(self, topic: str) -> str:
        """Identifies the state of all subjects of a topic such as `product/`, as far as this process knows it.

        A reader that takes the revision before it reads, and finds the same one once it watches the topic, has
        missed no change in between. Other processes have other revisions.
        """
        with self._lock:
            return f"{self._process}.{self._gaps}.{self._changes[topic]}"

    def note_gap(self) -> None:
        """Changes every revision: a change may have been missed, so a list read before may be out of date."""
        with self._lock:
            self._gaps += 1

    def watch(self, *topics: str) -> "Watch":
        """Watch subjects, or all directly below one: `product/17`, its parts `product/17/`, `product/`."""
        return Watch(self, topics)

    def tell(self, changed: Changed) -> None:
        """Say what has changed; from any thread, after the commit."""
        with self._lock:
            if changed is ALL:
                self._gaps += 1
            else:
                # Only whole subjects: their parts would be one counter for each subject.
                self._changes.update(above(subject) for subject in changed if subject.count("/") == 1)
            self._pending.add(changed)
            self._schedule()

    def close(self) -> None:
        """End every watch, now and from here on; from any thread."""
        self.closing = True
        self._pending.add(ALL)
        if self._loop is not None and not self._loop.is_closed():
            self._loop.call_soon_threadsafe(self._deliver)

    def add(self, watch: "Watch") -> None:
        """Have the watch hear of its topics. On the event loop."""
        loop = asyncio.get_running_loop()
        if loop is not self._loop:
            with self._lock:
                self._loop, self._delivering, self._not_before = loop, False, 0.0
            self._sweep_timer = None
        for topic in watch.topics:
            self._watches[topic].add(watch)
        self._all.add(watch)
        if self._sweep_timer is None:
            self._sweep()

    def remove(self, watch: "Watch") -> None:
        """Have it hear no more."""
        self._all.discard(watch)
        for topic in watch.topics:
            self._watches[topic].discard(watch)
            if not self._watches[topic]:
                del self._watches[topic]

    def _schedule(self) -> None:
        """One delivery at a time, however often something is told before it runs."""
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
            changed = self._pending.take()
        told = self._listeners(changed)
        for watch, heard in told.items():
            watch.hear(heard)
        if told:
            self._not_before = asyncio.get_running_loop().time() + DEBOUNCE_SECONDS

    def _sweep(self) -> None:
        """Look after every watch now, and again in a while if there are any."""
        loop = asyncio.get_running_loop()
        LIVE_STALLED.labels(self.service).set(sum(watch.look_after(loop.time()) for watch in self._all))
        pause = min(self.recheck_seconds, self.stall_seconds) / 4
        self._sweep_timer = loop.call_later(pause, self._sweep) if self._all else None

    def _listeners(self, changed: Changed) -> "Mapping[Watch, Changed]":
        if changed is ALL:
            return dict.fromkeys((watch for watches in self._watches.values() for watch in watches), ALL)
        heard: defaultdict[Watch, set[str]] = defaultdict(set)
        for subject in changed:
            for topic in (subject, above(subject)):
                for watch in self._watches.get(topic, ()):
                    heard[watch].add(subject)
        return {watch: frozenset(subjects) for watch, subjects in heard.items()}


class Watch:
    """What has changed of some topics, again and again: first ALL, then what there is since the last time.

    Entered before the first reading, so that no change falls between the two. Raises Closing at the process's end.
    """

    def __init__(self, hub: Hub, topics: Iterable[str]) -> None:
        self.topics: Collection[str] = frozenset(topics)
        self._first_topics = sorted(self.topics)[:5]
        self._hub = hub
        self._pending = Pending(ALL)
        self._news = asyncio.Event()
        self._news.set()
        self._is_waiting = False
        self._is_stalled = False
        self._since = self._heard_at = self._heard_before = asyncio.get_running_loop().time()
        """Since when it waits or is busy, and when it got the last news and those before."""

    async def __aenter__(self) -> Self:
        self._hub.add(self)
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._hub.remove(self)

    def __aiter__(self) -> Self:
        return self

    async def __anext__(self) -> News:
        self._enter(waiting=True)
        try:
            if not self._hub.closing:
                await self._news.wait()
            if self._hub.closing:
                raise Closing
        finally:
            self._enter(waiting=False)
        self._news.clear()
        self._heard_before, self._heard_at = self._heard_at, self._since
        return self._pending.take() if self._pending else SILENCE

    def disregard(self) -> None:
        """Say that the last news did not concern the watcher: the silence goes on."""
        self._heard_at = self._heard_before

    def hear(self, changed: Changed) -> None:
        """Keep it until the watcher asks."""
        self._pending.add(changed)
        self._news.set()

    def look_after(self, now: float) -> bool:
        """Break a silence that has lasted, and report a stall. Returns whether the watcher is stalled."""
        if self._is_waiting:
            if now - self._heard_at >= self._hub.recheck_seconds:
                self._news.set()
        elif now - self._since >= self._hub.stall_seconds and not self._is_stalled:
            self._is_stalled = True
            LIVE_STALLS.labels(self._hub.service).inc()
            log.warning("subscription_stalled", topics=self._first_topics, seconds=round(now - self._since, 1))
        return self._is_stalled

    def report_missed(self) -> None:
        """Say that a state has changed without a signal."""
        LIVE_MISSED.labels(self._hub.service).inc()
        log.warning("live_change_missed", topics=self._first_topics)

    def _enter(self, *, waiting: bool) -> None:
        now = asyncio.get_running_loop().time()
        if self._is_stalled:
            log.info("subscription_recovered", topics=self._first_topics, seconds=round(now - self._since, 1))
        self._is_waiting, self._is_stalled, self._since = waiting, False, now


def above(subject: str) -> str:
    """The topic under which a subject is heard besides its own: `product/` for `product/17`."""
    return f"{subject.rpartition('/')[0]}/"
