"""Loaders batch concurrent keys, and callers do not affect each other."""

import asyncio
from collections.abc import Sequence

import pytest
from service_kit.graphql.loader import Loader

TICKS = range(5)
PATIENCE_SECONDS = 5


class Source:
    """The source of a loader. It records the batches and answers after some iterations of the event loop."""

    def __init__(self) -> None:
        self.batches: list[list[int]] = []
        self.failure: BaseException | None = None
        self.reading = asyncio.Event()

    async def read(self, keys: list[int]) -> Sequence[str]:
        """Return the value of each key."""
        self.batches.append(keys)
        self.reading.set()
        for _ in range(3):
            await asyncio.sleep(0)
        if self.failure is not None:
            raise self.failure
        return [f"value {key}" for key in keys]


@pytest.fixture
def source() -> Source:
    """A new source."""
    return Source()


@pytest.fixture(params=[True, False], ids=["remembers", "shared"])
def loader(request: pytest.FixtureRequest, source: Source) -> Loader[int, str]:
    """A loader of the source."""
    return Loader(source.read, remember=request.param)


async def soon(loader: Loader[int, str], *keys: int) -> list[str]:
    """Return the values, within a time limit."""
    return await asyncio.wait_for(loader.load_many(keys), PATIENCE_SECONDS)


async def cancelled_after(ticks: int, loader: Loader[int, str], key: int) -> None:
    """Start a task that loads the key, and cancel it after this number of event loop iterations."""

    async def load() -> str:
        return await loader.load(key)

    task = asyncio.create_task(load())
    for _ in range(ticks):
        await asyncio.sleep(0)
    task.cancel()
    await asyncio.wait_for(asyncio.gather(task, return_exceptions=True), PATIENCE_SECONDS)


@pytest.mark.parametrize("ticks", TICKS)
async def test_loads_succeed_after_a_cancelled_load(loader: Loader[int, str], ticks: int) -> None:
    for _ in range(3):
        await cancelled_after(ticks, loader, 1)
        assert await soon(loader, 2, 1) == ["value 2", "value 1"]


@pytest.mark.parametrize("ticks", TICKS)
async def test_a_cancelled_load_does_not_affect_the_same_batch(loader: Loader[int, str], ticks: int) -> None:
    same_key, same_batch = asyncio.create_task(soon(loader, 1)), asyncio.create_task(soon(loader, 2))
    await cancelled_after(ticks, loader, 1)
    assert (await same_key, await same_batch) == (["value 1"], ["value 2"])


async def test_concurrent_keys_are_read_in_one_batch(loader: Loader[int, str], source: Source) -> None:
    assert await soon(loader, 3, 1, 3, 2) == ["value 3", "value 1", "value 3", "value 2"]
    assert source.batches == [[3, 1, 2]]


async def test_only_loaders_that_remember_cache_values(source: Source) -> None:
    for remember, batches in ((True, [[1]]), (False, [[1], [1], [1]])):
        source.batches.clear()
        loader = Loader(source.read, remember=remember)
        assert [await soon(loader, 1) for _ in range(3)] == [["value 1"]] * 3
        assert source.batches == batches


async def test_a_value_is_read_after_the_call_of_load(source: Source) -> None:
    loader = Loader(source.read, remember=False)
    first = asyncio.create_task(soon(loader, 1))
    await source.reading.wait()
    assert await soon(loader, 1) == await first
    assert source.batches == [[1], [1]]


async def test_clear_all_discards_earlier_reads(source: Source) -> None:
    loader = Loader(source.read)
    under_way = asyncio.create_task(soon(loader, 1))
    await source.reading.wait()
    loader.clear_all()
    assert await soon(loader, 1) == await under_way
    loader.clear_all()
    assert await soon(loader, 1) == await soon(loader, 1)
    assert source.batches == [[1]] * 3


async def test_a_failed_read_does_not_affect_later_loads(source: Source) -> None:
    loader = Loader(source.read, remember=False)
    source.failure = RuntimeError("away")
    answers = await asyncio.gather(loader.load(1), loader.load(1), loader.load(2), return_exceptions=True)
    assert [str(answer) for answer in answers] == ["away"] * 3
    source.failure = None
    assert await soon(loader, 1, 2) == ["value 1", "value 2"]


async def test_a_cancelled_read_fails_its_loads(loader: Loader[int, str], source: Source) -> None:
    source.failure = asyncio.CancelledError()
    with pytest.raises(asyncio.CancelledError):
        await soon(loader, 1)
    source.failure = None
    assert await soon(loader, 1) == ["value 1"]


async def test_too_few_values_are_an_error(source: Source) -> None:
    async def read(keys: list[int]) -> Sequence[str]:
        return ["only one"]

    with pytest.raises(ValueError, match="shorter"):
        await soon(Loader(read), 1, 2)
