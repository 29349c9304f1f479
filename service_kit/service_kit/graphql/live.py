"""Helpers for subscription resolvers: send each state at the start and again after each change."""

import asyncio
from collections.abc import AsyncGenerator, Awaitable, Callable, Hashable, Iterable, Mapping, Sequence
from typing import Any, NamedTuple, TypeVar, cast

import orjson
import strawberry
from strawberry import ID

from service_kit.graphql.errors import BAD_USER_INPUT, PublicError
from service_kit.graphql.ids import parse_id
from service_kit.live.hub import RECHECK, RESYNC, Changes, Hub, TopicSubscription, Update, parent_topic

MAX_IDS = 100
Key = TypeVar("Key")
State = TypeVar("State")
Message = TypeVar("Message")


def subscription(description: str) -> Callable[[Callable[..., Any]], Any]:
    """Declare a field of `Subscription`. Its resolver is, or returns, an async generator."""
    return cast("Callable[[Callable[..., Any]], Any]", strawberry.subscription(description=description))


def parse_ids(ids: Sequence[ID], argument: str) -> list[int]:
    """Convert an argument's ids to numbers without duplicates. Raises PublicError for no ids or too many."""
    if not 1 <= len(ids) <= MAX_IDS:
        text = f'"{argument}" has {len(ids)} ids. Give 1 to {MAX_IDS} ids.'
        raise PublicError(text, BAD_USER_INPUT, argument=argument, limit=MAX_IDS)
    return list(dict.fromkeys(map(parse_id, ids)))


class StateMessage(NamedTuple):
    """A subscription message that is compared with the last message of the same key.

    After a RECHECK it is sent only if it differs, and the difference is reported on `recheck_of`. After any other
    update it is always sent.
    """

    key: Hashable
    message: object
    recheck_of: TopicSubscription | None

    @classmethod
    def of(cls, subscription: TopicSubscription, update: Update, message: object, key: Hashable = None) -> Any:
        """Wrap a message that a subscription yields."""
        return cls(key, message, subscription if update is RECHECK else None)


class SentStates:
    """The last message that a stream sent for each key. Stores only hashes."""

    def __init__(self) -> None:
        self._hashes: dict[Hashable, int] = {}

    def should_send(self, message: StateMessage, data: object) -> bool:
        """Return whether to send `data`, and record it if so."""
        digest = hash(orjson.dumps(data))
        if message.recheck_of is not None:
            if self._hashes.get(message.key) == digest:
                return False
            message.recheck_of.report_missed()
        self._hashes[message.key] = digest
        return True


async def states(
    hub: Hub,
    topics: Mapping[str, Key],
    read: Callable[[Key], Awaitable[State]],
    message: Callable[[Key, State], Message],
    *,
    shown: Callable[[State], object] | None = None,
) -> AsyncGenerator[Message, None]:
    """Yield a message with the state of each key, and again after each change of the key's topics.

    With `shown`, a state is sent again only if `shown(state)` differs from the last one sent. After a RECHECK
    every state is read again; without `shown`, the whole message is compared (`StateMessage`).
    """
    last: dict[Key, object] = {}
    async with hub.subscribe(*topics) as updates:
        async for update in updates:
            keys = list(_keys(topics, update))
            for key, state in zip(keys, await asyncio.gather(*map(read, keys)), strict=True):
                if shown is None:
                    yield StateMessage.of(updates, update, message(key, state), key)
                    continue
                now = shown(state)
                if key in last and last[key] == now:
                    continue
                if update is RECHECK:
                    updates.report_missed()
                last[key] = now
                yield message(key, state)


async def list_changes(
    hub: Hub, topic: str, read_mark: Callable[[], Awaitable[object]]
) -> AsyncGenerator[Changes, None]:
    """Yield the changes below a topic, for clients that show lists.

    `read_mark` returns a value that differs if anything in the list changed. It is read on each RECHECK. If it
    differs, RESYNC is yielded. The first RECHECK after another update also yields RESYNC, because the mark from
    before that update is unknown.
    """
    mark: object = None
    async with hub.subscribe(topic) as updates:
        async for update in updates:
            if update is not RECHECK:
                mark = None
                yield update
                continue
            known, mark = mark, await read_mark()
            if known == mark:
                continue
            if known is not None:
                updates.report_missed()
            hub.invalidate_revisions()
            yield RESYNC


def _keys(topics: Mapping[str, Key], update: Update) -> Iterable[Key]:
    """The keys affected by the update, without duplicates."""
    if update is RESYNC or update is RECHECK:
        return dict.fromkeys(topics.values())
    matching = (topic for subject in sorted(update) for topic in (subject, parent_topic(subject)))
    return dict.fromkeys(topics[topic] for topic in matching if topic in topics)
