"""A data loader whose batches nobody can cancel.

`strawberry.dataloader` starts a batch in a task that it cancels together with the last caller. A batch that is
cancelled before its first step is never sent, and takes every later load with it. Loaders are shared between
requests (decision 0028), so one client could end them for the whole process.
"""

import asyncio
from collections.abc import Awaitable, Callable, Hashable, Iterable, Sequence
from typing import Generic, TypeVar

Key = TypeVar("Key", bound=Hashable)
Value = TypeVar("Value")


class Loader(Generic[Key, Value]):
    """Collects the keys that are asked for together, and reads them with one call of `read`.

    `read` gets each key once and returns the values in the same order. A loader that remembers serves one request;
    one that does not may serve all requests of an event loop.
    """

    def __init__(self, read: Callable[[list[Key]], Awaitable[Sequence[Value]]], *, remember: bool = True) -> None:
        self._read = read
        self._remember = remember
        self._known: dict[Key, Value] = {}
        self._waiting: dict[Key, list[asyncio.Future[Value]]] = {}
        """Who waits for which key: each has a future of its own, which a cancellation may end."""
        self._batch: dict[Key, list[asyncio.Future[Value]]] = {}
        """The part of it that is still to be sent."""
        self._reads: set[asyncio.Task[None]] = set()

    def load(self, key: Key) -> asyncio.Future[Value]:
        """The value of the key, as read after this call unless it is remembered. Raises what `read` raises."""
        loop = asyncio.get_running_loop()
        future: asyncio.Future[Value] = loop.create_future()
        if key in self._known:
            future.set_result(self._known[key])
        elif key in self._waiting:
            self._waiting[key].append(future)
        else:
            if not self._batch:
                # Two turns of the event loop: fields of one answer ask for their keys in both of them.
                loop.call_soon(loop.call_soon, self._send)
            self._waiting[key] = self._batch[key] = [future]
        return future

    async def load_many(self, keys: Iterable[Key]) -> list[Value]:
        """The values of the keys, in the same order."""
        return await asyncio.gather(*map(self.load, keys))

    def clear_all(self) -> None:
        """Forget every value: what is asked for from here on is read again."""
        self._known = {}
        self._waiting = dict(self._batch)

    def _send(self) -> None:
        """Start the read of all keys that have been collected, in a task that belongs to no caller."""
        batch, self._batch = self._batch, {}
        if not self._remember:
            self._waiting = {}
        task = asyncio.create_task(self._settle(batch))
        self._reads.add(task)  # the event loop alone would not keep it
        task.add_done_callback(self._reads.discard)

    async def _settle(self, batch: dict[Key, list[asyncio.Future[Value]]]) -> None:
        try:
            values = dict(zip(batch, await self._read(list(batch)), strict=True))
        except (Exception, asyncio.CancelledError) as error:  # noqa: BLE001 - handed to everybody who waits
            for waiting in batch.values():
                for future in waiting:
                    if not future.done():
                        future.set_exception(error)
        else:
            for key, waiting in batch.items():
                for future in waiting:
                    if not future.done():
                        future.set_result(values[key])
                if self._waiting.get(key) is waiting:  # and not read before `clear_all`
                    self._known[key] = values[key]
        for key, waiting in batch.items():
            if self._waiting.get(key) is waiting:
                del self._waiting[key]
