"""What subscriptions are made of: states, each as it is, and again whenever it has changed."""

import asyncio
from collections.abc import AsyncGenerator, Awaitable, Callable, Iterable, Mapping, Sequence
from typing import Any, TypeVar, cast

import strawberry
from strawberry import ID

from service_kit.graphql.errors import BAD_USER_INPUT, PublicError
from service_kit.graphql.ids import parse_id
from service_kit.live import ALL, Changed, Hub, above

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


async def states(
    hub: Hub,
    topics: Mapping[str, Key],
    read: Callable[[Key], Awaitable[State]],
    message: Callable[[Key, State], Message],
    *,
    shown: Callable[[State], object] | None = None,
) -> AsyncGenerator[Message, None]:
    """A message of each key's state, and again of those whose topics have changed.

    With `shown` a state is sent again only where that differs from what was sent last.
    """
    last: dict[Key, object] = {}
    async with hub.watch(*topics) as changes:
        async for changed in changes:
            keys = list(_keys(topics, changed))
            for key, state in zip(keys, await asyncio.gather(*map(read, keys)), strict=True):
                if shown is not None:
                    if key in last and last[key] == shown(state):
                        continue
                    last[key] = shown(state)
                yield message(key, state)


def _keys(topics: Mapping[str, Key], changed: Changed) -> Iterable[Key]:
    """The keys that the changed subjects belong to, each once."""
    if changed is ALL:
        return dict.fromkeys(topics.values())
    heard = (topic for subject in sorted(changed) for topic in (subject, above(subject)))
    return dict.fromkeys(topics[topic] for topic in heard if topic in topics)
