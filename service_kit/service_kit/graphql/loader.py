"""A data loader whose batches cannot be cancelled by a caller.

`strawberry.dataloader` starts a batch in a task that is cancelled together with the last caller. A batch that is
cancelled before it starts is never read, and all later loads then wait forever. Loaders are shared between
requests (decision 0028), so one client could break them for the whole process.
"""

import asyncio
from collections.abc import Awaitable, Callable, Hashable, Iterable, Sequence
from typing import Generic, TypeVar

Key = TypeVar("Key", bound=Hashable)
Value = TypeVar("Value")


class Loader(Generic[Key, Value]):
    """Collects keys that are requested at the same time, and reads them with one call of `read`.

    `read` gets each key once and returns the values in the same order. With `remember`, values are cached, so use
    the loader for one request only. Without it, a loader may be shared by all requests of an event loop.
    """

    def __init__(self, read: Callable[[list[Key]], Awaitable[Sequence[Value]]], *, remember: bool = True) -> None:
        self._read = read
        self._remember = remember
        self._known: dict[Key, Value] = {}
        self._waiting: dict[Key, list[asyncio.Future[Value]]] = {}
        """The callers that wait for each key. Each has its own future and can be cancelled separately."""
        self._batch: dict[Key, list[asyncio.Future[Value]]] = {}
        """The keys that are not being read yet, with their futures."""
        self._reads: set[asyncio.Task[None]] = set()

    def load(self, key: Key) -> asyncio.Future[Value]:
        """Return the value of a key, read after this call unless it is cached. Raises what `read` raises."""
        loop = asyncio.get_running_loop()
        future: asyncio.Future[Value] = loop.create_future()
        if key in self._known:
            future.set_result(self._known[key])
        elif key in self._waiting:
            self._waiting[key].append(future)
        else:
            if not self._batch:
                # Wait two iterations of the event loop: the fields of one response request their keys in both of
                # them.
                loop.call_soon(loop.call_soon, self._send)
            self._waiting[key] = self._batch[key] = [future]
        return future

    async def load_many(self, keys: Iterable[Key]) -> list[Value]:
        """Return the values of the keys, in the same order."""
        return await asyncio.gather(*map(self.load, keys))

    def clear_all(self) -> None:
        """Clear the cache. Keys that are loaded from now on are read again."""
        self._known = {}
        self._waiting = dict(self._batch)

    def _send(self) -> None:
        """Start reading all collected keys, in a task that does not belong to any caller."""
        batch, self._batch = self._batch, {}
        if not self._remember:
            self._waiting = {}
        task = asyncio.create_task(self._settle(batch))
        self._reads.add(task)  # the event loop keeps only a weak reference
        task.add_done_callback(self._reads.discard)

    async def _settle(self, batch: dict[Key, list[asyncio.Future[Value]]]) -> None:
        try:
            values = dict(zip(batch, await self._read(list(batch)), strict=True))
        except (Exception, asyncio.CancelledError) as error:  # noqa: BLE001 - passed on to every caller
            for waiting in batch.values():
                for future in waiting:
                    if not future.done():
                        future.set_exception(error)
        else:
            for key, waiting in batch.items():
                for future in waiting:
                    if not future.done():
                        future.set_result(values[key])
                if self._waiting.get(key) is waiting:  # false if `clear_all` was called in the meantime
                    self._known[key] = values[key]
        for key, waiting in batch.items():
            if self._waiting.get(key) is waiting:
                del self._waiting[key]
