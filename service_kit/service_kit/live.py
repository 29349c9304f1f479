"""What has changed, told to whoever shows it live: subjects, never states.

Each commit names the subjects that it changed (`product/17`, or a part of one: `product/17/likes`). Who watches
one reads it again, and so tells the state as it is, however many changes there were meanwhile. Nothing is kept for
a reader that is slow or away: after a gap it looks at everything again. Decision 0023.
"""

import asyncio
import secrets
import threading
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping
from enum import Enum, auto
from types import TracebackType
from typing import Final, Literal, Self

LULL_SECONDS = 0.05
"""At least that long between two tellings: what changes meanwhile is told, and read by all watchers, together."""
MAX_WAITING = 1000
"""So many subjects are named to a watcher; where more are waiting, it is told to look at everything."""


class Gap(Enum):
    """In place of subjects: anything may have changed."""

    ALL = auto()


ALL: Final = Gap.ALL
Changed = frozenset[str] | Literal[Gap.ALL]
"""The subjects that have changed, or ALL."""


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
    """Tells the watchers of this process what has changed. They are coroutines of one event loop."""

    def __init__(self) -> None:
        self._watches: defaultdict[str, set[Watch]] = defaultdict(set)
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
        for topic in watch.topics:
            self._watches[topic].add(watch)

    def remove(self, watch: "Watch") -> None:
        """Have it hear no more."""
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
            self._not_before = asyncio.get_running_loop().time() + LULL_SECONDS

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

    Entered before the first reading, so that no change falls between the two. Raises Closing where the process
    stops.
    """

    def __init__(self, hub: Hub, topics: Iterable[str]) -> None:
        self.topics: Collection[str] = frozenset(topics)
        self._hub = hub
        self._pending = Pending(ALL)
        self._news = asyncio.Event()
        self._news.set()

    async def __aenter__(self) -> Self:
        self._hub.add(self)
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._hub.remove(self)

    def __aiter__(self) -> Self:
        return self

    async def __anext__(self) -> Changed:
        if not self._hub.closing:
            await self._news.wait()
        if self._hub.closing:
            raise Closing
        self._news.clear()
        return self._pending.take()

    def hear(self, changed: Changed) -> None:
        """Keep it until the watcher asks."""
        self._pending.add(changed)
        self._news.set()


def above(subject: str) -> str:
    """The topic under which a subject is heard besides its own: `product/` for `product/17`."""
    return f"{subject.rpartition('/')[0]}/"
