"""What subscriptions are made of: states, each as it is, and again whenever it has changed."""

import asyncio
from collections.abc import AsyncGenerator, Awaitable, Callable, Hashable, Iterable, Mapping, Sequence
from typing import Any, NamedTuple, TypeVar, cast

import orjson
import strawberry
from strawberry import ID

from service_kit.graphql.errors import BAD_USER_INPUT, PublicError
from service_kit.graphql.ids import parse_id
from service_kit.live.hub import ALL, SILENCE, Changed, Hub, News, Watch, above

MAX_IDS = 100
Key = TypeVar("Key")
State = TypeVar("State")
Message = TypeVar("Message")


def subscription(description: str) -> Callable[[Callable[..., Any]], Any]:
    """Makes a resolver, which returns or is an async generator, a field of `Subscription`."""
    return cast("Callable[[Callable[..., Any]], Any]", strawberry.subscription(description=description))


def parse_ids(ids: Sequence[ID], argument: str) -> list[int]:
    """The numbers that the argument's ids stand for, each once. Raises PublicError for none or too many."""
    if not 1 <= len(ids) <= MAX_IDS:
        text = f'"{argument}" holds {len(ids)} ids: name 1 to {MAX_IDS}.'
        raise PublicError(text, BAD_USER_INPUT, argument=argument, limit=MAX_IDS)
    return list(dict.fromkeys(map(parse_id, ids)))


class Told(NamedTuple):
    """A message that the schema compares with the one that it sent last of the same key.

    It is sent in any case, unless it was made after a silence: then only where it differs, and `silent` is the
    watch that missed the change.
    """

    key: Hashable
    message: object
    silent: Watch | None

    @classmethod
    def of(cls, watch: Watch, news: News, message: object, key: Hashable = None) -> Any:
        """What a subscription yields in place of the message."""
        return cls(key, message, watch if news is SILENCE else None)


class Sent:
    """What one stream has sent last of each key. Only hashes are kept."""

    def __init__(self) -> None:
        self._hashes: dict[Hashable, int] = {}

    def is_to_be_sent(self, told: Told, data: object) -> bool:
        """Whether the client is told of this data, which is noted then."""
        digest = hash(orjson.dumps(data))
        if told.silent is not None:
            if self._hashes.get(told.key) == digest:
                return False
            told.silent.report_missed()
        self._hashes[told.key] = digest
        return True


async def states(
    hub: Hub,
    topics: Mapping[str, Key],
    read: Callable[[Key], Awaitable[State]],
    message: Callable[[Key, State], Message],
    *,
    shown: Callable[[State], object] | None = None,
) -> AsyncGenerator[Message, None]:
    """A message of each key's state, and again of those whose topics have changed.

    With `shown` a state is sent again only where that differs from what was sent last. After a silence every state
    is read again: without `shown` the message is compared as a whole (`Told`).
    """
    last: dict[Key, object] = {}
    async with hub.watch(*topics) as watch:
        async for news in watch:
            keys = list(_keys(topics, news))
            for key, state in zip(keys, await asyncio.gather(*map(read, keys)), strict=True):
                if shown is None:
                    yield Told.of(watch, news, message(key, state), key)
                    continue
                now = shown(state)
                if key in last and last[key] == now:
                    continue
                if news is SILENCE:
                    watch.report_missed()
                last[key] = now
                yield message(key, state)


async def list_changes(
    hub: Hub, topic: str, read_mark: Callable[[], Awaitable[object]]
) -> AsyncGenerator[Changed, None]:
    """What has changed below a topic, for those who show lists.

    After a silence `read_mark` reads something that differs when any of it has changed. A change is ALL. So is the
    first silence after other news: what the mark was before that, nobody knows.
    """
    mark: object = None
    async with hub.watch(topic) as watch:
        async for news in watch:
            if news is not SILENCE:
                mark = None
                yield news
                continue
            known, mark = mark, await read_mark()
            if known == mark:
                continue
            if known is not None:
                watch.report_missed()
            hub.note_gap()
            yield ALL


def _keys(topics: Mapping[str, Key], news: News) -> Iterable[Key]:
    """The keys that the news is about, each once."""
    if news is ALL or news is SILENCE:
        return dict.fromkeys(topics.values())
    heard = (topic for subject in sorted(news) for topic in (subject, above(subject)))
    return dict.fromkeys(topics[topic] for topic in heard if topic in topics)
